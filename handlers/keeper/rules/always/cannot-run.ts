import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { crashLoop } from "../endings/crash-loop";
import type { Scene } from "../scene";
import { failedTasks, stoppedAt } from "../stops";
import { nextHostAt } from "./next-host";

/**
 * Rule 1 where it never sleeps: perhaps another host helps. Until the next one is allowed, ECS keeps trying on this one: what
 * the container lacks may come back, and a host is paid for anyway.
 */
export function cannotRun(scene: Scene, memory: Memory): Ending | undefined {
  // Nobody knows how many hosts were tried, and what ran before: ECS lists a task that moves from one list to the other in none.
  if (scene.facts.noMemory !== undefined) return undefined;
  if (nextHostAt(memory) > scene.now || outlives(scene, memory)) return undefined;
  return crashLoop(scene, memory);
}

/** What runs for longer than what crashed did may be well: an apply may have mended it. */
function outlives(scene: Scene, memory: Memory): boolean {
  const startedAt = scene.runningTask?.startedAt;
  const failed = failedTasks(scene.serviceTasks, scene.launchedAt(memory));
  const lived = failed.map((task) => stoppedAt(task) - (task.startedAt ?? stoppedAt(task)));
  return startedAt !== undefined && scene.now - startedAt > Math.max(0, ...lived);
}
