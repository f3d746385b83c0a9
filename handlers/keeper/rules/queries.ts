import type { Memory } from "../memory";
import { orElse, type Scene } from "./scene";
import { MINUTE, startOfMinute, type Instant } from "../time";

/** How long a query is a wish: who asked has given up by then. */
export const WISH_MINUTES = 30;
/** So far another clock may be ahead. */
const SKEW_MINUTES = 1;

/**
 * The newest query known: wake's own time, and before a sleep or while the alarm `queried` tells of some, the metric's
 * minutes. A minute counts only if it begins after the newest known query: otherwise it may be the same one.
 */
export function hear(scene: Scene, memory: Memory): Memory {
  const { trigger, alarms, queries } = scene.facts;
  const isAsked = alarms.queried || queries !== undefined;
  const points = isAsked ? orElse(() => scene.need("queries").queries, []) : [];
  const told = trigger.query === undefined ? [] : asked(scene.now, trigger.query);
  let newest: Instant | undefined = [memory.lastQuery ?? [], told].flat().toSorted((a, b) => b - a)[0];
  for (const { at, value } of points) {
    if (value > 0 && at <= scene.now && (newest === undefined || at > newest)) newest = at;
  }
  return { ...memory, lastQuery: newest };
}

/** How long ago the minutes began in which somebody asked, in minutes, the newest first; of the last hour. */
export function askedMinutesAgo(scene: Scene, { lastQuery = 0 }: Memory): readonly number[] {
  const points = orElse(() => scene.need("queries").queries, []);
  const asked = points.filter(({ value }) => value > 0).map(({ at }) => at);
  const all = new Set([...asked, startOfMinute(lastQuery)]);
  return [...all].map((at) => (scene.now - at) / MINUTE).toSorted((one, other) => one - other);
}

/**
 * A query's time, as keeper's clock would say it. Nobody has asked later than the clocks of AWS may differ: remembered, such
 * a time would hide every query up to it.
 */
const asked = (now: Instant, at: Instant): readonly Instant[] =>
  at > now + SKEW_MINUTES * MINUTE ? [] : [Math.min(at, now)];

/** Memory in which no query is later than now, whatever was written into it. */
export function withoutFuture(memory: Memory, now: Instant): Memory {
  const upToNow = (at: Instant | undefined): Instant | undefined => at && Math.min(at, now);
  return { ...memory, lastQuery: upToNow(memory.lastQuery), seenQuery: upToNow(memory.seenQuery) };
}

/**
 * Queries up to now are no wish any more. Of the newest only its minute may be known, by the metric: wake's own word of it
 * may come later, with the second.
 */
export function markSeen({ now }: Scene, memory: Memory): Memory {
  const { lastQuery } = memory;
  const isMinute = lastQuery !== undefined && startOfMinute(lastQuery) === lastQuery;
  return { ...memory, seenQuery: isMinute ? Math.min(lastQuery + MINUTE - 1, now) : lastQuery };
}

/** True if somebody asked who was not heard yet, and not too long ago. */
export function isNewQuery({ now }: Scene, { lastQuery, seenQuery }: Memory): boolean {
  if (lastQuery === undefined || now - lastQuery > WISH_MINUTES * MINUTE) return false;
  return seenQuery === undefined || lastQuery > seenQuery;
}
