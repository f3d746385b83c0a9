import type { Ending } from "../../ending";
import { UNDESCRIBED, type Task } from "../../facts";
import type { Memory } from "../../memory";
import { mayWrite, orElse, type Scene } from "../scene";
import { missingServiceTasks } from "../known-tasks";
import { restMinutes } from "../failures";
import { startedUpAt } from "../start-up";
import { failedTasks, isDone, maySleepWhenDone, neverStarted, stopOf, stoppedAt } from "../stops";
import { MINUTE } from "../../time";

/**
 * Tasks that never started are a crash loop only if their failures span so long, or half of `crash_loop.within`: a registry
 * or a file system that is not ready has failed three tasks within 50 s.
 */
const UNSTARTED_MINUTES = 5;

/** Rule 1: the container crashes again and again, or does not start. It then pauses. */
export function crashLoop(scene: Scene, memory: Memory): Ending | undefined {
  if (scene.host === undefined || !scene.hasService) return undefined;
  const launchedAt = scene.launchedAt(memory);
  const failed = failedTasks(scene.serviceTasks, launchedAt);
  const stopsOf = (tasks: readonly Task[]) =>
    tasks.slice(-3).map((task) => stopOf(task, scene.facts.settings.services));
  const loop = looping(scene, failed);
  if (loop.length > 0) {
    return { kind: "crash loop", stops: stopsOf(loop), restMinutes: restMinutes(scene, memory) };
  }
  const { startupTimeoutMinutes } = scene.facts.settings;
  if (scene.runningTask !== undefined || !scene.isOver(startupTimeoutMinutes, notRunningSince(scene, memory))) {
    return undefined;
  }
  // The first download is not downtime, even if ECS reports no running container.
  if (isPlayed(scene) || isUnlisted(scene, memory) || scene.now < startedUpAt(scene, memory)) return undefined;
  // A host whose agent never registered was given no task either; ECS then has nothing to say.
  const tried = scene.serviceTasks.some(({ createdAt }) => createdAt >= launchedAt);
  return {
    kind: "not ready",
    stops: stopsOf(failed),
    placementProblem: tried ? "" : orElse(() => scene.need("placementProblem").placementProblem, ""),
    restMinutes: restMinutes(scene, memory),
  };
}

/** The stops that are too many; none while there is hope. */
function looping(scene: Scene, failed: readonly Task[]): readonly Task[] {
  const {
    crashLoop: { stops, withinMinutes },
    services,
  } = scene.facts.settings;
  const recent = failed.filter((task) => !scene.isOver(withinMinutes, stoppedAt(task)));
  const crashed = recent.filter(
    (task) => !neverStarted(task) && (scene.isAlways || !maySleepWhenDone(services) || !isDone(task, services)),
  );
  if (crashed.length >= stops) return crashed;

  const unstarted = recent.filter(neverStarted);
  const [first, last] = [unstarted[0], unstarted.at(-1)];
  if (first === undefined || last === undefined || unstarted.length < stops) return [];
  const spanMinutes = (stoppedAt(last) - stoppedAt(first)) / MINUTE;
  const isLong = spanMinutes >= Math.min(UNSTARTED_MINUTES, withinMinutes / 2);
  return isLong && scene.runningTask === undefined ? unstarted : [];
}

/** Somebody plays, so it runs: the agent may have lost its connection before it could report that to ECS. */
function isPlayed(scene: Scene): boolean {
  const { afterMinutes, packetsPerMinute } = scene.facts.settings.idle;
  const { packets } = scene.need("packets");
  return packets.some(({ at, value }) => value >= packetsPerMinute && !scene.isOver(afterMinutes + 1, at));
}

/**
 * ECS counts a task on the host that it does not list, or not describe, and no look before knew it: it may well run. Where
 * nobody's play shows that it does, its count is believed for longer than its lists.
 */
function isUnlisted(scene: Scene, memory: Memory): boolean {
  const isListed = scene.serviceTasks.some((task) => mayWrite(task) && task.lastStatus !== UNDESCRIBED);
  return scene.isServiceCounted && !isListed && (scene.isAlways || missingServiceTasks(memory).length === 0);
}

/**
 * The launch, or when the last task ended that had run: a crash in hour three is followed by a restart of its own. Tasks
 * that never ran don't begin the time again, or one that fails every ten minutes would keep the host up. A task that ECS
 * does not list, but never called stopped, may still run, unless it counts none on the host.
 */
export function notRunningSince(scene: Scene, memory: Memory): number {
  const ends = scene.serviceTasks.flatMap((task) => (task.startedAt === undefined ? [] : (task.stoppedAt ?? [])));
  const isNoneCounted = scene.clusterHost(scene.host?.instanceId) !== undefined && !scene.isServiceCounted;
  // Between two of ECS's lists a task that ends is in none.
  const missing =
    isNoneCounted && !scene.isAlways ? [] : missingServiceTasks(memory).map(({ missingSince }) => missingSince);
  // What never sleeps may have run for weeks that keeper does not remember.
  const seenSince = scene.isAlways ? (memory.session?.upAt ?? scene.now) : 0;
  return Math.max(scene.launchedAt(memory), seenSince, ...ends, ...missing);
}
