import { DAY, MINUTE, type Instant } from "../world/clock";
import { element, escaped } from "./markup";
import { dollars, phaseName } from "./sentences";
import type { Telling } from "./telling";
import type { Times } from "./times";
import type { Span, Track } from "./tracks";

/** The picture's own units: browsers stretch it to the width there is. */
const WIDTH = 1000;
const HEIGHT = 40;
/** As many bars as a narrow picture can show. */
const BARS = 240;
const TICKS = 7;
const STEPS = [5, 10, 15, 30, 60, 120, 360, 720].map((minutes) => minutes * MINUTE);
/** Drawn as the upper edge alone. */
const LINES = ["desired", "threshold"];

type Piece<V> = Span & { readonly value: V };
/** How a value looks: the style's class, its share of the lane's height, and what is said under the pointer. */
type Look = readonly [kind: string, share: number, says: string];
type Scale = (at: Instant) => number;

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function picture(telling: Telling, given: Span): string {
  const { observer, times, called, settings } = telling;
  const isLong = given.to - given.from >= 2 * DAY;
  const { zone } = times;
  // Days have room for their names.
  const span = isLong ? { from: zone.day(given.from).start, to: zone.day(given.to - 1).end } : given;
  const ticks = isLong ? midnights(span, times) : roundTimes(span, times);
  const scale: Scale = (at) => Math.round(((Math.min(at, span.to) - span.from) / (span.to - span.from)) * 1e4) / 10;

  const draw = <V>(pieces: readonly Piece<V>[], look: (value: V) => Look): readonly string[] =>
    pieces.flatMap(({ value, from, to }) => {
      const [kind, share, says] = look(value);
      const title = element("title", {}, escaped(`${says}, ${times.short(from)} to ${times.short(to, from)}`));
      return share === 0 ? [] : [shape(kind, share, scale(from), scale(to), title)];
    });
  const lane = (name: string, note: string, drawn: readonly string[], ...more: readonly string[]): string => {
    const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": name };
    const grid = ticks.map((at) => element("line", { class: "grid", x1: scale(at), x2: scale(at), y1: 0, y2: HEIGHT }));
    const small = element("small", {}, escaped(drawn.length === 0 ? "none" : note));
    const label = element("div", { class: "name" }, escaped(name), " ", small);
    return element("div", { class: "lane" }, label, element("svg", box, ...grid, ...drawn, ...more));
  };
  const steps = <V extends string | number>(track: Track<V>): readonly Piece<V>[] => track.within(span);
  const peak = (pieces: readonly Piece<number>[]): number => Math.max(0, ...pieces.map(({ value }) => value));

  const [hosts, desired, usd] = [steps(observer.hosts), steps(observer.desired), steps(observer.usd)];
  const players = steps(observer.players).map((piece) => ({
    ...piece,
    value: piece.value.split("\n").filter(Boolean),
  }));
  const mostPlayers = Math.max(0, ...players.map(({ value }) => value.length));
  const packets = binned(span, observer.packets(span), Math.max);
  const asked = observer.queries.filter((at) => at >= span.from && at < span.to).map((at) => ({ at, count: 1 }));
  const queries = binned(span, asked, (one, other) => one + other);
  const threshold = settings.idle.packetsPerMinute;
  const [mostHosts, mostPackets] = [Math.max(1, peak(hosts)), Math.max(threshold, peak(packets))];
  const [before, after] = [usd[0]?.value ?? 0, peak(usd)];
  const below = { ...span, value: threshold };
  const alarms = [...observer.alarms].filter(([, track]) => peak(steps(track)) > 0);
  const rows = [
    lane(
      "life",
      "",
      draw(steps(observer.phase), (phase) => [phase.replace(" ", "-"), 1, phaseName(phase)]),
    ),
    lane(
      "hosts",
      "line: desired capacity",
      draw(hosts, (count) => ["host", count / mostHosts, `hosts: ${count}`]),
      ...draw(desired, (count) => ["desired", count / mostHosts, `desired capacity: ${count}`]),
    ),
    lane(
      "players",
      `up to ${mostPlayers}`,
      draw(players, (names) => ["player", names.length / Math.max(1, mostPlayers), names.join(", ")]),
    ),
    lane(
      "packets",
      `up to ${peak(packets)} a minute; below the dashed line nobody is playing`,
      draw(packets, (count) => ["packets", count / mostPackets, `${count} packets a minute`]),
      ...draw([below], (least) => ["threshold", least / mostPackets, `threshold: ${least} packets a minute`]),
    ),
    lane(
      "queries",
      `${asked.length} in all`,
      draw(queries, (count) => ["query", count / peak(queries), `queries: ${count}`]),
    ),
    ...alarms.map(([name, track]) =>
      lane(
        `alarm ${called(name)}`,
        "",
        draw(steps(track), (isOn) => ["alarm", isOn, "in ALARM state"]),
      ),
    ),
    lane(
      "record",
      "green: the host's address",
      draw(steps(observer.record), (value) => [called(value) === value ? "address" : "asleep", 1, called(value)]),
    ),
    lane(
      "cost",
      dollars(after - before),
      draw(usd, (value) => ["cost", (value - before) / Math.max(0.0001, after - before), dollars(value - before)]),
    ),
  ];
  return element("div", { class: "lanes" }, ...rows, axis(span, ticks, isLong, times, scale));
}

