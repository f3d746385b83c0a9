import type { Ending } from "../../decision";
import type { Memory } from "../../memory";
import { orElse, type Scene } from "../scene";
import { missingTasks } from "../known-tasks";
import { failedTasks, stopOf, stoppedAt } from "../stops";
import { MINUTE } from "../../time";

/** Rule 1: the container stops again and again, or does not come to run. Then it rests. */
export function crashLoop(scene: Scene, memory: Memory): Ending | undefined {
  if (scene.host === undefined) return undefined;
  const { crashStops, crashWithinMinutes, crashRestMinutes, startupTimeoutMinutes } = scene.facts.settings;
  const launchedAt = scene.launchedAt(memory);
  const failed = failedTasks(scene.tasks, launchedAt);

  const recent = failed.filter((task) => scene.now - stoppedAt(task) < crashWithinMinutes * MINUTE);
  if (recent.length >= crashStops) {
    return { kind: "crash loop", stops: recent.slice(-3).map(stopOf), restMinutes: crashRestMinutes };
  }
  if (scene.runningTask !== undefined || !scene.isOver(startupTimeoutMinutes, notRunningSince(scene, memory))) {
    return undefined;
  }
  if (isPlayed(scene)) return undefined;
  // A host whose agent never registered was given no task either; ECS then has nothing to say.
  const tried = scene.tasks.some(({ createdAt }) => createdAt >= launchedAt);
  return {
    kind: "not ready",
    stops: failed.slice(-3).map(stopOf),
    placementProblem: tried ? "" : orElse(() => scene.need("placementProblem").placementProblem, ""),
    restMinutes: crashRestMinutes,
  };
}

/** Somebody plays, so it runs, whatever ECS was told: the agent may have fallen silent before it could say so. */
function isPlayed(scene: Scene): boolean {
  const { idleMinutes, packetsPerMinute } = scene.facts.settings;
  const { packets } = scene.need("packets");
  return packets.some(({ at, value }) => value >= packetsPerMinute && !scene.isOver(idleMinutes + 1, at));
}

/**
 * The launch, or when the last task ended that had run: a crash in hour three is followed by a restart of its own. Tasks
 * that never ran don't begin the time again, or one that fails every ten minutes would keep the host up. A task that ECS
 * does not list, but never called stopped, may still run.
 */
function notRunningSince(scene: Scene, memory: Memory): number {
  const ends = scene.tasks.flatMap((task) => (task.startedAt === undefined ? [] : (task.stoppedAt ?? [])));
  const missing = missingTasks(memory).map(({ missingSince }) => missingSince);
  return Math.max(scene.launchedAt(memory), ...ends, ...missing);
}
