import type { Step } from "../decision";
import type { Memory } from "../memory";
import type { Scene } from "./scene";

/** A host that is given no task for so long is one that ECS holds back: tasks that can't start wait up to 27 minutes. */
const NO_TASK_MINUTES = 2;

/**
 * Asks ECS for a new deployment, once a session, which begins its patience anew.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export function pastThrottle(scene: Scene, memory: Memory): Step {
  const { session } = memory;
  const host = scene.clusterHost(scene.host?.instanceId);
  const isIdle = host?.status === "ACTIVE" && scene.isOver(NO_TASK_MINUTES, host.registeredAt);
  const hasTask = scene.tasks.some(({ createdAt }) => createdAt >= scene.launchedAt(memory));
  if (session === undefined || session.forcedDeployment || !isIdle || hasTask) return { memory, actions: [] };
  return {
    memory: { ...memory, session: { ...session, forcedDeployment: true } },
    actions: [{ do: "update service", force: true, why: "the host got no task for two minutes" }],
  };
}
