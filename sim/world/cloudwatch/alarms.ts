import { text, texts } from "../../provider/values";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Events } from "../eventbridge/events";
import type { Topics } from "../sns/topics";
import { tagsOf } from "../terraform/objects";
import { Alarm } from "./alarm";
import type { Metrics } from "./metrics";

type ScalingAction = (policyArn: string, metricValue: number, threshold: number) => void;

/** CloudWatch alarms, and the actions that a change of state triggers. */
export class Alarms {
  readonly all = new Map<string, Alarm>();
  private readonly random;

  constructor(
    private readonly core: Core,
    private readonly metrics: Metrics,
    private readonly events: Events,
    private readonly topics: Topics,
    private readonly scale: ScalingAction,
  ) {
    this.random = core.random.fork("alarms");
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
      const existing = this.all.get(arn);
      if (existing !== undefined) existing.object = object;
      else this.all.set(arn, new Alarm(this.core, object, this.metrics, this.random.between(5, 25), this.act));
    }
  }

  private readonly act = (alarm: Alarm, changed: boolean, value: number | undefined): void => {
    const { attributes, region } = alarm.object;
    if (changed) this.report(alarm);
    if (attributes["actions_enabled"] === false) return;
    const list = { OK: "ok_actions", ALARM: "alarm_actions", INSUFFICIENT_DATA: "insufficient_data_actions" } as const;
    for (const arn of texts(attributes[list[alarm.state]])) {
      const [, , service, actionRegion] = arn.split(":");
      if (actionRegion !== region) throw new Unknown(`action ${arn} of an alarm in ${region}`);
      // Auto Scaling actions are repeated each minute while the state lasts; all others happen once.
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

  private report({ name, arn, state, object }: Alarm): void {
    if (state === "ALARM") this.core.record({ kind: "alarm", alarm: name }, tagsOf(object)["Container"]);
    const detail = { alarmName: name, state: { value: state, timestamp: new Date(this.core.now).toISOString() } };
    const event = { source: "aws.cloudwatch", detailType: "CloudWatch Alarm State Change", resources: [arn], detail };
    this.events.emit({ region: object.region, ...event }, true);
  }
}
