/** Milliseconds since 1970, UTC. */
export type Instant = number;

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When the instant's minute began. */
export const startOfMinute = (instant: Instant): Instant => instant - (instant % MINUTE);