function shape(kind: string, share: number, x: number, end: number, title: string): string {
  const height = Math.round(HEIGHT * share * 10) / 10;
  const y = HEIGHT - height;
  if (!LINES.includes(kind))
    return element("rect", { class: kind, x, y, width: Math.max(1.5, end - x), height }, title);
  return element("line", { class: kind, x1: x, x2: end, y1: y + 1, y2: y + 1 }, title);
}

/** As many bars as can be seen, each of at least a minute. */
function binned(
  { from, to }: Span,
  points: readonly { readonly at: Instant; readonly count: number }[],
  join: (one: number, other: number) => number,
): readonly Piece<number>[] {
  const width = Math.max(MINUTE, Math.ceil((to - from) / BARS / MINUTE) * MINUTE);
  const bins = new Map<number, number>();
  for (const { at, count } of points) {
    const bin = Math.floor((at - from) / width);
    bins.set(bin, join(bins.get(bin) ?? 0, count));
  }
  return [...bins].map(([bin, value]) => ({ from: from + bin * width, to: from + (bin + 1) * width, value }));
}

function midnights({ from, to }: Span, { zone }: Times): readonly Instant[] {
  const ticks = [];
  for (let { start, end } = zone.day(from); start < to; { start, end } = zone.day(end)) ticks.push(start);
  return ticks;
}

/** None at the very end, where its label would stick out. */
function roundTimes({ from, to }: Span, { zone }: Times): readonly Instant[] {
  const step = STEPS.find((length) => (to - from) / length <= TICKS) ?? DAY;
  const { start } = zone.day(from);
  const first = start + Math.ceil((from - start) / step) * step;
  const count = Math.max(0, Math.ceil((to - 0.03 * (to - from) - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** Days have their names in the middle, hours stand at their line. */
function axis({ from, to }: Span, ticks: readonly Instant[], isLong: boolean, times: Times, scale: Scale): string {
  const labels = ticks.map((at) => {
    const [day = "", date = ""] = times.day(at).split(" ");
    const name = to - from > 8 * DAY ? date : `${day.slice(0, 3)} ${date}`;
    const left = scale(isLong ? at + DAY / 2 : at) / 10;
    // In the middle of its line it would stick out.
    const place = { ...(left < 2 && { class: "first" }), style: `left:${left}%` };
    return element("span", place, isLong ? name : times.minutes(at));
  });
  return element("div", { class: "axis" }, ...labels);
}
