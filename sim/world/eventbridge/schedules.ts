import { TimeZone } from "../../../handlers/keeper/time-zone";
import { type Clock, DAY, HOUR, type Instant, MINUTE } from "../clock";
import { Unknown } from "../errors";

/** Does something at the times of schedules. Each has an ID. */
export class Schedules {
  private readonly waiting = new Map<string, { readonly time: Instant; readonly cancel: () => void }>();

  /** @param timesOf the next times of an ID's schedules, which an apply may change; none if it no longer exists */
  constructor(
    private readonly clock: Clock,
    private readonly timesOf: (id: string, after: Instant) => readonly Instant[],
    private readonly run: (id: string, time: Instant) => void,
    private readonly delay: () => number = () => 0,
  ) {}

  /** Starts the schedules that are new or have changed. Call it after each apply. */
  refresh(ids: readonly string[]): void {
    for (const id of new Set([...ids, ...this.waiting.keys()])) {
      const { time = Infinity } = this.waiting.get(id) ?? {};
      if (time > this.clock.now) this.wait(id);
    }
  }

  private wait(id: string): void {
    const times = this.timesOf(id, this.clock.now);
    const time = Math.min(...times);
    const before = this.waiting.get(id);
    if (before?.time === time) return;
    before?.cancel();
    this.waiting.delete(id);
    if (times.length === 0) return;
    const cancel = this.clock.at(time + this.delay(), () => {
      this.waiting.delete(id);
      this.run(id, time);
      this.wait(id);
    });
    this.waiting.set(id, { time, cancel });
  }
}

const RATE_UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };

/**
 * The next time of EventBridge Scheduler's cron(0 8 * * ? *) in a time zone, or rate(6 hours) since a time. Where clocks
 * skip a time, it is left out; where they show it twice, it counts once; a day is 24 hours:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @param since when a rate begins: without a start date at once, as soon as the schedule is created
 */
export function nextTimeIn(zone: TimeZone, expression: string, since: Instant, after: Instant): Instant {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (count !== undefined) {
    const period = Number(count) * (RATE_UNITS[unit] ?? NaN);
    return since + Math.max(0, Math.floor((after - since) / period) + 1) * period;
  }
  for (let clock = zone.clockAt(after).getTime(); ;) {
    clock = nextTime(expression, clock);
    const time = zone.instantOf(new Date(clock));
    if (time > after && zone.clockAt(time).getTime() === clock) return time;
  }
}

const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
type Fits = (value: number) => boolean;
const known = new Map<string, readonly Fits[]>();

/**
 * The next time of a schedule like cron(2/5 * * * ? *), in UTC.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function nextTime(expression: string, after: Instant): Instant {
  const fits = known.get(expression) ?? fieldsOf(expression);
  known.set(expression, fits);
  let minute = Math.floor(after / MINUTE) + 1;
  for (;;) {
    const date = new Date(minute * MINUTE);
    const [ofHour, hour, day] = [date.getUTCMinutes(), date.getUTCHours(), date.getUTCDate()];
    const values = [ofHour, hour, day, date.getUTCMonth() + 1, date.getUTCDay() + 1, date.getUTCFullYear()];
    const misfit = fits.findLastIndex((fit, index) => !fit(values[index] ?? 0));
    if (misfit < 0) return minute * MINUTE;
    // Where the hour or the day does not fit, no other minute of that hour does.
    minute = misfit === 0 ? minute + 1 : (Math.floor(minute / 60) + 1) * 60;
  }
}

function fieldsOf(expression: string): readonly Fits[] {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ");
  if (fields?.length !== 6) throw new Unknown(`schedule ${expression}`);
  return fields.map((field) => {
    const items = field.split(",").map((item) => itemOf(item, expression));
    return (value) => items.some((fit) => fit(value));
  });
}

/** `*`, `5`, `1-5`, `0/6`, `TUE`. */
function itemOf(item: string, expression: string): Fits {
  if (item === "*" || item === "?") return () => true;
  const [, from, to, step] = /^(\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  const [first, last] = [from, to].map((word = "") => DAYS.indexOf(word) + 1 || Number(word || NaN));
  if (first === undefined || Number.isNaN(first)) throw new Unknown(`schedule ${expression}`);
  const most = last !== undefined && !Number.isNaN(last) ? last : step === undefined ? first : Infinity;
  return (value) => value >= first && value <= most && (value - first) % Number(step ?? 1) === 0;
}
