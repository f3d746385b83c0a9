import { at, axis, band, binned, box, HEIGHT, lane, range, type Span, title, WIDTH, x } from "./drawing";
import { element } from "./markup";
import { nameOf, type Observer } from "./observer";
import { dollars } from "./telling";

/** What happened to a container in a span, as lanes one below the other on one axis of time. */
export function lanes(observer: Observer, span: Span): string {
  const alarms = observer.alarms.filter(({ track }) =>
    track.within(span.from, span.to).some(({ value }) => value === 1),
  );
  const asleep = observer.record.steps[0]?.value;
  const usd = (observer.usd.at(span.to) ?? 0) - (observer.usd.at(span.from) ?? 0);
  const draw = (name: string, note: string, picture: string): string => lane(span, name, note, picture);
  const alarm = (on: number): string => (on === 1 ? "alarm" : "");
  const record = (value: string): string => (value === asleep ? "placeholder" : "address");
  const rows = [
    draw(
      "life",
      "",
      band(span, observer.phase, (phase) => phase, nameOf),
    ),
    draw("capacity", "hosts, line: desired", capacity(span, observer)),
    players(span, observer),
    packets(span, observer),
    queries(span, observer),
    ...alarms.map(({ name, track }) =>
      draw(
        `alarm ${name}`,
        "",
        band(span, track, alarm, () => "ALARM"),
      ),
    ),
    draw("record", "green: host's address", band(span, observer.record, record)),
    draw("cost", dollars(usd), cost(span, observer)),
  ];
  return element("div", { class: "lanes" }, ...rows, axis(span));
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
  const peak = Math.max(0, ...points.map(({ count }) => count));
  const most = Math.max(observer.threshold, peak);
  const y = HEIGHT * (1 - observer.threshold / Math.max(1, most));
  const line = element(
    "line",
    { class: "threshold", x1: 0, x2: WIDTH, y1: y, y2: y },
    title(`fewer than ${observer.threshold} packets a minute: nobody plays`),
  );
  const bars = points.map(({ from, to, count }) =>
    box(span, { from, to }, "packets", count / most, `${count} packets a minute, ${at(span, from)}`),
  );
  return lane(
    span,
    "packets",
    `${peak === 0 ? "none" : `up to ${peak}/min`}; below the dashes nobody plays`,
    bars.join("") + line,
  );
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
    box(
      span,
      { from, to },
      "query",
      count / most,
      `asked ${count === 1 ? "once" : `${count} times`}, ${at(span, from)}`,
    ),
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
