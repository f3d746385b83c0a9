import type { Instant } from "../clock";

export interface Mail {
  readonly at: Instant;
  /** A function's or an alarm's name. */
  readonly from: string;
  readonly to: readonly string[];
  /** "alarm", or what the attribute of this name says; empty without one. */
  readonly kind: string;
  /** What the attribute `mail` tells, for programs. */
  readonly fields?: unknown;
  readonly subject: string;
  readonly text: string;
}
