import { queryOf, type Instant, type Query } from "./queries";
import type { WakeSettings } from "./read-settings";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** CloudWatch Logs repeats a failed delivery for up to 24 hours: nobody waits for the answer to an old query. */
const OLDEST = 15 * MINUTE;
/** One call wakes; the rest of a burst would only make keeper look again. */
const BETWEEN_CALLS = 10 * SECOND;

/** What the lines of a batch are about. */
export interface Sighting {
  /** The queries that wake. */
  readonly queries: readonly Query[];
  /** How many lines ask for another name or type. */
  readonly others: number;
  /** How many would wake if they weren't older than 15 minutes. */
  readonly old: number;
  /** How many are no lines of a query log. */
  readonly malformed: number;
}

/**
 * Sorts a batch's lines into queries that wake and the rest.
 *
 * A time in the future counts as now: keeper remembers the newest query it has handled, and would ignore real ones until
 * then.
 */
export function look(
  lines: readonly string[],
  { queriedName, queryTypes }: Pick<WakeSettings, "queriedName" | "queryTypes">,
  now: Instant,
): Sighting {
  const parsed = lines.map(queryOf).filter((query) => query !== undefined);
  const wanted = parsed.filter(({ name, type }) => name === queriedName && queryTypes.includes(type));
  const recent = wanted.filter(({ time }) => now - time <= OLDEST);
  return {
    queries: recent.map((query) => ({ ...query, time: Math.min(query.time, now) })),
    others: parsed.length - wanted.length,
    old: wanted.length - recent.length,
    malformed: lines.length - parsed.length,
  };
}

/** The queries of one minute: a point of the metric DnsQueries. */
export interface Point {
  /** When the minute began. */
  readonly minute: Instant;
  readonly queries: number;
}

/** What a warm function remembers from one batch to the next. */
export interface Memory {
  /** When keeper was last called with success. */
  calledAt?: Instant;
  /** Minutes whose point was put with success, of those a query may still be of: 16 at most. */
  putMinutes: readonly Instant[];
  /** When a batch that led to nothing was last logged. */
  idleLoggedAt?: Instant;
}

/** What to tell keeper, in both ways. */
export interface Plan {
  /**
   * For the metric, at the time the queries were asked, oldest first; one a minute is enough. The alarm and keeper ask
   * whether a minute has queries, not how many, and every put is billed: a flood has many batches a second.
   */
  readonly points: readonly Point[];
  /** When the newest query was asked. */
  readonly newest: Instant;
  /** False when keeper was called so shortly ago that the metric is enough for what is newer. */
  readonly callKeeper: boolean;
}

/**
 * What follows from queries that wake.
 *
 * @param queries at least one
 */
export function plan(queries: readonly Query[], now: Instant, { calledAt, putMinutes }: Memory): Plan {
  return {
    points: pointsOf(queries).filter(({ minute }) => !putMinutes.includes(minute)),
    newest: Math.max(...queries.map(({ time }) => time)),
    callKeeper: calledAt === undefined || now - calledAt >= BETWEEN_CALLS,
  };
}

/** The minutes put so far and now, without those that only queries too old to count can be of. */
export const remembered = (
  putMinutes: readonly Instant[],
  points: readonly Point[],
  now: Instant,
): readonly Instant[] =>
  [...putMinutes, ...points.map(({ minute }) => minute)].filter((minute) => now - minute < OLDEST + MINUTE);

/** A batch that led to nothing is logged once a minute: a flood's log would cost more than what it tells. */
export const isIdleLogged = (now: Instant, { idleLoggedAt }: Memory): boolean =>
  idleLoggedAt !== undefined && now - idleLoggedAt < MINUTE;

function pointsOf(queries: readonly Query[]): readonly Point[] {
  const counts = new Map<Instant, number>();
  for (const { time } of queries) {
    const minute = time - (time % MINUTE);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return [...counts].map(([minute, queries]) => ({ minute, queries })).sort((a, b) => a.minute - b.minute);
}
