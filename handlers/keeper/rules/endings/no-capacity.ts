import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { restMinutes } from "../failures";
import { orElse, type Scene } from "../scene";

/**
 * Rule 6: AWS has no host of these types in this zone. The group would keep trying, and start one with nobody waiting.
 * Then it rests: what AWS has none of now, it rarely has a minute later.
 */
export function noCapacity(scene: Scene, memory: Memory): Ending | undefined {
  const { startupTimeoutMinutes } = scene.facts.settings;
  const { since = scene.now, hostSeenAt = since } = memory.session ?? {};
  if (scene.groupHosts.length > 0 || !scene.isOver(startupTimeoutMinutes, hostSeenAt)) return undefined;
  const problem = orElse(() => scene.need("launchProblem").launchProblem, "");
  return { kind: "no capacity", problem, restMinutes: restMinutes(scene, memory) };
}
