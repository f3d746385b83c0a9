import type { Action, Mail, Step } from "../decision";
import type { Ending } from "../ending";
import type { Failure, Memory } from "../memory";
import { restAfter } from "../rests";
import { DAY, MINUTE, type Instant } from "../time";
import type { Scene } from "./scene";
import { reportToday } from "./report-once";

/** From this many failures a day on, one cause is reported once a day. */
const OFTEN = 3;
/** ECS's reasons begin with one of these: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const ERROR_TYPE = /^\w+Error\b/;
/** More failures than a day has, with the rests between them, are not kept. */
const MOST_FAILURES = 30;

/** How long the container rests if its session fails now. */
export const restMinutes = (scene: Scene, memory: Memory): number =>
  restAfter(rowOf(memory, scene.now).length, scene.facts.settings.crashLoop.restMinutes);

/** Until when the container rests after a session that failed at this time; undefined if it did not fail. */
export const restAfterEnding = (ending: Ending, at: Instant): Instant | undefined =>
  "restMinutes" in ending ? at + (ending.restMinutes ?? 0) * MINUTE : undefined;

/** A session that fails is one more in the row. */
export function noteFailure(memory: Memory, ending: Ending, at: Instant): Memory {
  if (!("restMinutes" in ending)) return memory;
  const failure = { at, cause: causeOf(ending) };
  return { ...memory, failures: [...rowOf(memory, at), failure].slice(-MOST_FAILURES) };
}

/** The failed sessions that this one follows. */
function rowOf({ failures = [], session }: Memory, now: Instant): readonly Failure[] {
  const newest = failures.at(-1);
  return newest === undefined || session?.played || now - newest.at >= DAY ? [] : failures;
}

/** Tells the end of a session; if the same cause ends them again and again, once a day. One with players ends the row. */
export function reportEnding(
  memory: Memory,
  ending: Ending,
  action: Action & { readonly do: "mail"; readonly mail: Mail & { readonly kind: "asleep" } },
): Step {
  if (!("restMinutes" in ending)) {
    return { memory: action.mail.played ? { ...memory, failures: undefined } : memory, actions: [action] };
  }
  if (!failsOften(memory)) return { memory, actions: [action] };
  return reportToday(memory, `failed: ${causeOf(ending)}`, { ...action.mail, isLastToday: true });
}

/** True if the newest failures have one cause: then "is up" is not reported either. */
export function failsOften({ failures = [] }: Memory): boolean {
  const newest = failures.at(-1);
  return failures.filter(({ at, cause }) => cause === newest?.cause && newest.at - at < DAY).length >= OFTEN;
}

/** What failed, by AWS's own codes: its words name tasks and times, and differ each time. */
function causeOf(ending: Ending): string {
  const newest = "stops" in ending ? ending.stops.at(-1) : undefined;
  return newest === undefined
    ? ending.kind
    : [newest.code, ERROR_TYPE.exec(newest.reason) ?? [], newest.exits.map(({ exitCode }) => exitCode)]
        .flat(2)
        .join(" ");
}
