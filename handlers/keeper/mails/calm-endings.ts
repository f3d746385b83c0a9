import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { configFile } from "../../../shared/commands";
import type { Draft, EndingOf } from "./draft";
import { allowance, beforeReset, untilReset } from "./limits";
import { duration } from "./words";

type Calm = EndingOf<"idle" | "done" | "limit" | "by hand" | "from outside">;

/** How a session ended in which nothing failed. */
export function calmEnding(ending: Calm, sleepsAfter: string, settings: KeeperSettings, now: Instant): Draft {
  const { container } = settings;
  const asleep = `${container} is asleep after ${sleepsAfter}`;
  switch (ending.kind) {
    case "idle":
      return {
        subject: asleep,
        paragraphs: [`${container} is asleep: nobody has played for ${duration(settings.idle.afterMinutes)}.`],
      };
    case "done":
      return {
        subject: `${container} ended by itself and is asleep after ${sleepsAfter}`,
        paragraphs: [
          `${container} is asleep: its program ended by itself, without an error. Some games do that when nobody is connected.`,
        ],
        forOperator: [
          `It ended with exit code 0. To have it restarted instead, set restart: always under its service in ${configFile(settings)} and apply.`,
        ],
      };
    case "by hand":
      return { subject: asleep, paragraphs: [`${container} is asleep: somebody put it to sleep by hand.`] };
    case "from outside":
      return {
        subject: asleep,
        paragraphs: [`${container} is asleep: somebody, or a safety alarm, stopped it in AWS.`],
        forOperator: [fromOutside(settings)],
      };
    case "limit":
      return atLimit(ending, settings, now);
  }
}

function atLimit({ limit, most }: EndingOf<"limit">, settings: KeeperSettings, now: Instant): Draft {
  const { container } = settings;
  if (limit === "session") {
    return {
      subject: `${container} is asleep after its limit of ${duration(most)} a session`,
      paragraphs: [`${container} is asleep: it was up for ${duration(most)}, the longest a session may last.`],
      forOperator: [`To allow longer sessions, raise limit.per_session in ${configFile(settings)} and apply.`],
    };
  }
  const usedUp = `${allowance(limit, most)} are used up`;
  return {
    subject: `${container} is asleep: ${usedUp}`,
    paragraphs: [`${container} is asleep: ${usedUp}. ${untilReset(limit, settings, now)}`],
    forOperator: [beforeReset(limit, settings)],
  };
}

function fromOutside({ names, limit }: KeeperSettings): string {
  const alarm = limit.stop
    ? `, or the alarm left-up did: it stops a host that runs for longer than ${duration(limit.perSessionMinutes)}`
    : "";
  return `Somebody set the desired capacity of ${names.group} to 0${alarm}.`;
}
