import { HOUR, MINUTE, type Instant } from "../world/clock";
import type { Subject } from "./subject";

/** Who gets through is told of no more for so long: a monitor may look like a person. */
const BETWEEN = 12 * HOUR;

/**
 * True once somebody has asked in three of five minutes and in at most four of the 20 before, if none got through that way
 * lately, and what is asked is known within a minute: then a person stands before the door.
 */
export function watchInsisting(subject: Subject): () => boolean {
  let brokeAt: Instant = -Infinity;
  return () => {
    const { now, queriedMinutes } = subject;
    const ages = [...queriedMinutes].map((minute) => (now - minute) / MINUTE);
    const insists = ages.filter((age) => age < 5).length >= 3;
    const isPerson = insists && ages.filter((age) => age >= 5 && age < 25).length <= 4;
    if (isPerson && subject.wokeUp) brokeAt = now;
    return isPerson && now - brokeAt >= BETWEEN && subject.loggedAt(now) - now <= MINUTE;
  };
}
