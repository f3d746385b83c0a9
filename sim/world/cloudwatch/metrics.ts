import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Data points that arrive after more minutes than this are late. */
const LATE_MINUTES = 2;
const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
};

/** A metric: its data points by minute since 1970, and for AWS's own metrics a level that is measured each minute. */
export class Series {
  private readonly points = new Map<number, readonly number[]>();
  private readonly levels: { readonly from: number; readonly value: number | undefined }[] = [];
  /** Minutes whose first data point arrived late. */
  readonly late = new Set<number>();
  /** The last minute that changed; all later minutes are alike. */
  changed = -Infinity;
  onChange: (() => void)[] = [];

  add(minute: number, value: number, isLate = false): void {
    const others = this.points.get(minute);
    if (isLate && others === undefined) this.late.add(minute);
    this.points.set(minute, [...(others ?? []), value]);
    this.change(minute);
  }

  /** @param value undefined if nothing is measured any more */
  setLevel(from: number, value: number | undefined): void {
    this.levels.push({ from, value });
    this.change(from);
  }

  /** Undefined if missing. */
  value(minute: number, statistic: string): number | undefined {
    const measure = STATISTICS[statistic];
    if (measure === undefined) throw new Unknown(`statistic ${statistic}`);
    const point = this.points.get(minute);
    if (point !== undefined) return measure(point);
    // No findLast: callers read hundreds of minutes at a time.
    for (let index = this.levels.length - 1; index >= 0; index--) {
      const level = this.levels[index];
      if (level !== undefined && level.from <= minute) return level.value;
    }
    return undefined;
  }

  private change(minute: number): void {
    this.changed = Math.max(this.changed, minute);
    for (const listener of this.onChange) listener();
  }
}

/** CloudWatch's metrics, in periods of a minute. */
export class Metrics {
  private readonly series = new Map<string, Series>();
  private readonly random;

  constructor(private readonly core: Core) {
    this.random = core.random.fork("metrics");
  }

  get(region: string, { namespace, name, dimensions }: MetricName): Series {
    const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = [region, namespace, name, ...sorted.flat()].join("|");
    const known = this.series.get(key) ?? new Series();
    this.series.set(key, known);
    return known;
  }

  /** A data point can be read some seconds after it was put. AWS documents no figure; here it takes 3 to 20 s. */
  put(region: string, metric: MetricName, value: number, at: Instant = this.core.now): void {
    const { namespace, name } = metric;
    if (!namespace.startsWith("AWS/")) this.core.meter.point(`${namespace} ${name}`);
    const delaySeconds = this.core.faults.metricDelaySeconds({ at: this.core.now, metric: name });
    this.core.clock.after((delaySeconds ?? this.random.between(3, 20)) * SECOND, () => {
      const minute = minuteOf(at);
      this.get(region, metric).add(minute, value, minuteOf(this.core.now) - minute > LATE_MINUTES);
    });
  }
}

export const minuteOf = (at: Instant): number => Math.floor(at / MINUTE);
