import { z } from "zod";
import { mapping, oneOf, text } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { withRule } from "../schema/rule";
import { duration } from "../schema/units";
import { mustBe } from "../schema/messages";

const DAYS_BETWEEN: ReadonlyMap<string, number> = new Map([
  ["daily", 1],
  ["weekly", 7],
]);

const MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
const DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT";
/** Fields of a cron expression: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const CRON_FIELDS = [
  // AWS Backup starts no plan more often than once an hour.
  { name: "minute", pattern: /^[0-5]?\d$/, allowed: "one number from 0 to 59: at most one backup an hour" },
  { name: "hour", pattern: listOf("[01]?\\d|2[0-3]"), allowed: "hours from 0 to 23, like 5, 1-5, 0/6 or *" },
  {
    name: "day of the month",
    pattern: listOf("0?[1-9]|[12]\\d|3[01]", "\\?|L|L?W|\\d+W"),
    allowed: "days from 1 to 31, L, * or ?",
  },
  { name: "month", pattern: listOf(`0?[1-9]|1[0-2]|${MONTHS}`), allowed: "months from 1 to 12 or JAN to DEC, or *" },
  {
    name: "day of the week",
    pattern: listOf(`[1-7]|${DAYS}`, `\\?|L|(?:[1-7]|${DAYS})(?:L|#[1-5])`),
    allowed: "days from 1 to 7 or SUN to SAT, L, * or ?",
  },
  { name: "year", pattern: listOf("19[7-9]\\d|2[01]\\d\\d"), allowed: "years from 1970 to 2199, or *" },
];

/** Values, ranges and steps of one field, or one of its special words. */
function listOf(value: string, special = "\\*"): RegExp {
  const item = `(?:\\*|(?:${value})(?:-(?:${value}))?)(?:/\\d+)?`;
  return new RegExp(`^(?:${item}(?:,${item})*|${special})$`, "i");
}

const schedule = z.string({ error: mustBe("daily, weekly or cron(…)") }).transform((written, context) => {
  if (DAYS_BETWEEN.has(written)) return written;
  const fields = /^cron\((.*)\)$/.exec(written)?.[1]?.trim().split(/\s+/) ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  const wrong = CRON_FIELDS.find(({ pattern }, index) => !pattern.test(fields[index] ?? ""));
  if (fields.length !== CRON_FIELDS.length) {
    context.addIssue(
      mustBe("daily, weekly or cron(minute hour day-of-month month day-of-week year) in UTC")({ input: written }),
    );
  } else if (wrong !== undefined) {
    context.addIssue(`the ${wrong.name} must be ${wrong.allowed}`);
  } else if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    context.addIssue("must have ? as either day-of-month or day-of-week, like cron(0 5 ? * SUN *)");
  }
  return written;
});

const plan = withRule(
  mapping({
    schedule: schedule
      .prefault("daily")
      .describe("daily or weekly (at night in the region), or cron(…) in UTC; default daily"),
    retention: duration({ unit: "days", min: "1d", max: "3650d" })
      .prefault("30d")
      .describe("how long AWS Backup keeps each recovery point, from 1d to 3650d; default 30d"),
  }).transform(({ schedule: when, retention }) => ({ schedule: when, retentionDays: retention })),
  ({ schedule: when, retentionDays }) => {
    const days = DAYS_BETWEEN.get(when);
    const message = `must be longer than ${days ?? 0}d: otherwise a ${when} backup may expire before the next one`;
    return problemIf(["retention"], days !== undefined && retentionDays <= days && message);
  },
);

/** `none` (undefined), or a plan of AWS Backup. */
export const backup = oneOf(
  [
    text(/^none$/, "none, or {schedule: daily, retention: 30d}")
      .meta({ const: "none" })
      .transform(() => undefined),
    plan,
  ],
  "none, or {schedule: daily, retention: 30d}",
);
