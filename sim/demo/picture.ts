import type { Mode } from "../../shared/function-settings";
import { DAY, MINUTE, type Instant } from "../world/clock";
import type { Phase } from "./observer";
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

/** When what is always on does not run. */
const AWAY = "away";

/** How a value looks: the style's class, an amount that gives the height, and what is said under the pointer. */
type Look = readonly [kind: string, amount: number, says: string];
type Piece<V> = Span & { readonly value: V };

/** Text that is safe in HTML, between tags and in quotes. */
export const escaped = (words: string): string => words.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The style's class of a phase. */
export const phaseClass = (phase: Phase, mode: Mode): string =>
  mode === "always" && phase !== "awake" && phase !== "by hand" ? AWAY : phase.replace(" ", "-");

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function picture({ observer, times, called, settings }: Telling, span: Span): string {
  const { mode } = settings;
  const isAlways = mode === "always";
  const scale = (at: Instant): number => round(((Math.min(at, span.to) - span.from) / (span.to - span.from)) * WIDTH);
  const ticks = ticksOf(span, times.zone.day(span.from).start);
  const grid = ticks.map((at) => `<line class="grid" x1="${scale(at)}" x2="${scale(at)}" y1="0" y2="${HEIGHT}"/>`);

  const draw = ({ from, to, value: [kind, amount, says] }: Piece<Look>, most: number): string => {
    const [x, end, height] = [scale(from), scale(to), round((HEIGHT * amount) / most)];
    const y = HEIGHT - height;
    const title = `<title>${escaped(`${says}, ${times.short(from)} to ${times.short(to, from)}`)}</title>`;
    return LINES.includes(kind)
      ? `<line class="${kind}" x1="${x}" x2="${end}" y1="${y + 1}" y2="${y + 1}">${title}</line>`
      : `<rect class="${kind}" x="${x}" y="${y}" width="${round(Math.max(kind === AWAY ? 4 : 1.5, end - x))}" height="${height}">${title}</rect>`;
  };
  const lane = (
    name: string,
    note: string,
    pieces: readonly Piece<Look>[],
    lines: readonly Piece<Look>[] = [],
  ): string => {
    const drawn = [...pieces, ...lines].filter(({ value: [, amount] }) => amount > 0);
    const [peak, most] = [pieces, drawn].map((all) => Math.max(0, ...all.map(({ value: [, amount] }) => amount)));
    const small = peak === 0 ? "none" : note.replace("#", String(peak));
    // A few minutes of a week are narrow: what follows must not hide them.
    const last = drawn.toSorted((one, other) => Number(one.value[0] === AWAY) - Number(other.value[0] === AWAY));
    const bars = last.map((piece) => draw(piece, most ?? 1));
    const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(name)}">`;
    const label = `<div class="name">${escaped(name)} <small>${escaped(small)}</small></div>`;
    return `<div class="lane">${label}${svg}${[...grid, ...bars].join("")}</svg></div>`;
  };
  const seen = <V>(pieces: readonly Piece<V>[], look: (value: V) => Look): readonly Piece<Look>[] =>
    pieces.map(({ from, to, value }) => ({ from, to, value: look(value) }));
  const held = <V extends string | number>(values: Track<V>, look: (value: V) => Look): readonly Piece<Look>[] =>
    seen(values.within(span), look);

  const life = held(observer.phase, (phase) => [phaseClass(phase, mode), 1, phaseName(phase, mode)]);
  const hosts = held(observer.hosts, (count) => ["host", count, `hosts: ${count}`]);
  const desired = held(observer.desired, (count) => ["desired", count, `desired capacity: ${count}`]);
  const players = held(observer.players, (names) => ["player", names === "" ? 0 : names.split(", ").length, names]);
  const counts = binned(span, observer.packets(span), Math.max);
  const packets = seen(counts, (count) => ["packets", count, `up to ${count} packets a minute`]);
  const limit = { ...span, value: settings.idle.packetsPerMinute };
  const threshold = seen([limit], (least) => ["threshold", least, `threshold: ${least} packets a minute`]);
  const asked = observer.queries.filter((at) => at >= span.from && at < span.to).map((at) => ({ at, count: 1 }));
  const sums = binned(span, asked, (one, other) => one + other);
  const queries = seen(sums, (count) => ["query", count, `queries: ${count}`]);
  const record = held(observer.record, (value) => [
    called(value) === value ? "address" : "asleep",
    value === "" ? 0 : 1,
    called(value),
  ]);
  const [before = 0, after = 0] = [observer.usd.at(span.from), observer.usd.at(span.to)];
  const cost = held(observer.usd, (usd) => ["cost", usd - before, dollars(usd - before)]);
  const alarms = [...observer.alarms].flatMap(([name, states]) => {
    const pieces = held(states, (isOn) => ["alarm", isOn, "in ALARM state"]);
    return pieces.some(({ value: [, isOn] }) => isOn > 0) ? [lane(`alarm ${called(name)}`, "", pieces)] : [];
  });
  const rows = [
    lane("state", "", life),
    lane("hosts", "line: desired capacity", hosts, desired),
    lane(isAlways ? "visitors" : "players", "up to #", players),
    ...(isAlways
      ? [lane("packets", "up to # a minute", packets)]
      : [
          lane("packets", "up to # a minute; below the dashed line nobody is playing", packets, threshold),
          lane("queries", `${asked.length} in all`, queries),
        ]),
    ...alarms,
    lane("record", "green: the host's address", record),
    lane("cost", dollars(after - before), cost),
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
