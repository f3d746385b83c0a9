import type { Attributes } from "../../provider/values";
import type { Instant } from "../clock";

export type MachineState = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** What is launched, and where. */
export interface Launch {
  /** The launch template. */
  readonly template: Attributes;
  readonly region: string;
  /** Like us-west-2a. */
  readonly zone: string;
  readonly instanceType: string;
}

/** An EC2 instance. */
export interface Machine extends Launch {
  readonly id: string;
  readonly launchedAt: Instant;
  readonly tags: Readonly<Record<string, string>>;
  state: MachineState;
  ipv4?: string;
  ipv6?: string;
  /** False: the hardware under it is gone, whatever EC2 says. */
  works: boolean;
  /** What it has sent to the internet up to the last full minute. */
  sentBytes: number;
}
