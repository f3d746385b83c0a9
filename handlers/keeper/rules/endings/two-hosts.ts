import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import type { Scene } from "../scene";
import { isAlive } from "./host-lost";

/** Rule 8: a second host must never write the same world. The younger one is drained, and capacity goes to 0. */
export function twoHosts(scene: Scene, memory: Memory): Ending | undefined {
  const [elder, younger] = scene.liveMachines;
  if (elder === undefined || younger === undefined) return undefined;
  const wakesAgain = isAlive(scene, memory);
  return { kind: "two hosts", elder: elder.instanceId, younger: younger.instanceId, wakesAgain };
}
