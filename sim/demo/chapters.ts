import { MINUTE, type Instant } from "../world/clock";
import type { Phase } from "./observer";
import type { Moment } from "./words";

/** What belongs together: mostly one evening, from the first query until the host is gone. */
export interface Chapter {
  moments: Moment[];
  /** When it began to end. */
  ending?: Instant;
  /** When it was not asleep, if ever. */
  from?: Instant;
  to?: Instant;
}

/** Asleep, and nothing happens for so long: what comes then is something new. */
const CALM = 30 * MINUTE;
/** So often trouble is told; what is left of it is counted. */
const TOLD_TIMES = 3;

const waits =
  ({ who }: Moment) =>
  (moment: Moment) =>
    moment.who === who && moment.what === "wants to play";

/** Collects moments as they come. */
export class Chapters {
  readonly all: Chapter[] = [];

  get moments(): readonly Moment[] {
    return this.all.at(-1)?.moments ?? [];
  }

  add(now: Instant, moment: Moment): void {
    if (moment.tone === "trouble" && this.count(moment)) return;
    const waited =
      moment.what === "gives up" ? this.all.findLast(({ moments }) => moments.some(waits(moment))) : undefined;
    (waited ?? this.current(now)).moments.push(moment);
  }

  turn(now: Instant, phase: Phase): void {
    if (phase === "asleep" || phase === "stopping") {
      const chapter = this.current(now);
      chapter.ending ??= now;
      if (phase === "asleep" && chapter.from !== undefined) chapter.to = now;
    } else {
      const chapter = this.awake(now);
      chapter.from ??= now;
      delete chapter.ending;
    }
  }

  /** The one that begins if it was asleep: who asked for it and who waits for it belongs there. */
  private awake(now: Instant): Chapter {
    const last = this.current(now);
    if (last.from !== undefined && last.to === undefined) return last;
    const next: Chapter = last.from === undefined ? last : { moments: [] };
    if (next !== last) this.all.push(next);
    const before = this.all.at(-2);
    if (before === undefined) return next;
    const { moments, ending = 0 } = before;
    const isLate = ({ at }: Moment): boolean => at >= ending && now - at < CALM;
    const isHeard = ({ tone, what, why = "" }: Moment): boolean =>
      tone === "query" ? !why.startsWith("ignored") : what === "alarm queried goes off";
    const isWaiting = (moment: Moment): boolean =>
      moment.what === "wants to play" && moment === moments.findLast(({ who }) => who === moment.who);
    const isOfNext = (moment: Moment): boolean =>
      moment.at === now || (isLate(moment) && (isHeard(moment) || isWaiting(moment)));
    next.moments.unshift(...moments.filter(isOfNext));
    before.moments = moments.filter((moment) => !isOfNext(moment));
    return next;
  }

  /** True if the same has just been told often enough. */
  private count({ at, who, what }: Moment): boolean {
    const newest = this.all.slice(-2).flatMap(({ moments }) => moments);
    const alike = newest.filter((moment) => moment.who === who && moment.what === what);
    const last = alike.at(-1);
    if (last === undefined || alike.length < TOLD_TIMES || at - (last.again?.until ?? last.at) > CALM) return false;
    last.again = { times: (last.again?.times ?? 0) + 1, until: at };
    return true;
  }

  /** The one that a moment of now belongs to. */
  private current(now: Instant): Chapter {
    const last = this.all.at(-1);
    const newest = last?.moments.at(-1);
    const isCalm = now - (newest?.again?.until ?? newest?.at ?? -Infinity) > CALM;
    const isOver = last?.to !== undefined ? now - last.to > MINUTE : last?.from === undefined && isCalm;
    if (last !== undefined && !isOver) return last;
    const chapter = { moments: [] };
    this.all.push(chapter);
    return chapter;
  }
}
