import { z } from "zod";
import { mustBe, type MessageFor } from "./messages";

const DURATION = /^(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/;
const SIZE = /^\d+[mMgG][bB]?$/;
const SIZE_IN_GIB = /^\d+[gG][bB]?$/;
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Both limits are allowed, and written as in the YAML. */
interface Limits {
  readonly min: string;
  readonly max: string;
}

interface DurationLimits extends Limits {
  /** Unit of the number in the code. The text must be a whole number of it. */
  readonly unit: "seconds" | "minutes" | "days";
}

/** A duration as text in the YAML (90s, 15m, 1h30m, 30d), as a number of `unit` in the code. */
export function duration({ unit, min, max }: DurationLimits) {
  const inUnit = (text: string): number => inSeconds(text) / (SECONDS[unit.charAt(0)] ?? 1);
  const isInRange = (text: string): boolean => inUnit(text) >= inUnit(min) && inUnit(text) <= inUnit(max);
  const error = withUnit(
    ["s", "m", "h", "d"],
    (text) => isInRange(text) && Number.isInteger(inUnit(text)),
    mustBe(`a duration from ${min} to ${max} like 90s, 15m, 1h30m or 30d`),
  );
  return z
    .string({ error })
    .regex(DURATION, { error })
    .describe(`a duration from ${min} to ${max}, like 90s, 15m, 1h30m or 30d`)
    .transform((text, context) => {
      if (!isInRange(text)) context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      else if (!Number.isInteger(inUnit(text))) context.addIssue(`must be a whole number of ${unit}, got ${text}`);
      return inUnit(text);
    });
}

/** A size as text in the YAML (512m, 2g), as MiB in the code. */
export const sizeMiB = (limits: Limits) => size(SIZE, ["m", "g"], "512m (MiB) or 2g (GiB)", limits);

/** A size as text in the YAML (60g), as GiB in the code. */
export const sizeGiB = (limits: Limits) =>
  size(SIZE_IN_GIB, ["g"], "60g (GiB)", limits).transform((miB) => miB / 1_024);

function size(form: RegExp, units: readonly string[], like: string, { min, max }: Limits) {
  const isInRange = (text: string): boolean => inMiB(text) >= inMiB(min) && inMiB(text) <= inMiB(max);
  const error = inBytes(isInRange, withUnit(units, isInRange, mustBe(`a size from ${min} to ${max} like ${like}`)));
  return z
    .string({ error })
    .regex(form, { error })
    .describe(`a size from ${min} to ${max}, like ${like}`)
    .transform((text, context) => {
      if (!isInRange(text)) context.addIssue(`must be from ${min} to ${max}, got ${text}`);
      return inMiB(text);
    });
}

/** A missing unit is the usual mistake: the message lists every unit that would be in range. */
const withUnit =
  (units: readonly string[], isAllowed: (text: string) => boolean, otherwise: MessageFor): MessageFor =>
  ({ input }) => {
    const written = typeof input === "number" ? String(input) : input;
    const isBare = typeof written === "string" && /^\d+$/.test(written);
    const meant = isBare ? units.map((unit) => written + unit).filter(isAllowed) : [];
    return meant.length === 0 ? otherwise({ input }) : `${String(written)} has no unit: write ${meant.join(" or ")}`;
  };

/** A bare number means bytes in Compose: the message suggests the same size with a unit. */
const inBytes =
  (isAllowed: (text: string) => boolean, otherwise: MessageFor): MessageFor =>
  ({ input }) => {
    const written =
      typeof input === "string" ? input.replace(/b$/i, "") : typeof input === "number" ? String(input) : "";
    const miB = Number(written) / 2 ** 20;
    const meant = miB % 1_024 === 0 ? `${miB / 1_024}g` : `${miB}m`;
    const isMeant = /^\d+$/.test(written) && Number.isInteger(miB) && isAllowed(meant);
    return isMeant ? `${written} has no unit: write ${meant}, which is ${written} bytes` : otherwise({ input });
  };

const inSeconds = (text: string): number =>
  [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (SECONDS[unit] ?? 0),
    0,
  );

const inMiB = (text: string): number => Number.parseInt(text, 10) * (/g/i.test(text) ? 1_024 : 1);
