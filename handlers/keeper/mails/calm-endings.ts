import type { KeeperSettings } from "../settings";
import { configFile } from "./by-hand";
import type { Draft, EndingOf } from "./draft";
import { duration } from "./words";

export type Calm = EndingOf<"idle" | "session limit" | "day limit" | "by hand" | "from outside">;

/** How a session ended in which nothing failed. */
export function calmEnding(ending: Calm, sleepsAfter: string, settings: KeeperSettings): Draft {
  const { container } = settings;
  const asleep = `${container} is asleep after ${sleepsAfter}`;
  switch (ending.kind) {
    case "idle":
      return {
        subject: asleep,
        paragraphs: [`${container} is asleep: nobody has played for ${duration(settings.idleMinutes)}.`],
      };
    case "by hand":
      return { subject: asleep, paragraphs: [`${container} is asleep: it was put to sleep by hand.`] };
    case "from outside":
      return { subject: asleep, paragraphs: [fromOutside(settings)] };
    case "session limit":
      return {
        subject: `${container} is asleep at its limit of ${duration(ending.limitMinutes)} a session`,
        paragraphs: [
          `${container} is asleep: it was up for ${duration(ending.limitMinutes)}, the longest a session may last (limit.per_session in ${configFile(settings)}).`,
        ],
      };
    case "day limit":
      return {
        subject: `${container} is asleep, today's ${duration(ending.limitMinutes)} are used up`,
        paragraphs: [
          `${container} is asleep: today's ${duration(ending.limitMinutes)} are used up.`,
          untilMidnight(settings),
        ],
      };
  }
}

function fromOutside({ container, groupName, sessionLimitMinutes, stopAtLimit }: KeeperSettings): string {
  const alarm = stopAtLimit
    ? `, or the alarm left-up did, which ends what is up for longer than ${duration(sessionLimitMinutes)}`
    : "";
  return `${container} is asleep: somebody set the desired capacity of ${groupName} to 0 in AWS${alarm}.`;
}

/** What to do when today's hours are used up: a wake by hand does not help. */
export const untilMidnight = (settings: KeeperSettings): string =>
  `It stays asleep until 00:00 UTC, whoever asks. To play before that, raise limit.per_day in ${configFile(settings)} and apply.`;
