import type { Ending } from "../../ending";
import type { Task } from "../../facts";
import type { Memory } from "../../memory";
import { MINUTE, type Instant } from "../../time";
import { isRunOpen } from "../runs/open-runs";
import type { Scene } from "../scene";
import { isSomebodyComing } from "./idle";
import { failedTasks, isDone, maySleepWhenDone, stoppedAt } from "../stops";

/** Whoever played so lately is about to join the task that ECS starts next. */
const COMING_MINUTES = 5;
/** So long that task waits for them, and for a person who has called by hand. */
const WAIT_MINUTES = 6;

/**
 * Rule 1, not a crash: the container ended by itself, with exit code 0, as some images do when nobody is connected. ECS
 * starts a daemon's next task within seconds, so the end decides, not what runs now.
 */
export function done(scene: Scene, memory: Memory): Ending | undefined {
  const { crashLoop, idle, services } = scene.facts.settings;
  if (isRunOpen(memory)) return undefined;
  if (scene.host === undefined || !maySleepWhenDone(services)) return undefined;
  const ends = failedTasks(scene.serviceTasks, scene.launchedAt(memory));
  const last = ends.at(-1);
  if (last === undefined || !isDone(last, services)) return undefined;

  const played = scene.need("packets").packets.filter(({ value }) => value >= idle.packetsPerMinute);
  if (played.some(({ at }) => at >= stoppedAt(last))) return undefined; // on the task after it
  scene.read("queries"); // somebody may have asked a moment ago
  const recent = ends.filter(
    (task) => isDone(task, services) && !scene.isOver(crashLoop.withinMinutes, stoppedAt(task)),
  );
  const lastPlay = Math.max(0, ...played.map(({ at }) => at + MINUTE));
  return recent.length < crashLoop.stops && isAwaited(scene, memory, last, lastPlay) ? undefined : { kind: "done" };
}

function isAwaited(scene: Scene, memory: Memory, ended: Task, lastPlay: Instant): boolean {
  const { lastQuery = 0, session } = memory;
  const since = Math.max(stoppedAt(ended), scene.runningTask?.startedAt ?? 0);
  // A query from before its start was answered by it.
  const isNew = lastQuery > (ended.startedAt ?? ended.createdAt);
  return (
    (isNew && isSomebodyComing(scene, memory, since)) ||
    !scene.isOver(WAIT_MINUTES, session?.calledAt ?? 0) ||
    (!scene.isOver(COMING_MINUTES, lastPlay) && !scene.isOver(WAIT_MINUTES, since))
  );
}
