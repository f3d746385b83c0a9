import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import type { HostGroup } from "../host/host-group";
import type { ContainerNames } from "../../../shared/container-names";
import { LOOK_EVERY_MINUTES } from "../../../shared/schedule";
import { MinuteAlarm } from "./minute-alarm";

/**
 * Keeper itself stops at the limit, at the latest with its schedule; this alarm is for when it does not. Without the
 * additional minute, points of the previous session could stop the one that starts right after it.
 */
const PATIENCE_MINUTES = LOOK_EVERY_MINUTES + 1;

export interface LeftUpProps {
  readonly names: ContainerNames;
  readonly host: HostGroup;
  /** Longest session; at most 23 hours, because an alarm with a period of a minute evaluates at most a day. */
  readonly perSessionMinutes: number;
  /** False: it only sends a mail. */
  readonly stop: boolean;
  readonly topicArn: string;
}

/** The last backstop for a host that runs too long: a mail and, without a function involved, a scaling policy that stops it. */
export class LeftUp extends Construct {
  constructor(scope: Construct, id: string, props: LeftUpProps) {
    super(scope, id);
    const { names, host, perSessionMinutes, stop, topicArn } = props;
    const name = names.alarms.leftUp;
    const minutes = perSessionMinutes + PATIENCE_MINUTES;
    const actions = stop ? [topicArn, this.stopPolicy(name, host.group.name)] : [topicArn];
    new MinuteAlarm(this, "Resource", {
      name,
      description:
        `${names.container} has been running for ${minutes} minutes, longer than its limit, because its keeper function did not stop it. ` +
        (stop ? "AWS shuts it down now; it has time to save first." : "It keeps running and costs money.") +
        ` For the operator: the limit is limit.per_session; see the log group ${names.logGroups.keeper}.` +
        (stop ? "" : ` To stop it, set the desired capacity of the Auto Scaling group ${names.group} to 0.`),
      namespace: "AWS/AutoScaling",
      metricName: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: names.group },
      statistic: "Minimum", // with Average or Maximum several short sessions would look like one long session
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      minutes,
      badMinutes: minutes,
      actions,
    });
  }

  /** Always to 0. In two steps, because a step cannot be open at both ends: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html */
  private stopPolicy(name: string, autoscalingGroupName: string): string {
    const { arn } = new AutoscalingPolicy(this, "stop", {
      name,
      autoscalingGroupName,
      policyType: "StepScaling",
      adjustmentType: "ExactCapacity",
      metricAggregationType: "Minimum",
      stepAdjustment: [
        { scalingAdjustment: 0, metricIntervalUpperBound: "0" },
        { scalingAdjustment: 0, metricIntervalLowerBound: "0" },
      ],
    });
    return arn;
  }
}
