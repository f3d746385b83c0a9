import type { Instant } from "../clock";

export interface Mail {
  readonly at: Instant;
  /** A function's or an alarm's name. */
  readonly from: string;
  readonly to: readonly string[];
  /** "alarm", or the message attribute of this name; empty without one. */
  readonly kind: string;
  /** The content of the attribute `mail`, for programs. */
  readonly fields?: unknown;
  readonly subject: string;
  readonly text: string;
}
