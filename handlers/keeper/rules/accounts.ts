import type { Point } from "../facts";
import { newAccount, newDay, type Memory } from "../memory";
import { MINUTE, type Instant } from "../time";
import { orElse, type Scene } from "./scene";

const BYTES_A_MIB = 1024 * 1024;
/** A minute's bytes are final by then; later points of CloudWatch are not counted. */
const FINAL_MINUTES = 5;

/** A new day and a new month begin at 0. */
export function renew({ now, timeZone }: Scene, memory: Memory): Memory {
  const [day, month] = [timeZone.day(now).date, timeZone.month(now).date];
  return {
    ...memory,
    day: memory.day.date === day ? memory.day : newDay(day),
    month: memory.month.date === month ? memory.month : newAccount(month),
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
  const { now, timeZone } = scene;
  const machines = orElse(() => scene.need("machines").machines, undefined);
  if (machines === undefined) return memory;
  const launches = machines.flatMap(({ state, launchedAt }) => (state === "stopped" ? [] : launchedAt));
  const isThere = launches.length > 0;
  const from = memory.countedUntil ?? (isThere ? Math.min(...launches) : now);
  // What never sleeps has no hours: counted, they would stop it as soon as it is to sleep again.
  const minutesSince = (start: Instant): number =>
    scene.isAlways ? 0 : Math.max(0, now - Math.max(from, start)) / MINUTE;
  return {
    ...memory,
    day: { ...memory.day, minutes: memory.day.minutes + minutesSince(timeZone.day(now).start) },
    month: { ...memory.month, minutes: memory.month.minutes + minutesSince(timeZone.month(now).start) },
    countedUntil: isThere ? now : undefined,
  };
}

/** The last minutes are counted when all their points are there; with the last host, all that are. */
function countBytes(scene: Scene, memory: Memory): Memory {
  const points = orElse(() => scene.need("sentBytes").sentBytes, undefined);
  if (points === undefined) return memory;
  const isThere = memory.countedUntil !== undefined;
  const { now, timeZone } = scene;
  const until = isThere ? now - FINAL_MINUTES * MINUTE : now;
  const final = notCounted(points, memory).filter(({ at }) => at < until);
  const { day, month } = memory;
  return {
    ...memory,
    day: { ...day, sentMiB: day.sentMiB + sentSince(timeZone.day(now).start, final) },
    month: { ...month, sentMiB: month.sentMiB + sentSince(timeZone.month(now).start, final) },
    sentUntil: isThere ? (final.at(-1)?.at ?? memory.sentUntil) : undefined,
  };
}

/** MiB of this day, and of this month, with the minutes that are not final yet. */
export function sentMiB(scene: Scene, memory: Memory): Readonly<Record<"day" | "month", number>> {
  const recent = memory.countedUntil === undefined ? [] : orElse(() => scene.need("sentBytes").sentBytes, []);
  const open = notCounted(recent, memory);
  const { now, timeZone } = scene;
  return {
    day: memory.day.sentMiB + sentSince(timeZone.day(now).start, open),
    month: memory.month.sentMiB + sentSince(timeZone.month(now).start, open),
  };
}

const notCounted = (points: readonly Point[], { sentUntil = -Infinity }: Memory): readonly Point[] =>
  points.filter(({ at }) => at > sentUntil);

const sentSince = (start: Instant, points: readonly Point[]): number =>
  points.reduce((sum, { at, value }) => sum + (at >= start ? value : 0), 0) / BYTES_A_MIB;
