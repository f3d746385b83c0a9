import type { Action } from "../decision";
import type { GroupHost, Task } from "../facts";
import type { Drain, Memory } from "../memory";
import { missingOn } from "./known-tasks";
import { mayWrite, orElse, type Scene } from "./scene";
import { isOwnFault, stoppedAt } from "./stops";

/** Where nobody says that a task has stopped (its agent is gone, ECS does not list it), it has by the grace period and this long. */
const UNSEEN_EXTRA_MINUTES = 1;
/** So long ECS's lists may not show yet what it has started after a crash. */
const LAG_MINUTES = 0.5;
/** This long after the grace period a terminating host is released, whatever its tasks say. */
const LONGEST_EXTRA_MINUTES = 10;

/** A dying host waits in its hook until its task has saved, as far as anybody can know. */
export function holdOrRelease(scene: Scene, memory: Memory, host: GroupHost, clock: Drain): Action[] {
  const { instanceId, lifecycleState } = host;
  if (lifecycleState !== "Terminating:Wait") return [];
  const why =
    waitedEnough(scene, clock) ??
    (orElse(() => isGone(scene, instanceId, clock), false) ? "its instance is stopped" : undefined) ??
    orElse(() => whyDrained(scene, memory, instanceId, clock), undefined);
  return why === undefined
    ? [{ do: "keep waiting", instanceId, why: "its task still saves" }]
    : [{ do: "release", instanceId, why }];
}

/** EC2 says that it does not run any more, and so does its agent: nothing is left that could save. */
function isGone(scene: Scene, instanceId: string, { agentGoneSince }: Drain): boolean {
  const state = scene.machine(instanceId)?.state ?? "terminated";
  return agentGoneSince !== undefined && (state === "terminated" || state === "stopped");
}

const graceMinutes = ({ facts }: Scene): number => facts.settings.stopGraceSeconds / 60;
const unseenMinutes = (scene: Scene): number => graceMinutes(scene) + UNSEEN_EXTRA_MINUTES;

function waitedEnough(scene: Scene, { since, agentGoneSince }: Drain): string | undefined {
  if (scene.isOver(graceMinutes(scene) + LONGEST_EXTRA_MINUTES, since)) return "it was waited for long enough";
  return agentGoneSince !== undefined && scene.isOver(unseenMinutes(scene), agentGoneSince)
    ? "its agent is gone"
    : undefined;
}

/**
 * So long ECS may have a task on the host that it does not list. A list without any proves nothing: it may be blank, and
 * the looks before could perhaps not read it; only what has not run yet has none. After a task that ended by itself the
 * next one may be on its way; after one that a draining host stopped, none comes.
 */
function minutesOfDoubt(scene: Scene, ownTasks: readonly Task[], instanceId: string): number {
  const ofService = ownTasks.filter((task) => !scene.isRun(task));
  // ECS starts nothing by itself where all services run at times.
  if (!scene.hasService && ownTasks.length > 0) return 0;
  const newest = ofService.toSorted((a, b) => stoppedAt(a) - stoppedAt(b)).at(-1);
  if (newest !== undefined) return isOwnFault(newest) ? LAG_MINUTES : 0;
  return scene.machine(instanceId)?.state === "pending" ? 0 : unseenMinutes(scene);
}

/** ECS says so: each task that was known has stopped, or has had its time though ECS does not list it. */
function whyDrained(scene: Scene, memory: Memory, instanceId: string, clock: Drain): string | undefined {
  const toldSince = clock.drainingSince ?? clock.since;
  const host = scene.clusterHost(instanceId);
  // Tasks of a host that the cluster does not know can't be distinguished from its own.
  const tasks = scene.tasks.filter(
    ({ hostArn }) => host === undefined || hostArn === undefined || hostArn === host.arn,
  );
  const isUnseen = missingOn(memory, host?.arn).some(
    ({ missingSince }) => !scene.isOver(unseenMinutes(scene), Math.max(toldSince, missingSince)),
  );
  // ECS counts what shall run there, whatever its lists show.
  if (tasks.some(mayWrite) || isUnseen || (host?.taskCount ?? 0) > 0) return undefined;
  // Until ECS drains it, it may start the next one.
  if (host?.status === "ACTIVE") return undefined;
  const ownTasks = host === undefined ? [] : tasks;
  if (!scene.isOver(minutesOfDoubt(scene, ownTasks, instanceId), toldSince)) return undefined;
  if (ownTasks.length > 0) return "its tasks have stopped";
  // Without memory nobody knows whether there was one.
  return scene.facts.noMemory?.kind === "unreadable" ? undefined : "it has no task";
}
