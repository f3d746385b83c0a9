import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";

export interface MinuteAlarmProps {
  readonly name: string;
  /** Text of the mail: what it means and what to do. */
  readonly description: string;
  /** Absent: the home region. Metric and actions must be in the same region. */
  readonly region?: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  readonly statistic: "Sum" | "Minimum";
  /** Condition of a bad minute, with `threshold`. */
  readonly comparison: "LessThanThreshold" | "GreaterThanOrEqualToThreshold";
  readonly threshold: number;
  /** Number of minutes to evaluate, at most one day: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  readonly minutes: number;
  /** Number of bad minutes that set off the alarm. */
  readonly badMinutes: number;
  /** ARNs. @default none: EventBridge triggers keeper */
  readonly actions?: string[];
}

/** An alarm with a period of one minute. Missing points are not bad, because there are none while there is no host. */
export class MinuteAlarm extends Construct {
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: MinuteAlarmProps) {
    super(scope, id);
    const { name, description, comparison, minutes, badMinutes, actions, ...metric } = props;
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      ...metric,
      alarmName: name,
      alarmDescription: description,
      period: 60,
      comparisonOperator: comparison,
      evaluationPeriods: minutes,
      datapointsToAlarm: badMinutes,
      treatMissingData: "notBreaching",
      alarmActions: actions,
      tags: nameTag(name),
    });
  }
}
