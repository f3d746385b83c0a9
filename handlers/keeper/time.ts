/** Milliseconds since 1970, UTC. */
export type Instant = number;

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When the instant's minute began. */
export const startOfMinute = (instant: Instant): Instant => instant - (instant % MINUTE);

const ISO_8601 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * The instant a text says: ISO 8601 with a time zone, like 2026-11-22T01:00Z or 2026-11-22T02:00:30.5+01:00.
 *
 * @returns undefined for any other text, also for days that do not exist and times without a zone
 */
export function instantOf(text: string): Instant | undefined {
  const day = ISO_8601.exec(text)?.[1];
  const instant = day === undefined ? NaN : Date.parse(text);
  return Number.isNaN(instant) || !doesExist(day ?? "") ? undefined : instant;
}

/** JavaScript takes February 30th for March 2nd. */
const doesExist = (day: string): boolean => new Date(day).toISOString().startsWith(day);
