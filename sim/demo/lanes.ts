import { DAY, HOUR, MINUTE, type Instant } from "../world/clock";
import { element, escaped } from "./markup";
import type { Observer } from "./observer";
import { dayOf, dollars, timeOf } from "./telling";
import type { Track } from "./tracks";

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The picture's own units: browsers stretch it to the width there is. */
const WIDTH = 1000;
const HEIGHT = 40;
/** As many bars as a narrow picture can show. */
const BARS = 240;
const TICKS = 7;
const STEPS = [5, 10, 15, 30, 60, 120, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function lanes(observer: Observer, span: Span): string {
  const alarms = observer.alarms.filter(({ track }) =>
    track.within(span.from, span.to).some(({ value }) => value === 1),
  );
  const asleep = observer.record.steps[0]?.value;
  const usd = (observer.usd.at(span.to) ?? 0) - (observer.usd.at(span.from) ?? 0);
  const rows = [
    lane(
      span,
      "life",
      "",
      band(span, observer.phase, (phase) => phase),
    ),
    lane(span, "capacity", "hosts, line: desired", capacity(span, observer)),
    players(span, observer),
    packets(span, observer),
    queries(span, observer),
    ...alarms.map(({ name, track }) =>
      lane(
        span,
        `alarm ${name}`,
        "",
        band(
          span,
          track,
          (on) => (on === 1 ? "alarm" : ""),
          () => "ALARM",
        ),
      ),
    ),
    lane(
      span,
      "record",
      "",
      band(span, observer.record, (value) => (value === asleep ? "placeholder" : "address")),
    ),
    lane(span, "cost", dollars(usd), cost(span, observer)),
  ];
  return element("div", { class: "lanes" }, ...rows, axis(span));
}

function lane(span: Span, name: string, note: string, picture: string): string {
  const grid = ticks(span).map((at) =>
    element("line", { class: "grid", x1: x(span, at), x2: x(span, at), y1: 0, y2: HEIGHT }),
  );
  const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": name };
  const label = element("div", { class: "name" }, escaped(name), " ", element("small", {}, escaped(note)));
  return element("div", { class: "lane" }, label, element("svg", box, ...grid, picture));
}

/** Rectangles for what a track says, with a class each; none where it is empty. */
function band<V extends string | number>(
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

function capacity(span: Span, { hosts, desired }: Observer): string {
  const most = Math.max(1, ...hosts.within(span.from, span.to).map(({ value }) => value));
  const there = hosts.within(span.from, span.to).filter(({ value }) => value > 0);
  const wanted = desired.within(span.from, span.to).filter(({ value }) => value > 0);
  return [
    ...there.map(({ value, ...piece }) => box(span, piece, "host", value / most, `${value} host, ${range(piece)}`)),
    ...wanted.map(({ value, ...piece }) => {
      const y = HEIGHT * (1 - value / most) + 1.5;
      const line = { class: "desired", x1: x(span, piece.from), x2: x(span, piece.to), y1: y, y2: y };
      return element("line", line, title(`desired capacity ${value}, ${range(piece)}`));
    }),
  ].join("");
}

function players(span: Span, { players: track }: Observer): string {
  const pieces = track.within(span.from, span.to).filter(({ value }) => value !== "");
  const count = (names: string): number => names.split(", ").length;
  const most = Math.max(0, ...pieces.map(({ value }) => count(value)));
  const bars = pieces.map(({ value, ...piece }) =>
    box(span, piece, "player", count(value) / most, `${value}, ${range(piece)}`),
  );
  return lane(span, "players", `up to ${most}`, bars.join(""));
}

function packets(span: Span, observer: Observer): string {
  const points = binned(span, observer.packets(span.from, span.to), Math.max);
  const most = Math.max(observer.threshold, ...points.map(({ count }) => count));
  const y = HEIGHT * (1 - observer.threshold / Math.max(1, most));
  const line = element(
    "line",
    { class: "threshold", x1: 0, x2: WIDTH, y1: y, y2: y },
    title(`fewer than ${observer.threshold} packets a minute: nobody plays`),
  );
  const bars = points.map(({ from, to, count }) =>
    box(span, { from, to }, "packets", count / most, `${count} packets a minute, ${at(span, from)}`),
  );
  return lane(span, "packets", `up to ${most}/min`, bars.join("") + line);
}

function queries(span: Span, observer: Observer): string {
  const asked = observer.queries.filter((time) => time >= span.from && time < span.to);
  const points = binned(
    span,
    asked.map((time) => ({ at: time, count: 1 })),
    (one, other) => one + other,
  );
  const most = Math.max(1, ...points.map(({ count }) => count));
  const bars = points.map(({ from, to, count }) =>
    box(span, { from, to }, "query", count / most, `asked ${count} times, ${at(span, from)}`),
  );
  return lane(span, "queries", `${asked.length} in all`, bars.join(""));
}

function cost(span: Span, { usd }: Observer): string {
  const pieces = usd.within(span.from, span.to);
  const [first, last] = [pieces[0]?.value ?? 0, pieces.at(-1)?.value ?? 0];
  const bars = pieces.map(({ value, ...piece }) =>
    box(
      span,
      piece,
      "cost",
      (value - first) / Math.max(0.0001, last - first),
      `${dollars(value - first)}, ${at(span, piece.from)}`,
    ),
  );
  return bars.join("");
}

/** As many bars as can be seen, each of at least a minute. */
function binned(
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

function box(span: Span, piece: Span, kind: string, share: number, words: string): string {
  const height = Math.round(HEIGHT * share * 10) / 10;
  const width = Math.max(1.5, x(span, piece.to) - x(span, piece.from));
  const place = { x: x(span, piece.from), y: HEIGHT - height, width: Math.round(width * 10) / 10, height };
  return element("rect", { class: kind, ...place }, title(words));
}

function axis(span: Span): string {
  const isLong = span.to - span.from > 2 * DAY;
  const labels = ticks(span).map((time) => {
    const words = isLong ? dayOf(time).slice(0, 3) : timeOf(time).slice(0, 5);
    return element("span", { style: `left:${x(span, time) / 10}%` }, escaped(words));
  });
  return element("div", { class: "axis" }, ...labels);
}

function ticks({ from, to }: Span): readonly Instant[] {
  const step = STEPS.find((length) => (to - from) / length <= TICKS) ?? DAY;
  const first = Math.ceil(from / step) * step;
  // None at the very end, where its label would stick out.
  const count = Math.max(0, Math.ceil((to - 0.03 * (to - from) - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

const x = ({ from, to }: Span, time: Instant): number =>
  Math.round(((Math.min(time, to) - from) / (to - from)) * WIDTH * 10) / 10;
const title = (words: string): string => element("title", {}, escaped(words));
const range = ({ from, to }: Span): string => `${timeOf(from)} to ${timeOf(to)}`;
const at = (span: Span, time: Instant): string =>
  span.to - span.from > 12 * HOUR ? `${dayOf(time)}, ${timeOf(time).slice(0, 5)}` : timeOf(time).slice(0, 5);
