import type { Ending } from "../../decision";
import type { Memory } from "../../memory";
import { orElse, type Scene } from "../scene";

/** Rule 6: AWS has no host of these types in this zone. The group would try for ever, and start one with nobody waiting. */
export function noCapacity(scene: Scene, memory: Memory): Ending | undefined {
  const { startupTimeoutMinutes } = scene.facts.settings;
  const { since = scene.now, hostSeenAt = since } = memory.session ?? {};
  if (scene.groupHosts.length > 0 || !scene.isOver(startupTimeoutMinutes, hostSeenAt)) return undefined;
  return { kind: "no capacity", problem: orElse(() => scene.need("launchProblem").launchProblem, "") };
}
