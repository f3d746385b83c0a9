import { DAY, MINUTE, type Instant } from "../world/clock";
import { dollars, phaseName } from "./sentences";
import type { Telling } from "./telling";
import type { Span, Track } from "./tracks";

/** The picture's own units: browsers stretch it to the width there is. */
const WIDTH = 1000;
const HEIGHT = 40;
/** As many bars as a narrow picture can show. */
const BARS = 240;
const TICKS = 8;
const STEPS = [5, 10, 15, 30, 60, 120, 360, 720, 1440, 2880].map((minutes) => minutes * MINUTE);
/** Drawn as the upper edge alone. */
const LINES = ["desired", "threshold"];

type Piece<V> = Span & { readonly value: V };
/** How a value looks: the style's class, its share of the lane's height, and what is said under the pointer. */
type Look = readonly [kind: string, share: number, says: string];

/** Text that is safe in HTML, between tags and in quotes. */
export const escaped = (words: string): string => words.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function picture({ observer, times, called, settings }: Telling, span: Span): string {
  const scale = (at: Instant): number => round(((Math.min(at, span.to) - span.from) / (span.to - span.from)) * WIDTH);
  const ticks = ticksOf(span, times.zone.day(span.from).start);
  const grid = ticks.map((at) => `<line class="grid" x1="${scale(at)}" x2="${scale(at)}" y1="0" y2="${HEIGHT}"/>`);

  const draw = <V>(pieces: readonly Piece<V>[], look: (value: V) => Look): readonly string[] =>
    pieces.flatMap(({ value, from, to }) => {
      const [kind, share, says] = look(value);
      if (share === 0) return [];
      const [x, end, height] = [scale(from), scale(to), round(HEIGHT * share)];
      const y = HEIGHT - height;
      const title = `<title>${escaped(`${says}, ${times.short(from)} to ${times.short(to, from)}`)}</title>`;
      return LINES.includes(kind)
        ? `<line class="${kind}" x1="${x}" x2="${end}" y1="${y + 1}" y2="${y + 1}">${title}</line>`
        : `<rect class="${kind}" x="${x}" y="${y}" width="${round(Math.max(1.5, end - x))}" height="${height}">${title}</rect>`;
    });
  const lane = (name: string, note: string, drawn: readonly string[], more: readonly string[] = []): string => {
    const label = `${escaped(name)} <small>${escaped(drawn.length === 0 ? "none" : note)}</small>`;
    const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(name)}">`;
    return `<div class="lane"><div class="name">${label}</div>${svg}${[...grid, ...drawn, ...more].join("")}</svg></div>`;
  };
  const steps = <V extends string | number>(track: Track<V>): readonly Piece<V>[] => track.within(span);
  const peak = (pieces: readonly Piece<number>[]): number => Math.max(0, ...pieces.map(({ value }) => value));

  const [hosts, desired, usd] = [steps(observer.hosts), steps(observer.desired), steps(observer.usd)];
  const players = steps(observer.players).map((piece) => ({
    ...piece,
    value: piece.value.split("\n").filter(Boolean),
  }));
  const mostPlayers = Math.max(1, ...players.map(({ value }) => value.length));
  const packets = binned(span, observer.packets(span), Math.max);
  const asked = observer.queries.filter((at) => at >= span.from && at < span.to).map((at) => ({ at, count: 1 }));
  const queries = binned(span, asked, (one, other) => one + other);
  const threshold = settings.idle.packetsPerMinute;
  const [mostHosts, mostPackets] = [Math.max(1, peak(hosts)), Math.max(threshold, peak(packets))];
  const [before, after] = [usd[0]?.value ?? 0, peak(usd)];
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
      draw(desired, (count) => ["desired", count / mostHosts, `desired capacity: ${count}`]),
    ),
    lane(
      "players",
      `up to ${mostPlayers}`,
      draw(players, (names) => ["player", names.length / mostPlayers, names.join(", ")]),
    ),
    lane(
      "packets",
      `up to ${peak(packets)} a minute; below the dashed line nobody is playing`,
      draw(packets, (count) => ["packets", count / mostPackets, `${count} packets a minute`]),
      draw([{ ...span, value: threshold }], (least) => [
        "threshold",
        least / mostPackets,
        `threshold ${least} a minute`,
      ]),
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
  const labels = ticks.map((at) => {
    const time = times.minutes(at);
    const words = time === "00:00" ? times.day(at).slice(0, 6) : time;
    return `<span style="left:${scale(at) / 10}%">${words}</span>`;
  });
  return `<div class="lanes">${rows.join("")}<div class="axis">${labels.join("")}</div></div>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

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

/** A few round times since midnight, none at the very end, where its label would stick out. */
function ticksOf({ from, to }: Span, midnight: Instant): readonly Instant[] {
  const step = STEPS.find((length) => (to - from) / length <= TICKS) ?? 7 * DAY;
  const first = midnight + Math.ceil((from - midnight) / step) * step;
  const count = Math.max(0, Math.ceil((to - 0.03 * (to - from) - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}
