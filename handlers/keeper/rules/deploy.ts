import type { Action, Step } from "../decision";
import type { Memory } from "../memory";
import { mayWrite, type Scene } from "./scene";

/** A host that is given no task for so long is one that ECS holds back: tasks that can't start wait up to 27 minutes. */
const NO_TASK_MINUTES = 2;

/**
 * The service runs the newest task definition from this wake on. Capacity is set first, because a wake must not wait for
 * this; it is asked for again at each look until there is a task, and never after: that would end a game.
 */
export const newest = (force: boolean): Action => ({
  do: "update service",
  force,
  why: "the newest task definition runs from this wake on",
});

/** While the session has no task: what is still to be asked of its service. */
export function deploy(scene: Scene, memory: Memory): Step {
  const { session } = memory;
  if (session === undefined || session.ranAt !== undefined || hasTask(scene, memory)) return { memory, actions: [] };
  return pastThrottle(scene, memory) ?? again(scene, memory);
}

/** Any task of this host, also one that has ended, or one that ECS does not list at the moment. */
function hasTask(scene: Scene, memory: Memory): boolean {
  const launchedAt = scene.launchedAt(memory);
  const isNow = scene.tasks.some((task) => mayWrite(task) || task.createdAt >= launchedAt);
  return isNow || Object.keys(memory.tasks).length > 0;
}

/**
 * Asks ECS for a new deployment, once a session, which begins its patience again.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
function pastThrottle(scene: Scene, memory: Memory): Step | undefined {
  const { session } = memory;
  const host = scene.clusterHost(scene.host?.instanceId);
  const isIdle = host?.status === "ACTIVE" && scene.isOver(NO_TASK_MINUTES, host.registeredAt);
  if (session === undefined || session.forcedDeployment || !isIdle) return undefined;
  const why = "the host got no task for two minutes";
  return {
    memory: { ...memory, session: { ...session, forcedDeployment: true, refused: undefined } },
    actions: [{ do: "update service", force: true, why }],
  };
}

/** AWS may have refused it before; then the look that hears so must not ask again at once. */
function again(scene: Scene, memory: Memory): Step {
  const { session } = memory;
  if (session === undefined || scene.facts.trigger.refused !== undefined) return { memory, actions: [] };
  // Before there is a host, a new deployment can end nothing.
  const force = memory.failedToStart && scene.clusterHost(scene.host?.instanceId) === undefined;
  return { memory: { ...memory, session: { ...session, refused: undefined } }, actions: [newest(force)] };
}
