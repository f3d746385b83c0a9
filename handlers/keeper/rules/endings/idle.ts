import type { Ending } from "../../ending";
import { UNDESCRIBED, type Point, type Readings } from "../../facts";
import type { Memory } from "../../memory";
import { missingServiceTasks } from "../known-tasks";
import { queryAges } from "../queries";
import { isForRuns, isRunOpen } from "../runs/open-runs";
import { orElse, type Scene } from "../scene";
import { startedUpAt } from "../start-up";
import { LATE_MINUTES } from "../../../../shared/metrics";
import { MINUTE, type Instant } from "../../time";

/** Whoever has asked so lately is about to join: the sleep is put off. */
const COMING_MINUTES = 5;
/**
 * But a monitor asks all the time: who has asked in so many of the 20 minutes before puts it off for no longer than this
 * after it was first possible.
 */
const POSTPONED_MINUTES = 6;
const MONITOR = { minutes: 3, inMinutes: 20 } as const;

/**
 * Rules 3 and 4: nobody has played for long enough, by the packets themselves. The alarm is only a reason to look: it still
 * judges points of the former host, takes missing ones for none, and may never take in late ones.
 */
export function idle(scene: Scene, memory: Memory): Ending | undefined {
  const { settings, trigger } = scene.facts;
  // A query has just arrived.
  if (trigger.query !== undefined || trigger.alarm === settings.names.alarms.queried) return undefined;
  if (!hasRun(scene, memory) || isRunOpen(memory) || isForRuns(scene, memory)) return undefined;
  const startedUp = startedUpAt(scene, memory);
  if (scene.now < startedUp) return undefined;

  const { packets } = scene.need("packets");
  const played = packets.filter(({ value }) => value >= settings.idle.packetsPerMinute).map(({ at }) => at + MINUTE);
  // The minute that is just ending has no point yet.
  const from = scene.now - (settings.idle.afterMinutes + 1) * MINUTE;
  const { calledAt = 0, alwaysUntil = 0 } = memory.session ?? {};
  const quietSince = Math.max(waitedFrom(scene, memory, played), calledAt, alwaysUntil, ...played);
  const quiet = packets.filter(({ at }) => at >= quietSince - MINUTE);
  const recent = quiet.filter(({ at }) => at >= from - LATE_MINUTES * MINUTE);
  if (quietSince > from + MINUTE || recent.length < settings.idle.afterMinutes - 1) return undefined;

  const lateMinutes = latenessOf(scene, recent);
  if (lateMinutes > LATE_MINUTES) return undefined;
  scene.read("queries"); // somebody may have asked a moment ago
  const heldUntil = holdEnd(scene, memory);
  if (heldUntil > scene.now) return undefined;
  const possibleAt = Math.max(startedUp, heldUntil, enoughAt(quiet, quietSince, settings.idle.afterMinutes));
  return isSomebodyComing(scene, memory, possibleAt + lateMinutes * MINUTE) ? undefined : { kind: "idle" };
}

/** When there first were enough points of quiet minutes. */
function enoughAt(quiet: readonly Point[], quietSince: Instant, afterMinutes: number): Instant {
  const enough = Math.max(1, afterMinutes - 1);
  const last = quiet.find(({ at }, index) => {
    const first = quiet[index - enough + 1];
    return first !== undefined && at - first.at <= (afterMinutes + LATE_MINUTES) * MINUTE;
  });
  return Math.max(quietSince + afterMinutes * MINUTE, (last?.at ?? quietSince) + MINUTE);
}

/**
 * A task runs that players could join, or did when ECS last listed it; where ECS does not answer, or does not describe what
 * it lists, its time to start is over.
 */
const hasRun = (scene: Scene, memory: Memory): boolean =>
  orElse(() => scene.runningTask?.startedAt !== undefined, true) ||
  orElse(() => scene.serviceTasks.some(({ lastStatus }) => lastStatus === UNDESCRIBED), true) ||
  (memory.session?.ranAt !== undefined && missingServiceTasks(memory).length > 0);

/**
 * When the wait for players begins. The first restart always starts it again, a later one only if somebody has played
 * since the start before it: otherwise a container that crashes every ten minutes would stay up for nobody until its limit.
 */
function waitedFrom(scene: Scene, memory: Memory, played: readonly Instant[]): Instant {
  const launchedAt = scene.launchedAt(memory);
  const begins = (memory.session?.starts ?? []).filter((start, index, starts) => {
    const before = starts[index - 1] ?? launchedAt;
    // By the minutes' beginnings: one in which the task before was still played on is not after it.
    return index <= 1 || played.some((end) => end - MINUTE > before && end <= start);
  });
  return begins.at(-1) ?? launchedAt;
}

/** How many whole minutes have passed since the newest point that should have points by now. */
function latenessOf(scene: Scene, packets: Readings["packets"]): number {
  const newest = Math.max(...packets.map(({ at }) => at));
  return Math.floor((scene.now - newest) / MINUTE) - 1;
}

/**
 * Nobody who is just coming is thrown out.
 *
 * @param possibleAt since when the session could end
 */
export function isSomebodyComing(scene: Scene, memory: Memory, possibleAt: Instant): boolean {
  const { lastQuery } = memory;
  if (lastQuery === undefined || scene.isOver(COMING_MINUTES, lastQuery)) return false;
  if (!scene.isOver(POSTPONED_MINUTES, possibleAt)) return true;
  const until = COMING_MINUTES + MONITOR.inMinutes;
  return queryAges(scene, memory).filter((age) => age >= COMING_MINUTES && age < until).length < MONITOR.minutes;
}

/** By the command, or by the parameter; one that cannot be read holds nothing. */
export function holdEnd(scene: Scene, { holdUntil = 0 }: Memory): Instant {
  const hold = orElse(() => scene.need("hold").hold, {});
  return Math.max(holdUntil, "until" in hold ? (hold.until ?? 0) : 0);
}
