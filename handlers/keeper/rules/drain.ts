import type { Action, Step } from "../decision";
import type { GroupHost, Machine } from "../facts";
import type { Drain, Memory } from "../memory";
import { isTerminating, mayWrite, type Scene } from "./scene";

/** An agent that is gone for the grace period and this long has stopped its task, or never will. */
const AGENT_GONE_EXTRA_MINUTES = 1;
/** After the grace period and this long a dying host is let go, whatever its tasks say. */
const LONGEST_EXTRA_MINUTES = 10;
/** What EC2 shows a moment before the group does is not a host outside it. */
const SETTLED_MINUTES = 2;

/**
 * A dying host waits in its hook until its task has saved; then it may go. Hosts that must not run a task, a second one
 * or one outside the group, are drained too, but keeper never terminates them.
 */
export function drain(scene: Scene, memory: Memory): Step {
  const dying = scene.groupHosts.filter(isTerminating);
  const drains: Record<string, Drain> = {};
  const actions: Action[] = [];
  for (const host of dying) {
    const { instanceId } = host;
    const before = memory.drains[instanceId] ?? { since: scene.now };
    const agentIsGone = scene.clusterHost(instanceId)?.agentConnected === false;
    const clock = { since: before.since, ...(agentIsGone && { agentGoneSince: before.agentGoneSince ?? scene.now }) };
    drains[instanceId] = clock;
    actions.push(...stopTasks(scene, instanceId, "it is being terminated"), ...holdOrLetGo(scene, host, clock));
  }
  const unwanted = [...outsiders(scene), ...scene.liveMachines.slice(1)].map(({ instanceId }) => instanceId);
  for (const instanceId of new Set(unwanted)) {
    if (!(instanceId in drains)) actions.push(...stopTasks(scene, instanceId, "only one host may write the volumes"));
  }
  return { memory: { ...memory, drains }, actions };
}

/** Instances with the container's tags that its group does not have: detached, or started by hand. */
export function outsiders(scene: Scene): readonly Machine[] {
  const own = scene.groupHosts.map(({ instanceId }) => instanceId);
  return scene
    .need("machines")
    .machines.filter(({ state, launchedAt }) => state !== "shutting-down" && scene.isOver(SETTLED_MINUTES, launchedAt))
    .filter(({ instanceId }) => !own.includes(instanceId));
}

function stopTasks(scene: Scene, instanceId: string, why: string): Action[] {
  const host = scene.clusterHost(instanceId);
  return host?.status === "ACTIVE" ? [{ do: "drain", instanceId, hostArn: host.arn, why }] : [];
}

function holdOrLetGo(scene: Scene, { instanceId, lifecycleState }: GroupHost, clock: Drain): Action[] {
  if (lifecycleState !== "Terminating:Wait") return [];
  const why = whyDrained(scene, instanceId, clock);
  return why === undefined
    ? [{ do: "keep waiting", instanceId, why: "its task still saves" }]
    : [{ do: "let go", instanceId, why }];
}

function whyDrained(scene: Scene, instanceId: string, { since, agentGoneSince }: Drain): string | undefined {
  const graceMinutes = scene.facts.settings.stopGraceSeconds / 60;
  if (scene.isOver(graceMinutes + LONGEST_EXTRA_MINUTES, since)) return "it was waited for long enough";
  if (agentGoneSince !== undefined && scene.isOver(graceMinutes + AGENT_GONE_EXTRA_MINUTES, agentGoneSince)) {
    return "its agent is gone";
  }
  const host = scene.clusterHost(instanceId);
  // Tasks of a host the cluster does not know (any more) can't be told from its own.
  const tasks = scene.tasks.filter(({ hostArn }) => host === undefined || hostArn === host.arn);
  if (tasks.some(mayWrite)) return undefined;
  // Until ECS drains it, it may start the next one.
  if (host?.status === "ACTIVE" && tasks.length > 0) return undefined;
  return tasks.length === 0 || host === undefined ? "it has no task" : "its tasks have stopped";
}
