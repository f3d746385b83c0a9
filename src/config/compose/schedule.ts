import { z } from "zod";
import { readSchedule, shortestIntervalMinutes } from "../../lib/schedule-times";
import { choice, text } from "../schema/fields";
import { timeZone } from "../schema/places";
import { problemIf, type Problem } from "../schema/problem";
import { duration } from "../schema/units";

const EXAMPLE = "rate(6 hours), or cron(0 3 * * ? *) with minute, hour, day of month, month, day of week and year";
/** Each run may begin a minute or two late, and keeper looks every five. */
const SHORTEST_MINUTES = 5;
/** More often it would hardly sleep at all. */
const SHORTEST_WAKING_MINUTES = 60;

/** The keys that make a service one that runs at times. */
export const scheduleKeys = {
  schedule: text(/^(rate|cron)\([^()]+\)$/, EXAMPLE)
    .optional()
    .describe(
      "when to run it, as a task of its own that ends by itself: rate(6 hours), or cron(0 3 * * ? *) with AWS's six fields; " +
        "default: it runs all the time",
    ),
  time_zone: timeZone.optional().describe("time zone of schedule; default: time_zone of base.yaml"),
  timeout: duration({ unit: "minutes", min: "1m", max: "12h" })
    .optional()
    .describe("a run of schedule that lasts longer is stopped, from 1m to 12h; default 1h"),
  overlap: choice(["skip", "allow"])
    .optional()
    .describe(
      "skip: a run that is due while the one before it, which started late, still lasts is skipped. allow: both run; default skip",
    ),
  wakes: z
    .boolean()
    .optional()
    .describe(
      "true: a run that is due while the container sleeps starts a host, and all services with it. false: that run is skipped; not with mode: always; default false",
    ),
};

interface Written {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly timeout?: number;
  readonly overlap?: "skip" | "allow";
  readonly wakes?: boolean;
}

/** When a service runs, if not all the time. */
export const scheduleOf = ({ schedule: expression, timeZone, timeout, overlap, wakes }: Written) =>
  expression === undefined
    ? undefined
    : {
        /** As EventBridge Scheduler takes it. */
        expression,
        /** Undefined: the project's. */
        timeZone,
        timeoutMinutes: timeout ?? 60,
        overlap: overlap ?? ("skip" as const),
        wakes: wakes ?? false,
      };
export type ScheduleConfig = NonNullable<ReturnType<typeof scheduleOf>>;

/** What AWS would refuse, and what would never run or never end. */
export function scheduleProblems({ expression, timeZone, timeoutMinutes, wakes }: ScheduleConfig): Problem[] {
  const schedule = readSchedule(expression, timeZone ?? "UTC");
  const path = ["schedule"];
  if (schedule === undefined) return [{ path, message: `must be ${EXAMPLE}, one of the two days being ?` }];
  const every = shortestIntervalMinutes(schedule);
  if (every === undefined) return [{ path, message: "never runs: no such day is to come" }];
  const often = `runs every ${every} minutes`;
  return [
    ...problemIf(path, every < SHORTEST_MINUTES && `${often}, but at least ${SHORTEST_MINUTES} must lie between two`),
    ...problemIf(
      ["timeout"],
      every >= SHORTEST_MINUTES &&
        every < timeoutMinutes &&
        `is ${timeoutMinutes} minutes, but it ${often}: runs would pile up, so lower the timeout`,
    ),
    ...problemIf(
      ["wakes"],
      wakes && every < SHORTEST_WAKING_MINUTES && `starts a host every ${every} minutes: once an hour is the most`,
    ),
  ];
}
