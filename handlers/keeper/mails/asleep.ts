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
  const isLast = mail.isLastToday ? "Further failures for this reason are not reported before tomorrow." : undefined;
  return { subject, paragraphs: [...paragraphs, isLast, cost(mail, now)] };
}

function ended(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { ending } = mail;
  switch (ending.kind) {
    case "crash loop":
    case "not ready":
    case "no capacity":
      return failedEnding(ending, settings, now);
    case "host lost":
    case "two hosts":
      return lostEnding(ending, settings);
    default: {
      const { subject, paragraphs } = calmEnding(ending, duration(mail.minutes), settings);
      return {
        subject: subject + (mail.played ? "" : ", no players seen") + shortCost(mail),
        paragraphs: [...paragraphs, ...nobodySeen(mail, settings), again(mail, settings)],
      };
    }
  }
}

/** How to play again, or why asking does not help for a while. */
function again({ ending, inVain, counted }: Asleep, settings: KeeperSettings): string | undefined {
  const { address } = settings;
  if (inVain === undefined) {
    return ending.kind === "limit" && ending.limit !== "session"
      ? undefined
      : `To play again just join: asking for ${address} wakes it.`;
  }
  const often = inVain.sessions === 1 ? "" : ` This was session ${inVain.sessions} of that sort in a row.`;
  const who = mayBePlayer(counted)
    ? `If nobody played, bots, monitors or link previews asked for ${address}.`
    : `Bots, monitors and link previews ask for ${address}, too.`;
  return (
    `${who}${often} So until ${moment(inVain.ignoreUntil)} asking does not wake it, and for longer each time nobody plays; further times today are not reported. ` +
    `Who asked:\n${queryLogCommand(settings)}\nTo play before that, wake it by hand:\n${wakeCommand(settings)}`
  );
}
