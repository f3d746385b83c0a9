import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";

/** More changes than happen in the time an answer may be old. */
const KEPT = 8;

/** What something was a moment ago, for answers that are not the newest. */
export class Past<T> {
  private states: readonly { readonly from: Instant; readonly state: T }[] = [];

  /** From now on it is this. */
  note(from: Instant, state: T): void {
    this.states = [...this.states.slice(1 - KEPT), { from, state }];
  }

  /** Undefined: it was not there yet. */
  at(time: Instant): T | undefined {
    return this.states.findLast(({ from }) => from <= time)?.state;
  }
}

/** The time whose state an answer shows: now, or some seconds before. */
export function shownAt({ now, faults, uncertain, reads }: Core, action: string): Instant {
  const usual = uncertain.staleReads === "new" ? 0 : reads.between(0, 10);
  return now - (faults.staleSeconds({ at: now, action }) ?? usual) * SECOND;
}
