import type { Instant } from "../clock";
import type { Machine } from "../ec2/machine";
import type { Images } from "../host/images";

/** A host as ECS knows it: a container instance. */
export interface ContainerInstance {
  readonly arn: string;
  readonly machine: Machine;
  readonly registeredAt: Instant;
  /** The agent's own limit between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
  /** When its service may give it the first task. */
  readonly placeableFrom: Instant;
  readonly images: Images;
  status: "ACTIVE" | "DRAINING";
  agentConnected: boolean;
  version: number;
}
