import type { Instant } from "../clock";

/**
 * How a container's program ended: on its own, in time after SIGTERM (with its save, or without, because what it saves
 * through was told to stop before), by SIGKILL, or with its host.
 */
export interface Ending {
  readonly at: Instant;
  readonly how: "done" | "crashed" | "saved" | "unsaved" | "killed" | "host lost";
  readonly exitCode: number;
  /** Seconds between SIGTERM and the end, and the seconds that were available. */
  readonly stoppedForSeconds: number;
  readonly graceSeconds: number;
}
