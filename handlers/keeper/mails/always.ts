import { commandsFor } from "../../../shared/commands";
import type { NextTry } from "../decision";
import type { Ending } from "../ending";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import type { Draft, EndingOf, MailOf } from "./draft";
import { aboutFailure, isFailed } from "./failed-endings";
import { allowance, beforeReset, resetAt } from "./limits";
import { duration, moment, quote, startNow } from "./words";

/** What never sleeps is back. */
export function healed({ cause, minutes, hosts, isLastToday }: MailOf<"healed">, settings: KeeperSettings): Draft {
  const { container } = settings;
  const { why, forOperator } = about(cause, settings);
  const because = cause.kind === "no capacity" ? "AWS had no host for it." : why;
  return {
    subject: `${container} is back after ${duration(minutes)}`,
    paragraphs: [
      `${container} is running again. It was away for ${duration(minutes)} because ${because}`,
      hosts === 0
        ? undefined
        : hosts === 1
          ? "It runs on a new host."
          : `It runs on a new host, the ${ordinal(hosts)} one since then.`,
      isLastToday ? "Further incidents of today are only reported if they last." : undefined,
    ],
    forOperator,
  };
}

/** And is still away. */
export function down({ cause, since, next }: MailOf<"down">, settings: KeeperSettings): Draft {
  const { container, timeZone } = settings;
  const { short, why, forOperator } = about(cause, settings);
  return {
    subject: `${container} is down: ${short}`,
    paragraphs: [
      `${container} has been down since ${moment(since, timeZone)} because ${why}`,
      nextSentence(next, settings),
      "You get a mail when it is back. While it is down, that is reported once a day.",
    ],
    forOperator: [...forOperator, ...whatHinders(next, settings), ...ifAtOnce(next, settings)],
  };
}

/** A person has stopped it, or a limit has. */
export function stopped(
  ending: EndingOf<"by hand"> | EndingOf<"limit">,
  settings: KeeperSettings,
  now: Instant,
): Draft {
  const { container } = settings;
  if (ending.kind === "by hand") {
    return {
      subject: `${container} is stopped`,
      paragraphs: [
        `${container} is stopped: somebody stopped it by hand. It stays stopped until it is started by hand.`,
      ],
      forOperator: [startNow(settings)],
    };
  }
  const usedUp = `${allowance(ending.limit, ending.most)} are used up`;
  return {
    subject: `${container} is stopped: ${usedUp}`,
    paragraphs: [
      `${container} is stopped: ${usedUp}. It starts again by itself ${resetAt(ending.limit, settings, now)}.`,
    ],
    forOperator: [beforeReset(ending.limit, settings)],
  };
}

interface About {
  /** Ends a subject. */
  readonly short: string;
  /** Follows "because". */
  readonly why: string;
  readonly forOperator: readonly (string | undefined)[];
}

function about(cause: Ending, settings: KeeperSettings): About {
  const { names, region } = settings;
  if (isFailed(cause)) return aboutFailure(cause, settings);
  switch (cause.kind) {
    case "host lost":
      return {
        short: "it lost its host",
        why: "it lost its host. This happens now and then: AWS loses or retires one, or somebody stops it. What had not been saved yet may be lost; what had been saved is safe.",
        forOperator: [
          `What keeper saw: ${quote(cause.what)}. If it happens often, look at the instances of ${names.group} in the EC2 console (${region}).`,
        ],
      };
    case "two hosts":
      return {
        short: "it had two hosts",
        why: "it had two hosts at once. Both could have written the same files, so both were stopped.",
        forOperator: [
          `The hosts were ${quote(cause.elder)} and, newer, ${quote(cause.younger)}. Keeper never starts two: check in CloudTrail (${region}, Event history) who started or attached ${quote(cause.younger)}.`,
        ],
      };
    default:
      return {
        short: "it was stopped in AWS",
        why: "somebody stopped it in AWS. It never sleeps, so it is started again.",
        forOperator: [
          `Somebody set the desired capacity of ${names.group} to 0. To stop it until you start it again:\n${commandsFor(settings).sleep}`,
        ],
      };
  }
}

function nextSentence(next: NextTry, { timeZone }: KeeperSettings): string {
  switch (next.kind) {
    case "new host":
      return (
        `Its next new host starts at ${moment(next.at, timeZone)} at the earliest: there is one an hour and three a day at most, so that a failure does not cost more. ` +
        (next.isWaiting ? "Until then it has none." : "Until then AWS keeps trying to start it on the present one.")
      );
    case "no capacity":
      return "AWS is asked again until it has a host.";
    case "blocked":
      return "Its previous host is not completely gone. Two hosts at once could damage the files, so no new one is started yet.";
    case "starting":
      return "It is being started again.";
  }
}

function whatHinders(next: NextTry, { region }: KeeperSettings): readonly string[] {
  if (next.kind === "blocked") {
    return [
      `What is left: ${quote(next.by)}. Check it in the EC2 console (${region}). If its container has stopped and the instance does not go away by itself, terminate it.`,
    ];
  }
  return next.kind === "no capacity" && next.problem !== "" ? [`AWS says: ${quote(next.problem)}`] : [];
}

/** Whoever has mended it need not wait. */
const ifAtOnce = (next: NextTry, settings: KeeperSettings): readonly string[] =>
  next.kind === "new host" && next.isWaiting ? [startNow(settings)] : [];

const ordinal = (count: number): string => ["first", "second", "third", "fourth", "fifth"][count - 1] ?? `${count}th`;
