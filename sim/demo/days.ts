import type { TimeZone } from "../../handlers/keeper/time-zone";
import { MINUTE } from "../world/clock";
import { add, type Chapter, MAX_LISTED } from "./chapters";
import { type Moment, toneOf } from "./moments";
import type { Phase } from "./observer";
import type { Span, Track } from "./tracks";

/** An outage is over in the story when it has run for so long: what comes at its end belongs to it. */
const SETTLED = 5 * MINUTE;

/** When a container that is always on did not run, after it first had. */
export function outages(phase: Track<Phase>, { from, to }: Span): readonly Span[] {
  const first = phase.steps.find(({ value }) => value === "awake")?.from ?? to;
  return phase.within({ from: Math.max(from, first), to }).filter(({ value }) => value !== "awake");
}

/** A container that is always on has no evenings: its story is sorted by days, in the order of time. */
export function daysOf(
  moments: readonly Moment[],
  phase: Track<Phase>,
  span: Span,
  zone: TimeZone,
): readonly Chapter[] {
  const days: Chapter[] = [];
  for (let from = span.from; from < span.to; from = days.at(-1)?.until ?? span.to) {
    const until = Math.min(span.to, zone.day(from).end);
    days.push({ awake: { from, to: until }, moments: [], until });
  }
  const out = outages(phase, span);
  for (const moment of [...moments].sort((one, other) => one.at - other.at)) {
    const day = days.find(({ until }) => moment.at < until) ?? days.at(-1);
    const isOutage = out.some(({ from, to }) => moment.at >= from && moment.at < to + SETTLED);
    if (day !== undefined) add(day, moment, isOutage ? inOutage(moment) : asUsual(moment));
  }
  return days;
}

/** How often the same is listed in an outage: a container that cannot run starts a hundred times. */
const inOutage = (moment: Moment): number => (["problem", "game"].includes(toneOf(moment)) ? MAX_LISTED : Infinity);

/** On a day as usual: scheduled runs are the same each time. */
const asUsual = (moment: Moment): number => {
  if (["game", "aws"].includes(toneOf(moment))) return 1;
  return toneOf(moment) === "problem" ? MAX_LISTED : Infinity;
};
