import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";

/** More states than can occur within the age an answer may have. */
const KEPT = 8;

/** Earlier states of something, for answers that are out of date. */
export class Past<T> {
  private states: readonly { readonly from: Instant; readonly state: T }[] = [];

  /** Records the state that holds from now on. */
  note(from: Instant, state: T): void {
    this.states = [...this.states.slice(1 - KEPT), { from, state }];
  }

  /** Undefined if it did not exist yet. */
  at(time: Instant): T | undefined {
    return this.states.findLast(({ from }) => from <= time)?.state;
  }
}

/** The time whose state an answer shows: now, or a few seconds ago. */
export function shownAt({ now, faults, uncertain, reads }: Core, action: string): Instant {
  const usual = uncertain.staleReads === "new" ? 0 : reads.between(0, 10);
  return now - (faults.staleSeconds({ at: now, action }) ?? usual) * SECOND;
}
