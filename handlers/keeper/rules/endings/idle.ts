import type { Ending } from "../../decision";
import type { Readings } from "../../facts";
import type { Memory } from "../../memory";
import { missingTasks } from "../known-tasks";
import { orElse, type Scene } from "../scene";
import { LATE_MINUTES } from "../../settings";
import { MINUTE, type Instant } from "../../time";

/** A query keeps a session with players up for so long: somebody is about to join. */
const QUERY_MINUTES = 5;

/**
 * Rules 3 and 4: nobody has played for long enough, by the packets themselves. The alarm is only a reason to look: it still
 * judges points of the former host, takes missing ones for none, and may never take in late ones.
 */
export function idle(scene: Scene, memory: Memory): Ending | undefined {
  const { settings } = scene.facts;
  if (!hasRun(scene, memory)) return undefined;
  if (!scene.isOver(settings.startupTimeoutMinutes, scene.launchedAt(memory))) return undefined;

  const { packets } = scene.need("packets");
  const played = packets.filter(({ value }) => value >= settings.packetsPerMinute).map(({ at }) => at + MINUTE);
  // The minute that is just ending has no point yet.
  const from = scene.now - (settings.idleMinutes + 1) * MINUTE;
  const quietSince = Math.max(waitedFrom(scene, memory, played), ...played);
  const recent = packets.filter(({ at }) => at >= Math.max(from - LATE_MINUTES * MINUTE, quietSince - MINUTE));
  if (quietSince > from + MINUTE || recent.length < settings.idleMinutes - 1) return undefined;

  const lateMinutes = latenessOf(scene, recent);
  if (lateMinutes > LATE_MINUTES) return undefined;
  scene.read("queries"); // somebody may have asked a moment ago
  const mayHavePlayers = (memory.session?.played ?? false) || lateMinutes > 1;
  if (mayHavePlayers && isSomebodyComing(scene, memory, quietSince)) return undefined;
  return isHeld(scene, memory) ? undefined : { kind: "idle" };
}

/** A task runs that players could join, or did when ECS last listed it; where ECS does not answer, its time to start is over. */
const hasRun = (scene: Scene, memory: Memory): boolean =>
  orElse(() => scene.runningTask?.startedAt !== undefined, true) ||
  (memory.session?.ranAt !== undefined && missingTasks(memory).length > 0);

/**
 * The start of the task that players are waited for. But for the first, a restart begins the wait anew only if somebody has
 * played since the start before: a container that crashes every ten minutes would stay up, for nobody, until its limit.
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

/** In a session with players a query postpones the sleep, but not for ever: a monitor asks every minute. */
function isSomebodyComing(scene: Scene, { lastQuery }: Memory, quietSince: number): boolean {
  const hasAsked = lastQuery !== undefined && !scene.isOver(QUERY_MINUTES, lastQuery);
  return hasAsked && !scene.isOver(2 * scene.facts.settings.idleMinutes, quietSince);
}

/** By the command, or by the parameter; where nobody can read that, it holds nothing. */
function isHeld(scene: Scene, { holdUntil = 0 }: Memory): boolean {
  if (holdUntil > scene.now) return true;
  const hold = orElse(() => scene.need("hold").hold, {});
  return "until" in hold && hold.until !== undefined && hold.until > scene.now;
}
