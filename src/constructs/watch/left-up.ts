import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import type { HostGroup } from "../host/host-group";
import type { ContainerNames } from "../../../shared/container-names";
import { LOOK_EVERY_MINUTES } from "../../../shared/schedule";
import { MinuteAlarm } from "./minute-alarm";

/**
 * Keeper stops at the limit itself, as late as its schedule may be: this only speaks when keeper did not. Without
 * the minute between, an alarm on points of before would stop the session that begins right after.
 */
const PATIENCE_MINUTES = LOOK_EVERY_MINUTES + 1;

export interface LeftUpProps {
  readonly names: ContainerNames;
  readonly host: HostGroup;
  /** Longest session; at most 23 hours, because an alarm on minutes looks back one day. */
  readonly perSessionMinutes: number;
  /** False: it only mails. */
  readonly stop: boolean;
  readonly topicArn: string;
}

/** The last backstop: a host that was up for too long is told and, by a scaling policy with no function in the way, stopped. */
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
        `The host of ${names.container} has been up for ${minutes} minutes, longer than limit.per_session: keeper did not stop it. ` +
        (stop
          ? "It is being stopped now; the container gets time to save first. Find out why in keeper's log."
          : `It keeps running and costs money. To stop it, set the desired capacity of ${host.name} to 0.`),
      namespace: "AWS/AutoScaling",
      metricName: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: host.name },
      statistic: "Minimum", // by Average or Maximum many short evenings would look like one long one
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      minutes,
      badMinutes: minutes,
      actions,
    });
  }

  /** Always to 0. Two steps, because one may not be open at both ends: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html */
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
