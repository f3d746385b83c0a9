import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { queryLogCommand, wakeCommand } from "../../../shared/commands";
import { calmEnding } from "./calm-endings";
import { cost, shortCost } from "./cost";
import { mayBePlayer, noPlayers } from "./packet-count";
import type { Draft, MailOf } from "./draft";
import { failedEnding } from "./failed-endings";
import { lostEnding } from "./lost-endings";
import { duration, lookUps, moment } from "./words";

type Asleep = MailOf<"asleep">;

/** The session is over: why, what it cost, and how to play again. */
export function asleep(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { subject, paragraphs } = ended(mail, settings, now);
  return { subject, paragraphs: [...paragraphs, cost(mail, settings, now)] };
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
        subject: subject + (mail.played ? "" : ", no players seen") + shortCost(mail, settings),
        paragraphs: [...paragraphs, ...noPlayers(mail, settings), again(mail, settings)],
      };
    }
  }
}

/** How to play again, or why asking does not help for a while. */
function again({ ending, emptySession, packetCount }: Asleep, settings: KeeperSettings): string | undefined {
  if (emptySession === undefined) {
    return ending.kind === "limit" && ending.limit !== "session" ? undefined : playAgain(settings);
  }
  const who = mayBePlayer(packetCount)
    ? `If nobody played, ${lookUps(settings).one} looked up ${settings.address}.`
    : bots(settings);
  if (emptySession.byHand)
    return `It was woken by hand. Further sessions of this sort today are not reported.\n${playAgain(settings)}`;
  return emptySession.ignoredUntil === undefined
    ? `${who} Further sessions of this sort today are not reported. If they go on, asking once stops waking it for some hours. Who looked it up:\n${queryLogCommand(settings)}\n${playAgain(settings)}`
    : `${who} ${ignoredUntil(emptySession.ignoredUntil, settings)}`;
}

/** Somebody asks, and nobody played lately. */
export function ignored({ until }: MailOf<"ignored">, settings: KeeperSettings): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} was not started: nobody has played lately`,
    paragraphs: [
      `${container} stayed asleep though ${address} was looked up. ${bots(settings)} ${ignoredUntil(until, settings)}`,
    ],
  };
}

const playAgain = ({ address }: KeeperSettings): string => `To play again, connect to ${address}: that starts it.`;
const bots = (settings: KeeperSettings): string => `${lookUps(settings).all} look up ${settings.address}, too.`;
const ignoredUntil = (until: Instant, settings: KeeperSettings): string =>
  `It has recently run for so long with nobody connected that until ${moment(until, settings.timeZone)} asking once does not wake it. ` +
  `Trying again for a few minutes does, but only once in 12 hours, and not while a monitor asks every few minutes. ` +
  `This is told once a day. To start it now:\n${wakeCommand(settings)}\n` +
  `Who looked it up:\n${queryLogCommand(settings)}`;
