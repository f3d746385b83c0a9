import type { Memory } from "../memory";
import { isAssociated } from "./fixed-address";
import type { Scene } from "./scene";

/** True if the address leads to the host: the record was seen to point to it; an Elastic IP is there before it is the host's. */
export function isReachable(scene: Scene, { record }: Memory): boolean {
  const { fixedAddress } = scene.facts.settings;
  if (fixedAddress !== undefined) return record?.a === fixedAddress.ipv4 && isAssociated(scene);
  return record !== undefined && record.a === scene.hostMachine?.ipv4;
}
