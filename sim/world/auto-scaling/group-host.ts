import type { Instant } from "../clock";
import type { Machine } from "../ec2/machine";

/** An instance as listed by its group. */
export interface GroupHost {
  readonly machine: Machine;
  lifecycleState: "Pending" | "InService" | "Terminating" | "Terminating:Wait" | "Terminating:Proceed";
  healthy: boolean;
  /** When it entered its lifecycle state. */
  since: Instant;
  /** Set while it waits in a hook. */
  cancelTimeout?: () => void;
}

export interface Activity {
  readonly startedAt: Instant;
  readonly failed: boolean;
  readonly message: string;
}

/** A group as AWS describes it. */
export interface DescribedGroup {
  readonly desired: number;
  readonly hosts: readonly (Pick<GroupHost, "lifecycleState" | "healthy"> & { readonly id: string })[];
}
