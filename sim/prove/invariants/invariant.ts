import type { Subject } from "../subject";

/** Something that holds for every container, at every moment. */
export interface Invariant {
  readonly name: string;
  readonly sentence: string;
  /** What watches over it; asked after every event, it says in a sentence how the invariant is broken, if it is. */
  readonly watch: (subject: Subject) => () => string | undefined;
}
