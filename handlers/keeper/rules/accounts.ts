import type { Memory } from "../memory";
import type { Scene } from "./scene";
import { dayOf, MINUTE, monthOf, startOfDay, startOfMonth, type Instant } from "../time";

/** Counts the session's time into its day and month, up to now. A new day and a new month begin at 0. */
export function count(scene: Scene, memory: Memory): Memory {
  const { now } = scene;
  const { session } = memory;
  const from = session?.countedUntil ?? now;
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
