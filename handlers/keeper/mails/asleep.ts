import type { KeeperSettings } from "../settings";
import type { Instant } from "../time";
import { queryLogCommand, wakeCommand } from "./by-hand";
import { calmEnding } from "./calm-endings";
import { cost, shortCost } from "./cost";
import { mayBePlayer, nobodySeen } from "./counted";
import type { Draft, MailOf } from "./draft";
import { failedEnding } from "./failed-endings";
import { lostEnding } from "./lost-endings";
import { duration, moment } from "./words";

type Asleep = MailOf<"asleep">;

/** The session is over: why, what it cost, and how to play again. */
export function asleep(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { subject, paragraphs } = ended(mail, settings, now);
  return { subject, paragraphs: [...paragraphs, cost(mail, settings.timeZone, now)] };
}

function ended(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { ending } = mail;
  switch (ending.kind) {
    case "crash loop":
    case "not ready":
    case "no capacity":
      return failedEnding(ending, mail, settings, now);
    case "host lost":
    case "two hosts":
      return lostEnding(ending, settings);
    default: {
      const { subject, paragraphs } = calmEnding(ending, duration(mail.minutes), settings, now);
      return {
        subject: subject + (mail.played ? "" : ", no players seen") + shortCost(mail),
        paragraphs: [...paragraphs, ...nobodySeen(mail, settings), again(mail, settings)],
      };
    }
  }
}

/** How to play again, or why asking does not help for a while. */
function again({ ending, inVain, counted }: Asleep, settings: KeeperSettings): string | undefined {
  if (inVain === undefined) {
    return ending.kind === "limit" && ending.limit !== "session"
      ? undefined
      : `To play again just join: asking for ${settings.address} wakes it.`;
  }
  const who = mayBePlayer(counted)
    ? `If nobody played, bots, monitors or link previews asked for ${settings.address}.`
    : bots(settings);
  if (inVain.byHand)
    return "It was woken by hand. Further sessions of this sort today are not reported. To play again just join.";
  return inVain.ignoredUntil === undefined
    ? `${who} Further sessions of this sort today are not reported, and if they go on, asking once stops waking it for some hours. Who asked:\n${queryLogCommand(settings)}\nTo play again just join.`
    : `${who} ${ignoredUntil(inVain.ignoredUntil, settings)}`;
}

/** Somebody asks, and nobody played lately. */
export function ignored({ until }: MailOf<"ignored">, settings: KeeperSettings): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} was asked for and not woken: nobody played lately`,
    paragraphs: [`Somebody asked for ${address}. ${bots(settings)} ${ignoredUntil(until, settings)}`],
  };
}

const bots = ({ address }: KeeperSettings): string => `Bots, monitors and link previews ask for ${address}, too.`;
const ignoredUntil = (until: Instant, settings: KeeperSettings): string =>
  `It was up for nobody so long lately that until ${moment(until, settings.timeZone)} asking once does not wake it. ` +
  `Who keeps trying for a few minutes does, at most once in 12 hours and not beside a monitor that asks every few minutes. This is told once a day. Who asked:\n${queryLogCommand(settings)}\n` +
  `To play at once, wake it by hand:\n${wakeCommand(settings)}`;
