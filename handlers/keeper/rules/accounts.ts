import type { Memory } from "../memory";
import type { Scene } from "./scene";
import { dayOf, MINUTE, monthOf, startOfDay, startOfMonth, type Instant } from "../time";

/**
 * Counts the session's time with a host into its day and month, up to now: while AWS has none, nothing is paid. A new day
 * and a new month begin at 0.
 */
export function count(scene: Scene, memory: Memory): Memory {
  const { now } = scene;
  const { session } = memory;
  const hadHost = session?.instanceType !== undefined;
  const launchedAt = scene.desired > 0 ? scene.launchedAt(memory) : 0;
  const from = hadHost ? Math.max(session.countedUntil, launchedAt) : now;
  const minutesSince = (start: Instant): number => Math.max(0, now - Math.max(from, start)) / MINUTE;

  const day = memory.day.date === dayOf(now) ? memory.day : { date: dayOf(now), wakes: 0, minutes: 0, told: [] };
  const month = memory.month.date === monthOf(now) ? memory.month : { date: monthOf(now), minutes: 0 };
  return {
    ...memory,
    day: { ...day, minutes: day.minutes + minutesSince(startOfDay(now)) },
    month: { ...month, minutes: month.minutes + minutesSince(startOfMonth(now)) },
    ...(session && { session: { ...session, countedUntil: now } }),
  };
}
