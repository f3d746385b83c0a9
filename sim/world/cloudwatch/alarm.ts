import { isObject, text } from "../../provider/values";
import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import { type AppliedObject, number } from "../terraform/objects";
import { minuteOf, type Metrics, type Series } from "./metrics";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** An alarm on one metric in its own region, with a period of one minute. */
export class Alarm {
  state: AlarmState = "INSUFFICIENT_DATA";
  changedAt: Instant;
  object: AppliedObject;
  removed = false;
  private stateBefore: AlarmState = "INSUFFICIENT_DATA";
  /** CloudWatch reads more data points than it evaluates, and prefers older real ones to filling in missing ones. */
  private readonly extraPoints: number;
  private awake = false;
  private readonly series: Series;

  constructor(
    private readonly core: Core,
    object: AppliedObject,
    metrics: Metrics,
    private readonly second: number,
    private readonly onState: (alarm: Alarm, changed: boolean, value: number | undefined) => void,
  ) {
    this.object = object;
    this.changedAt = core.now;
    this.extraPoints = Number(core.uncertain.olderPoints);
    const { namespace, metric_name, dimensions, period } = object.attributes;
    if (text(metric_name) === "" || period !== 60) throw new Unknown(`alarm ${this.name}: not a metric with period 60`);
    const named = Object.entries(isObject(dimensions) ? dimensions : {});
    this.series = metrics.get(object.region, {
      namespace: text(namespace),
      name: text(metric_name),
      dimensions: Object.fromEntries(named.map(([name, value]) => [name, text(value)])),
    });
    this.series.onChange.push(this.wake);
    this.wake();
  }

  get name(): string {
    return text(this.object.attributes["alarm_name"]);
  }
  get arn(): string {
    return text(this.object.attributes["arn"]);
  }
  get threshold(): number {
    return number(this.object.attributes["threshold"]) ?? 0;
  }

  /** Its state at a time within the last minute. */
  stateAt(time: Instant): AlarmState {
    return time < this.changedAt ? this.stateBefore : this.state;
  }

  /** Evaluates each minute while anything can change; otherwise it sleeps. */
  private readonly wake = (): void => {
    if (this.awake || this.removed) return;
    this.awake = true;
    this.core.clock.at((minuteOf(this.core.now) + 1) * MINUTE + this.second * SECOND, () => {
      this.awake = false;
      if (this.removed) return;
      const periods = this.evaluate();
      if (this.state === "ALARM" || minuteOf(this.core.now) - this.series.changed <= periods + this.extraPoints + 1)
        this.wake();
    });
  };

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
  private evaluate(): number {
    const { attributes } = this.object;
    const periods = number(attributes["evaluation_periods"]) ?? 1;
    const needed = number(attributes["datapoints_to_alarm"]) ?? periods;
    const breaches = COMPARISONS[text(attributes["comparison_operator"])];
    const filling = text(attributes["treat_missing_data"]);
    if (breaches === undefined) throw new Unknown(`comparison ${text(attributes["comparison_operator"])}`);
    if (filling !== "notBreaching" && filling !== "breaching") throw new Unknown(`treat_missing_data ${filling}`);

    const newest = minuteOf(this.core.now) - 1;
    let [breaching, fine] = [0, 0];
    let last: number | undefined;
    const takesLate = this.core.uncertain.latePoints === "it does";
    const isOpen = (): boolean => breaching + fine < periods && fine <= periods - needed;
    for (let minute = newest; minute > newest - periods - this.extraPoints && isOpen(); minute--) {
      if (!takesLate && this.series.late.has(minute)) continue;
      const value = this.series.value(minute, text(attributes["statistic"]));
      if (value === undefined) continue;
      last ??= value;
      if (breaches(value, this.threshold)) breaching++;
      else fine++;
    }
    if (isOpen() && filling === "breaching") breaching = periods - fine;
    this.become(breaching >= needed ? "ALARM" : "OK", last);
    return periods;
  }

  private become(state: AlarmState, value: number | undefined): void {
    const changed = state !== this.state;
    if (changed) {
      this.stateBefore = this.state;
      this.state = state;
      this.changedAt = this.core.now;
    }
    this.onState(this, changed, value);
  }
}
