import type { Memory, Run } from "../../memory";
import { MINUTE } from "../../time";
import { usedUp } from "../endings/limits";
import { PENDING_MINUTES } from "../queries";
import type { Scene } from "../scene";
import type { Failed } from "./report-runs";

/** Beyond startup_timeout a run waits so much longer for ECS to start it. */
export const EXTRA_MINUTES = 10;

/** So long ECS may not list a task that is there; it forgets one that has stopped after an hour. */
const UNLISTED_MINUTES = 10;

/** Why a run without a task has none any more, or never had one. */
export function givenUp(scene: Scene, memory: Memory, run: Run): Failed["how"] | undefined {
  const { settings, trigger } = scene.facts;
  const { startupTimeoutMinutes, limit } = settings;
  if (run.taskArn !== undefined) {
    const known = memory.tasks[run.taskArn];
    const isListed = known?.missingSince === undefined || !scene.isOver(UNLISTED_MINUTES, known.missingSince);
    return known !== undefined && isListed ? undefined : "lost";
  }
  if (trigger.command === "sleep" && run.askedAt === undefined) return "by hand";
  // Nobody has listed its task: it may have run, and ECS forgotten it.
  const notStarted = run.askedAt !== undefined && run.problem === undefined ? "lost" : "not started";
  if (scene.desired > 0) {
    const end = scene.launchedAt(memory) + limit.perSessionMinutes * MINUTE;
    const isShort = scene.host !== undefined && end < scene.now + (run.timeoutMinutes ?? 0) * MINUTE;
    if (limit.stop && !scene.isAlways && isShort && run.askedAt === undefined) return "outlasts";
    return scene.isOver(startupTimeoutMinutes + EXTRA_MINUTES, run.since) ? notStarted : undefined;
  }
  if (run.askedAt !== undefined) return notStarted;
  if (scene.now < (memory.restUntil ?? 0) && run.byHand !== true) return "resting";
  if (usedUp(scene, memory, run.byHand ? "by hand" : "schedule") !== undefined) return "limit";
  return run.wakes !== true || scene.isOver(PENDING_MINUTES, run.since) ? "no host" : undefined;
}
