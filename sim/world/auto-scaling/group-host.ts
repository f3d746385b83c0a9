import type { Instant } from "../clock";
import type { Machine } from "../ec2/machine";

/** An instance as its group lists it. */
export interface GroupHost {
  readonly machine: Machine;
  lifecycleState: "Pending" | "InService" | "Terminating" | "Terminating:Wait" | "Terminating:Proceed";
  healthy: boolean;
  /** When it came into its state. */
  since: Instant;
  /** While it waits in a hook: what takes the timeout back. */
  cancelTimeout?: () => void;
}

export interface Activity {
  readonly startedAt: Instant;
  readonly failed: boolean;
  readonly message: string;
}

/** A group as AWS describes it at some time. */
export interface DescribedGroup {
  readonly desired: number;
  readonly hosts: readonly (Pick<GroupHost, "lifecycleState" | "healthy"> & { readonly id: string })[];
}
