import type { Step } from "../decision";
import type { Memory } from "../memory";
import type { Scene } from "./scene";

/** So long DescribeAddresses may not show an association yet; one that AWS refused is repeated after it. */
const SHOWN_MINUTES = 1;

/**
 * Associates the Elastic IP with the session's host as soon as that runs: the address it was launched with is released
 * then, and connections that are open, like that of an image pull, break once. EC2 refuses a pending instance. Only where
 * EC2 shows it elsewhere, because each association can be charged.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
 */
export function associateAddress(scene: Scene, memory: Memory): Step {
  const { fixedAddress } = scene.facts.settings;
  if (fixedAddress === undefined) return { memory, actions: [] };
  const machine = scene.hostMachine;
  if (machine?.state !== "running" || isAssociated(scene)) return { memory, actions: [] };
  const { allocationId } = fixedAddress;
  // EC2 may still show it where it was.
  const { associated } = memory;
  const isKnown = associated?.instanceId === machine.instanceId && !scene.isOver(SHOWN_MINUTES, associated.at);
  if (isKnown) return { memory, actions: [] };
  const { instanceId: previous } = scene.need("fixedAddress").fixedAddress;
  const why = previous === undefined ? "no instance had it" : `${previous} had it`;
  const { instanceId } = machine;
  return {
    memory: { ...memory, associated: { instanceId, at: scene.now } },
    actions: [{ do: "associate address", instanceId, allocationId, why }],
  };
}

/** True if EC2 shows the Elastic IP on the session's host. */
export const isAssociated = (scene: Scene): boolean =>
  scene.host !== undefined && scene.need("fixedAddress").fixedAddress.instanceId === scene.host.instanceId;
