import type { Action, Step } from "../decision";
import type { ClusterHost, GroupHost, Machine, Task } from "../facts";
import type { Drain, Memory } from "../memory";
import { missingOn } from "./known-tasks";
import { isTerminating, mayWrite, orElse, type Scene } from "./scene";
import { isOwnFault, stoppedAt } from "./stops";

/** Where nobody says that a task has stopped (its agent is gone, ECS does not list it), it has by the grace period and this long. */
const UNSEEN_EXTRA_MINUTES = 1;
/** So long ECS's lists may not show yet what it has started after a crash. */
const LAG_MINUTES = 0.5;
/** After the grace period and this long a dying host is let go, whatever its tasks say. */
const LONGEST_EXTRA_MINUTES = 10;
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
    const before = memory.drains[instanceId] ?? { since: scene.now };
    const agentIsGone = orElse(
      () => scene.clusterHost(instanceId)?.agentConnected === false,
      before.agentGoneSince !== undefined,
    );
    const isDraining = orElse(() => scene.clusterHost(instanceId)?.status === "DRAINING", false);
    const drainingSince = before.drainingSince ?? (isDraining ? scene.now : undefined);
    const agentGoneSince = agentIsGone ? (before.agentGoneSince ?? scene.now) : undefined;
    const clock = { since: before.since, drainingSince, agentGoneSince };
    drains[instanceId] = clock;
    const answer = holdOrLetGo(scene, memory, host, clock);
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

/** What ECS does not list at the moment must be told to stop all the same: its time is running. */
function stopMissing(scene: Scene, memory: Memory, instanceId: string): Action[] {
  const hostArn = orElse(() => scene.clusterHost(instanceId)?.arn, undefined);
  if (hostArn === undefined) return [];
  const why = "it is being terminated";
  return missingOn(memory, hostArn)
    .filter((task) => task.hostArn === hostArn && scene.tasks.every(({ arn }) => arn !== task.arn))
    .map(({ arn }): Action => ({ do: "stop task", instanceId, taskArn: arn, why }));
}

function holdOrLetGo(scene: Scene, memory: Memory, { instanceId, lifecycleState }: GroupHost, clock: Drain): Action[] {
  if (lifecycleState !== "Terminating:Wait") return [];
  const why = waitedEnough(scene, clock) ?? orElse(() => whyDrained(scene, memory, instanceId, clock), undefined);
  return why === undefined
    ? [{ do: "keep waiting", instanceId, why: "its task still saves" }]
    : [{ do: "let go", instanceId, why }];
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
 * next one may be on its way; after one that was told to stop, because the host drains, none comes.
 */
function minutesOfDoubt(scene: Scene, ownTasks: readonly Task[], instanceId: string): number {
  const newest = ownTasks.toSorted((a, b) => stoppedAt(a) - stoppedAt(b)).at(-1);
  if (newest !== undefined) return isOwnFault(newest) ? LAG_MINUTES : 0;
  return scene.machine(instanceId)?.state === "pending" ? 0 : unseenMinutes(scene);
}

/** ECS says so: each task that was known has stopped, or has had its time though ECS does not list it. */
function whyDrained(scene: Scene, memory: Memory, instanceId: string, clock: Drain): string | undefined {
  const toldSince = clock.drainingSince ?? clock.since;
  const host = scene.clusterHost(instanceId);
  // Tasks of a host the cluster does not know (any more) can't be told from its own.
  const tasks = scene.tasks.filter(
    ({ hostArn }) => host === undefined || hostArn === undefined || hostArn === host.arn,
  );
  const isUnseen = missingOn(memory, host?.arn).some(
    ({ missingSince }) => !scene.isOver(unseenMinutes(scene), Math.max(toldSince, missingSince)),
  );
  // ECS counts what shall run there, whatever its lists show.
  if (tasks.some(mayWrite) || isUnseen || host?.hasTasks === true) return undefined;
  // Until ECS drains it, it may start the next one.
  if (host?.status === "ACTIVE") return undefined;
  const ownTasks = host === undefined ? [] : tasks;
  if (!scene.isOver(minutesOfDoubt(scene, ownTasks, instanceId), toldSince)) return undefined;
  if (ownTasks.length > 0) return "its tasks have stopped";
  // Without memory nobody knows whether there was one.
  return scene.facts.noMemory?.kind === "unreadable" ? undefined : "it has no task";
}
