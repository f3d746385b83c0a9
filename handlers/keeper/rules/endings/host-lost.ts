import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { isAgentLost } from "../always/silent-agent";
import { isForRuns } from "../runs/open-runs";
import { isTerminating, orElse, type Scene } from "../scene";

const GONE: readonly (string | undefined)[] = ["shutting-down", "stopping", "stopped"];

/**
 * Rule 7: the host is unhealthy, or somebody stopped or terminated it. Auto Scaling does not replace it (it would start
 * the new one while the old one still writes): keeper goes to 0, and wakes when nothing of it is left.
 */
export function hostLost(scene: Scene, memory: Memory): Ending | undefined {
  const what = howLost(scene, memory);
  return what === undefined ? undefined : { kind: "host lost", what, wakesAgain: isAlive(scene, memory) };
}

function howLost(scene: Scene, memory: Memory): string | undefined {
  const { host } = scene;
  // Its hosts are as old as its capacity: they are those of the session before.
  if (scene.isGroupOld) return undefined;
  if (host !== undefined && !host.healthy) return `${host.instanceId} is unhealthy`;
  const state = orElse(() => scene.hostMachine?.state, undefined);
  if (host !== undefined && GONE.includes(state)) return `${host.instanceId} is ${state ?? "gone"}`;
  if (host !== undefined && scene.isAlways && isAgentLost(scene, memory))
    return `the ECS agent of ${host.instanceId} does not answer`;
  // Where hosts may overlap, the next one is asked for already.
  if (!scene.hasOneWriter) return undefined;
  const dying = scene.groupHosts.find(isTerminating);
  return dying && `${dying.instanceId} is being terminated`;
}

/** Rule 8: a second host must never write the same world. The younger one is drained, and capacity goes to 0. */
export function twoHosts(scene: Scene, memory: Memory): Ending | undefined {
  const [elder, younger] = scene.liveMachines;
  if (elder === undefined || younger === undefined) return undefined;
  const wakesAgain = isAlive(scene, memory);
  return { kind: "two hosts", elder: elder.instanceId, younger: younger.instanceId, wakesAgain };
}

/**
 * Worth a new host: somebody plays, or waits for the first time. A host that was started for a lost one is replaced only
 * if somebody played on it, so one that dies at each start is not tried again and again.
 */
function isAlive(scene: Scene, memory: Memory): boolean {
  if (scene.isAlways) return true;
  const { session } = memory;
  // A run that waits wakes by itself.
  if (isForRuns(scene, memory)) return false;
  if (session?.why === "lost host" && !session.played) {
    scene.read("packets"); // they were noted in the session
    return false;
  }
  return session?.ranAt === undefined || !scene.facts.alarms.idle;
}
