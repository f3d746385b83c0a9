import { Cron } from "croner";

const MINUTE = 60_000;
const UNIT_MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;
const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const CRON = /^cron\(([^()]*)\)$/;
const [NUMBERS, DAY] = [/^[\d,\-*/]+$/, "(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)"];
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const FIELDS = [
  NUMBERS,
  NUMBERS,
  /^(?:\?|L|LW|\d+W|[\d,\-*/]+)$/,
  /^[\dA-Z,\-*/]+$/,
  new RegExp(`^(?:[?*L]|${DAY}L|${DAY}#[1-5]|${DAY}(?:[,-]${DAY})*)$`),
  NUMBERS,
];
/** Synthesis must not depend on the day it runs on: what is over before this never runs again. */
const FROM = new Date("2026-01-01T00:00:00Z");
/** Enough for every irregularity of a week at every hour. */
const RUNS = 400;

/** A schedule that runs every so many minutes, or cron's fields. */
type Schedule = { readonly everyMinutes: number } | { readonly cron: Cron };

/**
 * Reads a schedule expression of EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @returns undefined if it is none
 */
export function readSchedule(expression: string, timeZone: string): Schedule | undefined {
  const [, value, unit, plural] = RATE.exec(expression) ?? [];
  if (unit !== undefined) {
    const count = Number(value);
    if (count < 1 || (plural === "s") !== (count !== 1)) return undefined;
    return { everyMinutes: count * UNIT_MINUTES[unit as keyof typeof UNIT_MINUTES] };
  }
  const fields = CRON.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  // One of the two days must be ?, and only one.
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) return undefined;
  if (!fields.every((field, index) => FIELDS[index]?.test(field))) return undefined;
  const any = (field: string | undefined): string => (field === "?" ? "*" : (field ?? ""));
  const pattern = ["0", minutes, hours, any(dayOfMonth), month, any(dayOfWeek === "L" ? "7" : dayOfWeek), year];
  try {
    return {
      cron: new Cron(pattern.join(" "), {
        timezone: timeZone,
        mode: "7-part",
        domAndDow: true, // with ? in one, the other one decides alone
        alternativeWeekdays: true, // 1 is Sunday
        sloppyRanges: true, // 0/15
      }),
    };
  } catch {
    return undefined;
  }
}

/** The shortest time between two runs, in minutes; undefined if it never runs twice, and 0 runs at all are Infinity. */
export function shortestIntervalMinutes(schedule: Schedule): number | undefined {
  if ("everyMinutes" in schedule) return schedule.everyMinutes;
  const runs = schedule.cron.nextRuns(RUNS, FROM).map((run) => run.getTime());
  if (runs.length === 0) return undefined;
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return Math.min(Infinity, ...gaps) / MINUTE;
}
