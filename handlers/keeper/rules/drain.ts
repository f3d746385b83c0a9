import type { Action, Step } from "../decision";
import type { ClusterHost, Machine } from "../facts";
import type { Drain, Memory } from "../memory";
import { missingOn } from "./known-tasks";
import { holdOrRelease } from "./release";
import { isTerminating, mayWrite, orElse, type Scene } from "./scene";

const ONE_WRITER = "only one host may write the volumes";
/** What EC2 shows a moment before the group does is not a host outside it. */
const SETTLED_MINUTES = 2;

/**
 * A dying host waits in its hook until its task has saved; then it may go. Hosts that must not run a task, a second one
 * or one outside the group, are drained too, but keeper never terminates them.
 */
export function drain(scene: Scene, memory: Memory): Step {
  scene.read("cluster", "machines");
  const dying = scene.groupHosts.filter(isTerminating);
  const drains: Record<string, Drain> = {};
  const actions: Action[] = [];
  for (const host of dying) {
    const { instanceId } = host;
    const clock = clockOf(scene, memory, instanceId);
    drains[instanceId] = clock;
    const answer = holdOrRelease(scene, memory, host, clock);
    actions.push(...stopTasks(scene, instanceId, "it is being terminated"), ...answer);
    if (answer.some((action) => action.do === "keep waiting")) actions.push(...stopMissing(scene, memory, instanceId));
  }
  const unwanted = orElse(() => [...outsiders(scene), ...scene.liveMachines.slice(1)], undefined);
  const others: readonly { readonly instanceId: string }[] = unwanted ?? orElse(() => strangers(scene), []);
  for (const instanceId of new Set(others.map((other) => other.instanceId))) {
    if (!(instanceId in drains)) actions.push(...stopTasks(scene, instanceId, ONE_WRITER));
  }
  actions.push(...orElse(() => stopUnplaced(scene, unwanted ?? []), []));
  return { memory: { ...memory, drains }, actions };
}

/** Since when the host is dying, ECS drains it, and its agent does not answer. */
function clockOf(scene: Scene, { drains }: Memory, instanceId: string): Drain {
  const { since, drainingSince, agentGoneSince } = drains[instanceId] ?? { since: scene.now };
  const isDraining = orElse(() => scene.clusterHost(instanceId)?.status === "DRAINING", false);
  const agentIsGone = orElse(
    () => scene.clusterHost(instanceId)?.agentConnected === false,
    agentGoneSince !== undefined,
  );
  return {
    since,
    ...((drainingSince !== undefined || isDraining) && { drainingSince: drainingSince ?? scene.now }),
    ...(agentIsGone && { agentGoneSince: agentGoneSince ?? scene.now }),
  };
}

/** Instances with the container's tags that its group does not have: detached, or started by hand. */
export function outsiders(scene: Scene): readonly Machine[] {
  const own = scene.groupHosts.map(({ instanceId }) => instanceId);
  return scene
    .need("machines")
    .machines.filter(({ state, launchedAt }) => state !== "shutting-down" && scene.isOver(SETTLED_MINUTES, launchedAt))
    .filter(({ instanceId }) => !own.includes(instanceId));
}

/** Where EC2 does not answer, the hosts that ECS has and the group does not. */
function strangers(scene: Scene): readonly ClusterHost[] {
  const own = scene.groupHosts.map(({ instanceId }) => instanceId);
  const { hosts } = scene.need("cluster").cluster;
  return hosts.filter((host) => !own.includes(host.instanceId) && scene.isOver(SETTLED_MINUTES, host.registeredAt));
}

/**
 * ECS drains it, so that no further task starts there, and keeper stops what runs: that ECS also stops the tasks of a
 * daemon is in its pages, but those that it starts by RunTask it does not.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html
 */
function stopTasks(scene: Scene, instanceId: string, why: string): Action[] {
  const host = orElse(() => scene.clusterHost(instanceId), undefined);
  if (host === undefined) return [];
  const running = scene.tasks.filter(
    (task) => task.hostArn === host.arn && mayWrite(task) && task.desiredStatus === "RUNNING",
  );
  const drained: Action[] = host.status === "ACTIVE" ? [{ do: "drain", instanceId, hostArn: host.arn, why }] : [];
  return [...drained, ...running.map(({ arn }): Action => ({ do: "stop task", instanceId, taskArn: arn, why }))];
}

/** Where ECS does not describe an unwanted host, a task is on that one if it is not where the elder has its own. */
function stopUnplaced(scene: Scene, unwanted: readonly Machine[]): Action[] {
  const isUnseen = ({ instanceId }: Machine): boolean => scene.clusterHost(instanceId) === undefined;
  const hidden = unwanted.find(isUnseen);
  if (hidden === undefined) return [];
  const { instanceId, launchedAt } = hidden;
  const elders = scene.tasks
    .filter((task) => mayWrite(task) && task.createdAt < launchedAt)
    .map((task) => task.hostArn);
  const wanted = scene.liveMachines.filter((machine) => !unwanted.includes(machine));
  if (wanted.some(isUnseen) && elders.length === 0) return [];
  const known = [...elders, ...scene.need("cluster").cluster.hosts.map(({ arn }) => arn)];
  return scene.tasks.flatMap((task): Action[] => {
    const { hostArn, arn: taskArn, desiredStatus } = task;
    if (hostArn === undefined || !mayWrite(task) || desiredStatus !== "RUNNING" || known.includes(hostArn)) return [];
    const about = { instanceId, why: ONE_WRITER };
    // Its service would start another one at once.
    return [
      { do: "drain", hostArn, ...about },
      { do: "stop task", taskArn, ...about },
    ];
  });
}

/** A task that ECS does not list at the moment must be stopped all the same: its time is running. */
function stopMissing(scene: Scene, memory: Memory, instanceId: string): Action[] {
  const hostArn = orElse(() => scene.clusterHost(instanceId)?.arn, undefined);
  if (hostArn === undefined) return [];
  const why = "it is being terminated";
  return missingOn(memory, hostArn)
    .filter((task) => task.hostArn === hostArn && scene.tasks.every(({ arn }) => arn !== task.arn))
    .map(({ arn }): Action => ({ do: "stop task", instanceId, taskArn: arn, why }));
}

/** Lets ECS forget hosts that are gone for good: while it knows one, Terraform can't destroy the cluster. */
export function forgetGone(scene: Scene, memory: Memory): Step {
  const why = "it is gone, and its agent could not say so";
  const actions = scene.goneHosts.map(({ arn, instanceId }): Action => ({
    do: "forget",
    instanceId,
    hostArn: arn,
    why,
  }));
  return { memory, actions };
}
