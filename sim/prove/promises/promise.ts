import type { Subject } from "../subject";

/** Something we promise about every container, at every moment. */
export interface Promised {
  /** As in the list of promises: a to n. */
  readonly letter: string;
  readonly sentence: string;
  /** What watches over it; asked after every event, it says in a sentence how the promise is broken, if it is. */
  readonly watch: (subject: Subject) => () => string | undefined;
}
