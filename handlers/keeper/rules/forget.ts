import type { Step } from "../decision";
import type { Memory } from "../memory";
import type { Scene } from "./scene";

/** Lets ECS forget hosts that are gone for good: while it knows one, Terraform can't destroy the cluster. */
export function forgetGone(scene: Scene, memory: Memory): Step {
  const actions = scene.goneHosts.map(
    ({ arn, instanceId }) =>
      ({ do: "forget", instanceId, hostArn: arn, why: "it is gone, and its agent could not say so" }) as const,
  );
  return { memory, actions };
}
