import { MINUTE, type Instant } from "../world/clock";
import type { Phase } from "./observer";
import type { Moment } from "./words";

/** What belongs together: mostly one evening, from the first query until the host is gone. */
export interface Chapter {
  readonly moments: Moment[];
  /** When it was not asleep, if ever. */
  from?: Instant;
  to?: Instant;
}

/** Asleep, and nothing happens for so long: what comes then is something new. */
const CALM = 30 * MINUTE;
/** So often trouble is told; what is left of it is counted. */
const TOLD_TIMES = 3;

/** Collects moments as they come. */
export class Chapters {
  readonly all: Chapter[] = [];

  get moments(): readonly Moment[] {
    return this.all.at(-1)?.moments ?? [];
  }

  add(now: Instant, moment: Moment): void {
    if (moment.tone === "trouble" && this.count(moment)) return;
    this.current(now).moments.push(moment);
  }

  turn(now: Instant, phase: Phase): void {
    const chapter = this.current(now);
    if (phase === "asleep") {
      if (chapter.from !== undefined) chapter.to = now;
      return;
    }
    chapter.from ??= now;
    delete chapter.to;
  }

  /** True if the same has just been told often enough. */
  private count({ at, who, what }: Moment): boolean {
    const alike = this.moments.filter((moment) => moment.who === who && moment.what === what);
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
