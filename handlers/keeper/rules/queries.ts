import type { Memory } from "../memory";
import { orElse, type Scene } from "./scene";
import { MINUTE, startOfMinute, type Instant } from "../time";

/** How long a wake stays pending: by then the player has given up. */
export const PENDING_MINUTES = 30;
/** So far another clock may be ahead. */
const SKEW_MINUTES = 1;

/**
 * The newest query known: wake's own time, and before a sleep or while the alarm `queried` is on, the metric's
 * minutes. A minute counts only if it begins after the newest known query: otherwise it may be the same one.
 */
export function noteQueries(scene: Scene, memory: Memory): Memory {
  const { trigger, alarms, queries } = scene.facts;
  const hasQueries = alarms.queried || queries !== undefined;
  const points = hasQueries ? orElse(() => scene.need("queries").queries, []) : [];
  const fromWake = trigger.query === undefined ? [] : withinSkew(scene.now, trigger.query);
  let newest: Instant | undefined = [memory.lastQuery ?? [], fromWake].flat().toSorted((a, b) => b - a)[0];
  for (const { at, value } of points) {
    if (value > 0 && at <= scene.now && (newest === undefined || at > newest)) newest = at;
  }
  return newest === undefined ? memory : { ...memory, lastQuery: newest };
}

/** Ages of the last hour's minutes with a query, in minutes since each began, newest first. */
export function queryAges(scene: Scene, { lastQuery = 0 }: Memory): readonly number[] {
  const points = orElse(() => scene.need("queries").queries, []);
  const asked = points.filter(({ value }) => value > 0).map(({ at }) => at);
  const all = new Set([...asked, startOfMinute(lastQuery)]);
  return [...all].map((at) => (scene.now - at) / MINUTE).toSorted((one, other) => one - other);
}

/**
 * A query's time, as keeper's clock would say it. Nobody has asked later than the clocks of AWS may differ: remembered, such
 * a time would hide every query up to it.
 */
const withinSkew = (now: Instant, at: Instant): readonly Instant[] =>
  at > now + SKEW_MINUTES * MINUTE ? [] : [Math.min(at, now)];

/** Memory in which no query is later than now, whatever was written into it. */
export function withoutFuture(memory: Memory, now: Instant): Memory {
  const { lastQuery = now, handledQuery = now } = memory;
  if (lastQuery <= now && handledQuery <= now) return memory;
  const upToNow = (at: Instant | undefined): Instant | undefined => at && Math.min(at, now);
  return { ...memory, lastQuery: upToNow(memory.lastQuery), handledQuery: upToNow(memory.handledQuery) };
}

/**
 * Queries up to now wake nothing any more. Of the newest only its minute may be known, by the metric: wake's own word of it
 * may come later, with the second.
 */
export function markHandled({ now }: Scene, memory: Memory): Memory {
  const { lastQuery } = memory;
  const isMinute = lastQuery !== undefined && startOfMinute(lastQuery) === lastQuery;
  return { ...memory, handledQuery: isMinute ? Math.min(lastQuery + MINUTE - 1, now) : lastQuery };
}

/** True if there is a query that is neither handled nor too old. */
export function isNewQuery({ now }: Scene, { lastQuery, handledQuery }: Memory): boolean {
  if (lastQuery === undefined || now - lastQuery > PENDING_MINUTES * MINUTE) return false;
  return handledQuery === undefined || lastQuery > handledQuery;
}
