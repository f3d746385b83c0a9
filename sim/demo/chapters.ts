import { MINUTE, type Instant } from "../world/clock";
import { CALM, type Moment, toneOf } from "./moments";
import type { Phase } from "./observer";
import type { Track } from "./tracks";

/** When it was not asleep. */
interface Awake {
  readonly from: Instant;
  /** When it began to end. */
  ending?: Instant;
  /** Undefined: it did not end. */
  to?: Instant;
}

/** What belongs together: mostly one evening, from the first query until the host is gone. */
export interface Chapter {
  /** Undefined: it stayed asleep. */
  readonly awake?: Awake;
  readonly moments: Moment[];
}

/** Sorts moments into chapters, both in the order of time. */
export function chaptersOf(moments: readonly Moment[], phase: Track<Phase>): readonly Chapter[] {
  const chapters: Chapter[] = [];
  const awakes = awakeTimes(phase);
  for (const moment of [...moments].sort((one, other) => one.at - other.at)) {
    const { at } = moment;
    const next = awakes.find((awake) => at <= (endFor(moment, awake) ?? Infinity));
    const known = chapters.findLast(({ awake }) => awake !== undefined && awake === next);
    const last = chapters.at(-1);
    const newest = last?.moments.at(-1);
    if (known !== undefined) known.moments.push(moment);
    else if (next !== undefined && at > next.from - CALM && (at >= next.from || isCall(moment)))
      chapters.push({ awake: next, moments: [moment] });
    else if (last !== undefined && newest !== undefined && at - newest.at <= CALM) last.moments.push(moment);
    else chapters.push({ moments: [moment] });
  }
  return chapters;
}

/** Whoever calls while it shuts down calls for the next wake. */
const endFor = (moment: Moment, { ending, to }: Awake): Instant | undefined =>
  isCall(moment) ? ending : to && to + MINUTE;

const isCall = (moment: Moment): boolean =>
  moment.kind === "query" ? moment.ignored === undefined : moment.kind === "tries" || toneOf(moment) === "alarm";

function awakeTimes(phase: Track<Phase>): readonly Awake[] {
  const all: Awake[] = [];
  for (const { from, value } of phase.steps) {
    const last = all.at(-1);
    const open = last?.to === undefined ? last : undefined;
    if (value === "asleep") {
      if (open === undefined) continue;
      open.ending ??= from;
      open.to = from;
    } else {
      const awake = open ?? { from };
      if (open === undefined) all.push(awake);
      if (value === "stopping") awake.ending ??= from;
      else delete awake.ending;
    }
  }
  return all;
}
