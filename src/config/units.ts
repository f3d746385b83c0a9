import { z } from "zod";

const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const DURATION = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const SIZE = /^(\d+)([mg])b?$/i;

/** Seconds of a duration like 90s, 15m, 1h30m or 30d; undefined for anything else. */
export function parseSeconds(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .map(Number)
    .map((part) => (Number.isNaN(part) ? 0 : part));
  return days * SECONDS.d + hours * SECONDS.h + minutes * SECONDS.m + seconds * SECONDS.s;
}

export interface DurationLimits {
  /** What the number in the code counts; the text must be a whole number of it. */
  readonly unit: "seconds" | "minutes" | "hours" | "days";
  /** Smallest and largest value, written as in the YAML. Both are allowed themselves. */
  readonly min: string;
  readonly max: string;
}

const PER_UNIT = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
const EXAMPLE = { seconds: "s", minutes: "m", hours: "h", days: "d" } as const;

/** A duration as text in the YAML, as a number of `unit` in the code. */
export function duration({ unit, min, max }: DurationLimits) {
  const write = (value: unknown): string => `${String(value)} what? write ${String(value)}${EXAMPLE[unit]}`;
  return z
    .string({ error: ({ input }) => (typeof input === "number" ? write(input) : undefined) })
    .regex(DURATION, {
      error: ({ input }) =>
        /^\d+$/.test(String(input))
          ? write(input)
          : `is not a duration: write it like 90s, 15m, 1h30m or 30d, from ${min} to ${max}`,
    })
    .meta({ description: `a duration from ${min} to ${max}, like 90s, 15m, 1h30m or 30d` })
    .transform((text, context) => {
      const seconds = parseSeconds(text) ?? Number.NaN;
      const [least = 0, most = 0] = [parseSeconds(min), parseSeconds(max)];
      if (!(seconds >= least && seconds <= most)) {
        context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      } else if (seconds % PER_UNIT[unit] !== 0) {
        context.addIssue(`must be whole ${unit}, got ${text}`);
      }
      return seconds / PER_UNIT[unit];
    });
}

/** A size as text in the YAML (512m, 2g), as MiB in the code. */
export function sizeMiB({ min, max }: { readonly min: string; readonly max: string }) {
  const write = (value: unknown): string =>
    `${String(value)} what? write ${String(value)}m (MiB) or ${String(value)}g (GiB)`;
  return z
    .string({ error: ({ input }) => (typeof input === "number" ? write(input) : undefined) })
    .regex(SIZE, {
      error: ({ input }) =>
        /^\d+$/.test(String(input)) ? write(input) : `is not a size: write it like 512m or 2g, from ${min} to ${max}`,
    })
    .meta({ description: `a size from ${min} to ${max}, like 512m (MiB) or 2g (GiB)` })
    .transform((text, context) => {
      const value = parseMiB(text);
      if (!(value >= parseMiB(min) && value <= parseMiB(max)))
        context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      return value;
    });
}

function parseMiB(text: string): number {
  const [, amount, unit] = SIZE.exec(text) ?? [];
  return Number(amount) * (unit?.toLowerCase() === "g" ? 1_024 : 1);
}
