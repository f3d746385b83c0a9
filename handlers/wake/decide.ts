import { queryOf, type Instant, type Query } from "./queries";
import type { WakeSettings } from "./settings";

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
 * A time in the future is taken as now: somebody has asked, but keeper remembers the newest query it has dealt with
 * and would be deaf to real ones until that future has come.
 */
export function look(
  lines: readonly string[],
  { address, queryTypes }: Pick<WakeSettings, "address" | "queryTypes">,
  now: Instant,
): Sighting {
  const parsed = lines.map(queryOf).filter((query) => query !== undefined);
  const wanted = parsed.filter(({ name, type }) => name === address && queryTypes.includes(type));
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

/** What to tell keeper, in both ways. */
export interface Plan {
  /** For the metric, at the time the queries were asked, oldest first. */
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
 * @param calledAt when keeper was last called with success, undefined for never
 */
export function plan(queries: readonly Query[], now: Instant, calledAt: Instant | undefined): Plan {
  return {
    points: pointsOf(queries),
    newest: Math.max(...queries.map(({ time }) => time)),
    callKeeper: calledAt === undefined || now - calledAt >= BETWEEN_CALLS,
  };
}

function pointsOf(queries: readonly Query[]): readonly Point[] {
  const counts = new Map<Instant, number>();
  for (const { time } of queries) {
    const minute = time - (time % MINUTE);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return [...counts].map(([minute, queries]) => ({ minute, queries })).sort((a, b) => a.minute - b.minute);
}
