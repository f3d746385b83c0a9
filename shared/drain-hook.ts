import { LOOK_EVERY_MINUTES } from "./schedule";

/** The lifecycle hook that holds a dying host until keeper has drained it. Constant: any change of it replaces the group. */
export const DRAIN_HOOK = {
  name: "drain",
  /** Three looks of the schedule: one lost event cannot end a save. */
  heartbeatSeconds: 3 * LOOK_EVERY_MINUTES * 60,
} as const;
