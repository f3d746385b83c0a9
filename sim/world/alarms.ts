import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { isObject, text, texts } from "../provider/values";
import type { Calls } from "./calls";
import { MINUTE, SECOND, type Instant } from "./clock";
import type { Core } from "./core";
import { Unknown } from "./errors";
import type { Events } from "./events";
import type { Topics } from "./mail";
import { minuteOf, type Metrics, type Series } from "./metrics";
import { type AppliedObject, number, tagsOf } from "./objects";
import { shownAt } from "./past";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
type ScalingAction = (policyArn: string, metricValue: number, threshold: number) => void;

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** An alarm on one metric of its own region, with periods of a minute. */
class Alarm {
  state: AlarmState = "INSUFFICIENT_DATA";
  changedAt: Instant;
  object: AppliedObject;
  removed = false;
  private stateBefore: AlarmState = "INSUFFICIENT_DATA";
  /** CloudWatch reads more points than it evaluates, and prefers old real ones to filling. */
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

  /** Its state at some time of the last minute. */
  stateAt(time: Instant): AlarmState {
    return time < this.changedAt ? this.stateBefore : this.state;
  }

  /** Evaluates each minute while anything can change; asleep otherwise. */
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

/** CloudWatch's alarms: what each change of state sets off. */
export class Alarms {
  readonly all = new Map<string, Alarm>();
  private readonly random;

  constructor(
    private readonly core: Core,
    calls: Calls,
    private readonly metrics: Metrics,
    private readonly events: Events,
    private readonly topics: Topics,
    private readonly scale: ScalingAction,
  ) {
    this.random = core.random.fork("alarms");
    calls.on(DescribeAlarmsCommand, {
      action: "cloudwatch:DescribeAlarms",
      resources: ({ AlarmNames }, region) =>
        (AlarmNames ?? ["*"]).map((name) => `arn:aws:cloudwatch:${region}:${core.account}:alarm:${name}`),
      answer: ({ AlarmNames = [] }, region) => ({
        MetricAlarms: [...this.all.values()]
          .filter(({ name, object }) => object.region === region && AlarmNames.includes(name))
          .map((alarm) => ({
            AlarmName: alarm.name,
            AlarmArn: alarm.arn,
            StateValue: alarm.stateAt(shownAt(core, "cloudwatch:DescribeAlarms")),
          })),
      }),
    });
    this.refresh();
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const applied = this.core.objects.all("aws_cloudwatch_metric_alarm");
    const arns = applied.map(({ attributes }) => text(attributes["arn"]));
    for (const [arn, alarm] of this.all) {
      if (arns.includes(arn)) continue;
      alarm.removed = true;
      this.all.delete(arn);
    }
    for (const object of applied) {
      const arn = text(object.attributes["arn"]);
      const known = this.all.get(arn);
      if (known !== undefined) known.object = object;
      else this.all.set(arn, new Alarm(this.core, object, this.metrics, this.random.between(5, 25), this.act));
    }
  }

  private readonly act = (alarm: Alarm, changed: boolean, value: number | undefined): void => {
    const { attributes, region } = alarm.object;
    if (changed) this.tell(alarm);
    if (attributes["actions_enabled"] === false) return;
    const list = { OK: "ok_actions", ALARM: "alarm_actions", INSUFFICIENT_DATA: "insufficient_data_actions" } as const;
    for (const arn of texts(attributes[list[alarm.state]])) {
      const [, , service, actionRegion] = arn.split(":");
      if (actionRegion !== region) throw new Unknown(`action ${arn} of an alarm in ${region}`);
      // Auto Scaling actions are repeated each minute while the state lasts; all others come once.
      if (service === "autoscaling") {
        if (changed || this.core.uncertain.scalingAction === "each minute")
          this.scale(arn, value ?? alarm.threshold, alarm.threshold);
      } else if (service !== "sns") throw new Unknown(`alarm action ${arn}`);
      else if (changed) this.mail(alarm, arn);
    }
  };

  private mail({ name, arn, state, object }: Alarm, topicArn: string): void {
    const message = {
      subject: `${state}: "${name}" in ${object.region}`,
      text: text(object.attributes["alarm_description"]),
    };
    this.topics.publishFor("cloudwatch.amazonaws.com", arn, topicArn, message);
  }

  private tell({ name, arn, state, object }: Alarm): void {
    if (state === "ALARM")
      this.core.tell("CloudWatch", `alarm ${name} goes off`, { container: tagsOf(object)["Container"] });
    const detail = { alarmName: name, state: { value: state, timestamp: new Date(this.core.now).toISOString() } };
    const event = { source: "aws.cloudwatch", detailType: "CloudWatch Alarm State Change", resources: [arn], detail };
    this.events.emit({ region: object.region, ...event }, true);
  }
}
