import type { Point } from "../facts";
import { newDay, newMonth, type Memory } from "../memory";
import { dayOf, MINUTE, monthOf, startOfDay, startOfMonth, type Instant } from "../time";
import { orElse, type Scene } from "./scene";

const BYTES_A_MIB = 1024 * 1024;
/** A minute's bytes are final by then; later points of CloudWatch are not counted. */
const FINAL_MINUTES = 5;

/** A new day and a new month begin at 0. */
export function renew({ now }: Scene, memory: Memory): Memory {
  return {
    ...memory,
    day: memory.day.date === dayOf(now) ? memory.day : newDay(now),
    month: memory.month.date === monthOf(now) ? memory.month : newMonth(now),
  };
}

/**
 * Counts into day and month, up to now, how long a host has been there and what it sent: a dying one is paid for, too.
 * While AWS has none, nothing is paid.
 */
export function count(scene: Scene, memory: Memory): Memory {
  const counted = countMinutes(scene, renew(scene, memory));
  const wasThere = (memory.countedUntil ?? counted.countedUntil) !== undefined;
  return wasThere ? countBytes(scene, counted) : counted;
}

function countMinutes(scene: Scene, memory: Memory): Memory {
  const { now } = scene;
  const machines = orElse(() => scene.need("machines").machines, undefined);
  if (machines === undefined) return memory;
  const launches = machines.flatMap(({ state, launchedAt }) => (state === "stopped" ? [] : launchedAt));
  const isThere = launches.length > 0;
  const from = memory.countedUntil ?? (isThere ? Math.min(...launches) : now);
  const minutesSince = (start: Instant): number => Math.max(0, now - Math.max(from, start)) / MINUTE;
  return {
    ...memory,
    day: { ...memory.day, minutes: memory.day.minutes + minutesSince(startOfDay(now)) },
    month: { ...memory.month, minutes: memory.month.minutes + minutesSince(startOfMonth(now)) },
    countedUntil: isThere ? now : undefined,
  };
}

/** The last minutes are counted when all their points are there; with the last host, all that are. */
function countBytes(scene: Scene, memory: Memory): Memory {
  const points = orElse(() => scene.need("sentBytes").sentBytes, undefined);
  if (points === undefined) return memory;
  const isThere = memory.countedUntil !== undefined;
  const until = isThere ? scene.now - FINAL_MINUTES * MINUTE : scene.now;
  const final = notCounted(points, memory).filter(({ at }) => at < until);
  const { day, month } = memory;
  return {
    ...memory,
    day: { ...day, sentMiB: day.sentMiB + sentSince(startOfDay(scene.now), final) },
    month: { ...month, sentMiB: month.sentMiB + sentSince(startOfMonth(scene.now), final) },
    sentUntil: isThere ? (final.at(-1)?.at ?? memory.sentUntil) : undefined,
  };
}

/** MiB of this day, and of this month, with the minutes that are not final yet. */
export function sentMiB(scene: Scene, memory: Memory): Readonly<Record<"day" | "month", number>> {
  const recent = memory.countedUntil === undefined ? [] : orElse(() => scene.need("sentBytes").sentBytes, []);
  const open = notCounted(recent, memory);
  return {
    day: memory.day.sentMiB + sentSince(startOfDay(scene.now), open),
    month: memory.month.sentMiB + sentSince(startOfMonth(scene.now), open),
  };
}

const notCounted = (points: readonly Point[], { sentUntil = -Infinity }: Memory): readonly Point[] =>
  points.filter(({ at }) => at > sentUntil);

const sentSince = (start: Instant, points: readonly Point[]): number =>
  points.reduce((sum, { at, value }) => sum + (at >= start ? value : 0), 0) / BYTES_A_MIB;
