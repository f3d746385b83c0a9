import type { Ending } from "../../decision";
import type { Memory } from "../../memory";
import { MINUTE, type Instant } from "../../time";
import type { Scene } from "../scene";
import { failedTasks, isDone, stoppedAt } from "../stops";

/** Whoever asked or played so lately is about to join the task that ECS starts next. */
const COMING_MINUTES = 5;
/** So long that task waits for them. */
const WAIT_MINUTES = 6;

/**
 * Rule 1, what is no crash: the container ended by itself, with exit code 0, as images do that stop when nobody plays. ECS
 * starts a daemon's next task within seconds, so the end decides, not what runs now.
 */
export function done(scene: Scene, memory: Memory): Ending | undefined {
  if (scene.host === undefined || scene.facts.settings.restartsWhenDone) return undefined;
  const ends = failedTasks(scene.tasks, scene.launchedAt(memory));
  const last = ends.at(-1);
  if (last === undefined || !isDone(last)) return undefined;

  const { crashStops, crashWithinMinutes, packetsPerMinute } = scene.facts.settings;
  const played = scene.need("packets").packets.filter(({ value }) => value >= packetsPerMinute);
  if (played.some(({ at }) => at >= stoppedAt(last))) return undefined; // on the task after it
  scene.read("queries"); // somebody may have asked a moment ago
  const recent = ends.filter((task) => isDone(task) && !scene.isOver(crashWithinMinutes, stoppedAt(task)));
  // A query from before its start was answered by it.
  const { lastQuery = 0 } = memory;
  const asked = lastQuery > (last.startedAt ?? last.createdAt) ? [lastQuery] : [];
  const lastSign = Math.max(0, ...asked, ...played.map(({ at }) => at + MINUTE));
  return recent.length < crashStops && isAwaited(scene, lastSign, stoppedAt(last)) ? undefined : { kind: "done" };
}

function isAwaited(scene: Scene, lastSign: Instant, ended: Instant): boolean {
  const since = Math.max(ended, scene.runningTask?.startedAt ?? 0);
  return !scene.isOver(COMING_MINUTES, lastSign) && !scene.isOver(WAIT_MINUTES, since);
}
