import type { Action, Step } from "../decision";
import type { Memory, Session } from "../memory";
import { mayWrite, orElse, type Scene } from "./scene";

/**
 * A host that is given no task for so long is one that ECS holds back: tasks that can't start wait up to 27 minutes. At
 * least three looks see none by then, so that no blank list of ECS ends what runs.
 */
const NO_TASK_MINUTES = 10;

/**
 * The service runs the newest task definition from this wake on. Capacity is set first, because a wake must not wait for
 * this; it is asked for again at each look while there can be no task, and never after: that could end a game, if ECS
 * takes it for a new deployment.
 */
export const newest = (force: boolean): Action => ({
  do: "update service",
  force,
  why: "the newest task definition runs from this wake on",
});

/** While the session has no task: what is still to be asked of its service. */
export function deploy(scene: Scene, memory: Memory): Step {
  const { session } = memory;
  if (!scene.hasService || session === undefined || session.ranAt !== undefined) return { memory, actions: [] };
  // Where ECS's lists can't be read the ten minutes start over: two blank lists with such looks between them prove nothing.
  if (orElse(() => hasTask(scene, memory), true))
    return { memory: { ...memory, session: { ...session, noTaskSince: undefined } }, actions: [] };
  return scene.clusterHost(scene.host?.instanceId)?.status === "ACTIVE"
    ? pastThrottle(scene, memory, session)
    : again(scene, memory, session);
}

/** Any task of this host, also one that has ended, or one that ECS does not list at the moment. */
function hasTask(scene: Scene, memory: Memory): boolean {
  const launchedAt = scene.launchedAt(memory);
  const isNow = scene.serviceTasks.some((task) => mayWrite(task) || task.createdAt >= launchedAt);
  const isKnown = Object.values(memory.tasks).some(({ isRun }) => isRun === undefined);
  return isNow || scene.isServiceCounted || isKnown;
}

/**
 * Asks ECS for a new deployment, once a session, which begins its patience again.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
function pastThrottle(scene: Scene, memory: Memory, session: Session): Step {
  const noTaskSince = session.noTaskSince ?? scene.now;
  const waiting: Memory = { ...memory, session: { ...session, noTaskSince } };
  if (session.forcedDeployment || !scene.isOver(NO_TASK_MINUTES, noTaskSince)) return { memory: waiting, actions: [] };
  const why = "the host got no task for ten minutes";
  return {
    memory: { ...memory, session: { ...session, noTaskSince, forcedDeployment: true, deploymentProblem: undefined } },
    actions: [{ do: "update service", force: true, why }],
  };
}

/**
 * Before its instance runs, nothing can run on it, whatever ECS's lists say. AWS may have refused it before: then the look
 * that hears so must not ask again at once.
 */
function again(scene: Scene, memory: Memory, session: Session): Step {
  const mayRun = scene.need("machines").machines.some(({ state }) => state !== "pending");
  if (mayRun || scene.facts.trigger.deploymentProblem !== undefined) return { memory, actions: [] };
  const asked: Memory = { ...memory, session: { ...session, deploymentProblem: undefined } };
  return { memory: asked, actions: [newest(memory.failedToStart)] };
}
