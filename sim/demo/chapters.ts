import { MINUTE, type Instant } from "../world/clock";
import { keyOf, type Moment, toneOf } from "./moments";
import type { Phase } from "./observer";
import type { Track } from "./tracks";

/** When it was not asleep. */
interface Awake {
  readonly from: Instant;
  /** When it began to end. */
  ending?: Instant | undefined;
  /** Undefined: it did not end. */
  to?: Instant;
}

/** What belongs together: mostly one evening, from the first query until the host is gone. */
export interface Chapter {
  /** Undefined: it stayed asleep. */
  readonly awake?: Awake;
  readonly moments: Moment[];
  /** When something last happened. */
  until: Instant;
}

/** Nothing happens for so long: what comes then is something new. */
const CALM = 30 * MINUTE;
/** How often a chapter lists the same problem. */
export const MAX_LISTED = 3;

/** Sorts moments into chapters, both in the order of time. */
export function chaptersOf(moments: readonly Moment[], phase: Track<Phase>): readonly Chapter[] {
  const chapters: Chapter[] = [];
  const awakes = awakeTimes(phase);
  for (const moment of [...moments].sort((one, other) => one.at - other.at)) {
    const { at } = moment;
    const awake = awakes.find((each) => at <= (endFor(moment, each) ?? Infinity));
    const isFirst = awake !== undefined && at > awake.from - CALM && (at >= awake.from || isCall(moment));
    const known = chapters.findLast((each) => awake !== undefined && each.awake === awake);
    const last = chapters.findLast(({ until }) => at - until <= CALM);
    const chapter = known ?? (isFirst ? { awake, moments: [], until: at } : (last ?? { moments: [], until: at }));
    if (!chapters.includes(chapter)) chapters.push(chapter);
    add(chapter, moment, toneOf(moment) === "problem" ? MAX_LISTED : Infinity);
  }
  return chapters;
}

/** @param most how often the same is listed; further ones are counted */
export function add(chapter: Chapter, moment: Moment, most: number): void {
  chapter.until = Math.max(chapter.until, moment.at);
  const same =
    most === Infinity ? [] : chapter.moments.filter((one) => one.kind === moment.kind && keyOf(one) === keyOf(moment));
  const last = same[most - 1];
  if (last === undefined) chapter.moments.push({ ...moment });
  else last.again = (last.again ?? 0) + 1;
}

/** Whoever calls while it shuts down calls for the next wake. */
const endFor = (moment: Moment, { ending, to }: Awake): Instant | undefined =>
  isCall(moment) ? ending : to && to + MINUTE;

function isCall(moment: Moment): boolean {
  if (moment.kind === "query") return moment.ignored === undefined;
  if (moment.kind === "capacity") return moment.desired > 0;
  return moment.kind === "tries" || moment.kind === "launch" || toneOf(moment) === "alarm";
}

function awakeTimes({ steps }: Track<Phase>): readonly Awake[] {
  const all: Awake[] = [];
  for (const [index, { from, value }] of steps.entries()) {
    if (value !== "asleep" && (steps[index - 1]?.value ?? "asleep") === "asleep") all.push({ from });
    const last = all.at(-1);
    if (last === undefined) continue;
    last.ending = value === "asleep" || value === "stopping" ? (last.ending ?? from) : undefined;
    if (value === "asleep") last.to = from;
  }
  return all;
}
