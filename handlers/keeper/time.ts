/** Milliseconds since 1970, UTC. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** When the instant's minute began. */
export const startOfMinute = (instant: Instant): Instant => instant - (instant % MINUTE);

/** The day an instant is in, UTC, like 2026-11-21. */
export const dayOf = (instant: Instant): string => new Date(instant).toISOString().slice(0, 10);

/** The month an instant is in, UTC, like 2026-11. */
export const monthOf = (instant: Instant): string => new Date(instant).toISOString().slice(0, 7);

/** When the instant's day began, UTC. */
export const startOfDay = (instant: Instant): Instant => Date.parse(dayOf(instant));

/** When the instant's month began, UTC. */
export const startOfMonth = (instant: Instant): Instant => Date.parse(`${monthOf(instant)}-01`);
