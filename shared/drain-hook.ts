import { LOOK_EVERY_MINUTES } from "./schedule";

/** The lifecycle hook that delays a host's termination until keeper has drained it. Constant: changing it replaces the group. */
export const DRAIN_HOOK = {
  name: "drain",
  /** Three periods of the schedule, so that one lost event cannot end a save. */
  heartbeatSeconds: 3 * LOOK_EVERY_MINUTES * 60,
} as const;
