import type { Instant } from "../clock";

/** How a task's programs ended: on their own, in time after SIGTERM, by SIGKILL, or with their host. */
export interface Ending {
  readonly at: Instant;
  readonly how: "done" | "crashed" | "saved" | "killed" | "host lost";
  readonly exitCode: number;
  /** Seconds between SIGTERM and the end, and the seconds that were available. */
  readonly stoppedForSeconds: number;
  readonly graceSeconds: number;
}
