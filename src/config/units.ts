import { z } from "zod";
import { mustBe, type Complaint } from "./wording";

const DURATION = /^(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/;
const SIZE = /^\d+[mMgG][bB]?$/;
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Both limits are allowed themselves. They are written as in the YAML. */
interface Limits {
  readonly min: string;
  readonly max: string;
}

export interface DurationLimits extends Limits {
  /** What the number in the code counts; the text must be a whole number of it. */
  readonly unit: "seconds" | "minutes" | "days";
}

/** A duration as text in the YAML (90s, 15m, 1h30m, 30d), as a number of `unit` in the code. */
export function duration({ unit, min, max }: DurationLimits) {
  const [letter = ""] = unit;
  const complain = bareNumber(
    (written) => `write ${written}${letter}`,
    mustBe(`a duration from ${min} to ${max} like 90s, 15m, 1h30m or 30d`),
  );
  return z
    .string({ error: complain })
    .regex(DURATION, { error: complain })
    .meta({ description: `a duration from ${min} to ${max}, like 90s, 15m, 1h30m or 30d` })
    .transform((text, context) => {
      const seconds = inSeconds(text);
      const inUnit = seconds / (SECONDS[letter] ?? 1);
      if (seconds < inSeconds(min) || seconds > inSeconds(max)) {
        context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      } else if (!Number.isInteger(inUnit)) {
        context.addIssue(`must be whole ${unit}, got ${text}`);
      }
      return inUnit;
    });
}

/** A size as text in the YAML (512m, 2g), as MiB in the code. */
export function sizeMiB({ min, max }: Limits) {
  const complain = bareNumber(
    (written) => `write ${written}m (MiB) or ${written}g (GiB)`,
    mustBe(`a size from ${min} to ${max} like 512m (MiB) or 2g (GiB)`),
  );
  return z
    .string({ error: complain })
    .regex(SIZE, { error: complain })
    .meta({ description: `a size from ${min} to ${max}, like 512m (MiB) or 2g (GiB)` })
    .transform((text, context) => {
      const size = inMiB(text);
      if (size < inMiB(min) || size > inMiB(max)) context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      return size;
    });
}

/** A number without its unit is the usual mistake: the answer is what was probably meant. */
const bareNumber =
  (advice: (written: string) => string, otherwise: Complaint): Complaint =>
  ({ input }) => {
    const written = typeof input === "number" ? String(input) : input;
    return typeof written === "string" && /^\d+$/.test(written)
      ? `${written} what? ${advice(written)}`
      : otherwise({ input });
  };

const inSeconds = (text: string): number =>
  [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (SECONDS[unit] ?? 0),
    0,
  );

const inMiB = (text: string): number => Number.parseInt(text, 10) * (/g/i.test(text) ? 1_024 : 1);
