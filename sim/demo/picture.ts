import { DAY, MINUTE, type Instant } from "../world/clock";
import { element, escaped } from "./markup";
import { phaseName, dollars } from "./sentences";
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

/** What is seen of a value, while it holds. */
interface Look {
  /** The style's class. */
  readonly kind: string;
  /** Under the pointer; the time is added. */
  readonly says: string;
  /** Of the lane's height. @default 1 */
  readonly share?: number;
  /** Only its upper edge. */
  readonly isLine?: boolean;
}
type Piece<V> = Span & { readonly value: V };

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function picture({ observer, times, called, settings }: Telling, given: Span): string {
  const isLong = given.to - given.from >= 2 * DAY;
  // Days have room for their names.
  const { zone } = times;
  const span = isLong ? { from: zone.day(given.from).start, to: zone.day(given.to - 1).end } : given;
  const ticks = ticksOf(span, isLong, times);
  const scale = (at: Instant): number =>
    Math.round(((Math.min(at, span.to) - span.from) / (span.to - span.from)) * WIDTH * 10) / 10;
  const range = ({ from, to }: Span): string => `${times.short(from)} to ${times.short(to, from)}`;

  const draw = <V>(pieces: readonly Piece<V>[], look: (value: V) => Look | undefined): string[] =>
    pieces.flatMap((piece) => {
      const seen = look(piece.value);
      if (seen === undefined) return [];
      const { kind, says, share = 1, isLine = false } = seen;
      const [x, end, height] = [scale(piece.from), scale(piece.to), Math.round(HEIGHT * share * 10) / 10];
      const y = Math.max(1, HEIGHT - height);
      const place: Record<string, number> = isLine
        ? { x1: x, x2: end, y1: y, y2: y }
        : { x, y: HEIGHT - height, width: Math.max(1.5, end - x), height };
      const title = element("title", {}, escaped(`${says}, ${range(piece)}`));
      return [element(isLine ? "line" : "rect", { class: kind, ...place }, title)];
    });
  const lane = (name: string, note: string, ...drawn: readonly string[][]): string => {
    const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": name };
    const grid = ticks.map((at) => element("line", { class: "grid", x1: scale(at), x2: scale(at), y1: 0, y2: HEIGHT }));
    const said = (drawn[0] ?? []).length > 0 ? note : "none";
    const label = element("div", { class: "name" }, escaped(name), " ", element("small", {}, escaped(said)));
    return element("div", { class: "lane" }, label, element("svg", box, ...grid, ...drawn.flat()));
  };
  const steps = <V extends string | number>(track: Track<V>): readonly Piece<V>[] => track.within(span);
  const most = (pieces: readonly Piece<number>[]): number => Math.max(0, ...pieces.map(({ value }) => value));

  const asleep = observer.record.steps[0]?.value;
  const threshold = settings.idle.packetsPerMinute;
  const hosts = steps(observer.hosts);
  const players = steps(observer.players).map((piece) => ({
    ...piece,
    value: piece.value.split("\n").filter(Boolean),
  }));
  const packets = binned(span, observer.packets(span), Math.max);
  const asked = observer.queries.filter((at) => at >= span.from && at < span.to);
  const queries = binned(
    span,
    asked.map((at) => ({ at, count: 1 })),
    (one, other) => one + other,
  );
  const [mostHosts, mostPlayers, mostQueries] = [
    Math.max(1, most(hosts)),
    Math.max(0, ...players.map(({ value }) => value.length)),
    most(queries),
  ];
  const mostPackets = Math.max(threshold, most(packets));
  const usd = steps(observer.usd);
  const [before, after] = [usd[0]?.value ?? 0, usd.at(-1)?.value ?? 0];
  const alarms = [...observer.alarms].filter(([, track]) => steps(track).some(({ value }) => value === 1));
  return element(
    "div",
    { class: "lanes" },
    lane(
      "life",
      "",
      draw(steps(observer.phase), (phase) => ({ kind: phase.replace(" ", "-"), says: phaseName(phase) })),
    ),
    lane(
      "hosts",
      "line: desired capacity",
      draw(hosts, (count) =>
        count === 0 ? undefined : { kind: "host", share: count / mostHosts, says: `hosts: ${count}` },
      ),
      draw(steps(observer.desired), (count) =>
        count === 0
          ? undefined
          : { kind: "desired", share: count / mostHosts, isLine: true, says: `desired capacity ${count}` },
      ),
    ),
    lane(
      "players",
      `up to ${mostPlayers}`,
      draw(players, (names) =>
        names.length === 0 ? undefined : { kind: "player", share: names.length / mostPlayers, says: names.join(", ") },
      ),
    ),
    lane(
      "packets",
      `up to ${most(packets)} a minute; below the dashed line nobody is playing`,
      draw(packets, (count) => ({ kind: "packets", share: count / mostPackets, says: `${count} packets a minute` })),
      draw([{ ...span, value: threshold }], (value) => ({
        kind: "threshold",
        share: value / mostPackets,
        isLine: true,
        says: `fewer than ${value} packets a minute: nobody is playing`,
      })),
    ),
    lane(
      "queries",
      `${asked.length} in all`,
      draw(queries, (count) => ({ kind: "query", share: count / mostQueries, says: `queries: ${count}` })),
    ),
    ...alarms.map(([name, track]) =>
      lane(
        `alarm ${called(name)}`,
        "",
        draw(steps(track), (value) => (value === 1 ? { kind: "alarm", says: "ALARM" } : undefined)),
      ),
    ),
    lane(
      "record",
      "green: address of the host",
      draw(steps(observer.record), (value) => ({ kind: value === asleep ? "asleep" : "address", says: called(value) })),
    ),
    lane(
      "cost",
      dollars(after - before),
      draw(usd, (value) => ({
        kind: "cost",
        share: (value - before) / Math.max(0.0001, after - before),
        says: dollars(value - before),
      })),
    ),
    axis(span, ticks, isLong, times, scale),
  );
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

/** Each midnight of a long span; of a short one a few round times, none at its very end. */
function ticksOf({ from, to }: Span, isLong: boolean, { zone }: Times): readonly Instant[] {
  const ticks: Instant[] = [];
  if (isLong) for (let day = zone.day(from); day.start < to; day = zone.day(day.end)) ticks.push(day.start);
  if (isLong) return ticks;
  const step = STEPS.find((length) => (to - from) / length <= TICKS) ?? DAY;
  const midnight = zone.day(from).start;
  const last = to - 0.03 * (to - from);
  for (let at = midnight + Math.ceil((from - midnight) / step) * step; at < last; at += step) ticks.push(at);
  return ticks;
}

/** Days have their names in the middle, hours stand at their line. */
function axis(
  span: Span,
  ticks: readonly Instant[],
  isLong: boolean,
  times: Times,
  scale: (at: Instant) => number,
): string {
  const isShortName = span.to - span.from > 8 * DAY;
  const labels = ticks.map((at) => {
    const [day = "", date = ""] = times.day(at).split(" ");
    const words = isLong ? (isShortName ? date : `${day.slice(0, 3)} ${date}`) : times.minutes(at);
    const left = scale(isLong ? at + DAY / 2 : at) / 10;
    // In the middle of its line it would stick out.
    return element("span", { ...(left < 2 && { class: "first" }), style: `left:${left}%` }, words);
  });
  return element("div", { class: "axis" }, ...labels);
}
