import type { Subject } from "../subject";
import { SECOND } from "../../world/clock";

/** Something that holds for every container, at every moment. */
export interface Invariant {
  readonly name: string;
  readonly sentence: string;
  /** What watches over it; asked after every event, it says in a sentence how the invariant is broken, if it is. */
  readonly watch: (subject: Subject) => () => string | undefined;
}

/** 61 s, or 7 minutes. */
export const inMinutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / SECOND);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
};
