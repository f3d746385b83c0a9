import type { Instant } from "../clock";
import type { Machine } from "../ec2/machine";
import type { Images } from "../host/images";

/** A host as ECS knows it: a container instance. */
export interface ContainerInstance {
  readonly arn: string;
  readonly machine: Machine;
  readonly registeredAt: Instant;
  /** The agent's default time between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
  /** The time from which its service may place the first task. */
  readonly placeableFrom: Instant;
  readonly images: Images;
  status: "ACTIVE" | "DRAINING";
  agentConnected: boolean;
  version: number;
}
