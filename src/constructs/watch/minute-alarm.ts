import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { named } from "../../../shared/tags";

export interface MinuteAlarmProps {
  readonly name: string;
  /** What it means and what to do; it is in the mail. */
  readonly description: string;
  /** Absent: the home region. Metric and actions must be there, too. */
  readonly region?: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  readonly statistic: "Sum" | "Minimum";
  /** What a bad minute is. */
  readonly comparison: "LessThanThreshold" | "GreaterThanOrEqualToThreshold";
  readonly threshold: number;
  /** Looks back so far; one day at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  readonly minutes: number;
  /** Goes off when so many of them are bad. */
  readonly badMinutes: number;
  /** ARNs. @default none: its event goes to keeper */
  readonly actions?: string[];
}

/** An alarm on points of one minute. A missing point is never bad: no host, no players and no errors look alike. */
export class MinuteAlarm extends Construct {
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: MinuteAlarmProps) {
    super(scope, id);
    const { name, description, region, namespace, metricName, dimensions, statistic, comparison, threshold } = props;
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      region,
      alarmName: name,
      alarmDescription: description,
      namespace,
      metricName,
      dimensions,
      statistic,
      period: 60,
      comparisonOperator: comparison,
      threshold,
      evaluationPeriods: props.minutes,
      datapointsToAlarm: props.badMinutes,
      treatMissingData: "notBreaching",
      alarmActions: props.actions,
      tags: named(name),
    });
  }
}
