import { DAY, HOUR, MINUTE, type Instant } from "../world/clock";
import { element, escaped } from "./markup";
import { dayOf, shortTime, timeOf } from "./times";
import type { Track } from "./tracks";

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The picture's own units: browsers stretch it to the width there is. */
export const WIDTH = 1000;
export const HEIGHT = 40;
/** As many bars as a narrow picture can show. */
const BARS = 240;
const TICKS = 7;
const STEPS = [5, 10, 15, 30, 60, 120, 360, 720].map((minutes) => minutes * MINUTE);

export function lane(span: Span, name: string, note: string, picture: string): string {
  const grid = ticks(span).map((at) =>
    element("line", { class: "grid", x1: x(span, at), x2: x(span, at), y1: 0, y2: HEIGHT }),
  );
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": name };
  const said = picture.includes("<rect") ? note : "none";
  const label = element("div", { class: "name" }, escaped(name), " ", element("small", {}, escaped(said)));
  return element("div", { class: "lane" }, label, element("svg", box, ...grid, picture));
}

/** Rectangles for what a track says, with a class each; none where it is empty. */
export function band<V extends string | number>(
  span: Span,
  track: Track<V>,
  classOf: (value: V) => string,
  say: (value: V) => string = String,
): string {
  const pieces = track.within(span.from, span.to).filter(({ value }) => classOf(value) !== "");
  return pieces
    .map(({ value, ...piece }) => box(span, piece, classOf(value), 1, `${say(value)}, ${range(piece)}`))
    .join("");
}

/** As many bars as can be seen, each of at least a minute. */
export function binned(
  { from, to }: Span,
  points: readonly { readonly at: Instant; readonly count: number }[],
  join: (one: number, other: number) => number,
): readonly (Span & { readonly count: number })[] {
  const width = Math.max(MINUTE, Math.ceil((to - from) / BARS / MINUTE) * MINUTE);
  const bins = new Map<number, number>();
  for (const { at: time, count } of points) {
    const bin = Math.floor((time - from) / width);
    bins.set(bin, join(bins.get(bin) ?? 0, count));
  }
  return [...bins].map(([bin, count]) => ({ from: from + bin * width, to: from + (bin + 1) * width, count }));
}

export function box(span: Span, piece: Span, kind: string, share: number, words: string): string {
  const height = Math.round(HEIGHT * share * 10) / 10;
  const width = Math.max(1.5, x(span, piece.to) - x(span, piece.from));
  const place = { x: x(span, piece.from), y: HEIGHT - height, width: Math.round(width * 10) / 10, height };
  return element("rect", { class: kind, ...place }, title(words));
}

/** Days have their names in the middle, hours stand at their line. */
export function axis(span: Span): string {
  return element("div", { class: "axis" }, ...(isLong(span) ? days(span) : hours(span)));
}

const days = (span: Span): readonly string[] =>
  ticks(span)
    .filter((day) => day + DAY / 2 < span.to)
    .map((day) => label(span, day + DAY / 2, dayName(span, day)));

const hours = (span: Span): readonly string[] =>
  ticks(span).map((time) =>
    label(span, time, timeOf(time).slice(0, 5), time - span.from < 0.02 * (span.to - span.from)),
  );

const dayName = ({ from, to }: Span, day: Instant): string =>
  (to - from > 8 * DAY ? "" : `${dayOf(day).slice(0, 3)} `) + String(new Date(day).getUTCDate());

/** One at the very start begins there: in the middle of its line it would stick out. */
function label(span: Span, time: Instant, words: string, isFirst = false): string {
  return element("span", { ...(isFirst && { class: "first" }), style: `left:${x(span, time) / 10}%` }, escaped(words));
}

const isLong = ({ from, to }: Span): boolean => to - from >= 2 * DAY;

/** The days of a long span from midnight to midnight, so that each has room for its name; a short one as it is. */
export const inWholeDays = (span: Span): Span =>
  isLong(span) ? { from: Math.floor(span.from / DAY) * DAY, to: Math.ceil(span.to / DAY) * DAY } : span;

function ticks(span: Span): readonly Instant[] {
  const { from, to } = span;
  const step = isLong(span) ? DAY : (STEPS.find((length) => (to - from) / length <= TICKS) ?? DAY);
  const first = Math.ceil(from / step) * step;
  // None at the very end, where its label would stick out.
  const count = Math.max(0, Math.ceil((to - 0.03 * (to - from) - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

export const x = ({ from, to }: Span, time: Instant): number =>
  Math.round(((Math.min(time, to) - from) / (to - from)) * WIDTH * 10) / 10;
export const title = (words: string): string => element("title", {}, escaped(words));
/** With the days, if there are two. */
export function range({ from, to }: Span): string {
  const isOneDay = Math.floor(from / DAY) === Math.floor(to / DAY);
  const [start, end] = [from, to].map((time) => (isOneDay ? timeOf(time) : shortTime(time)));
  return `${start ?? ""} to ${end ?? ""}`;
}
export const at = (span: Span, time: Instant): string =>
  span.to - span.from > 12 * HOUR ? shortTime(time) : timeOf(time).slice(0, 5);
