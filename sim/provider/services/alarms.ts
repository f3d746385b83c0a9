import type { Kinds, Objection, Request } from "../kind";
import { blocks, isSet, text, texts } from "../values";

const OPERATORS = "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanOrEqualToThreshold LessThanThreshold";
/** Arguments that go with one type of policy only. */
const ONLY_FOR = {
  cooldown: "SimpleScaling",
  estimated_instance_warmup: "StepScaling",
  scaling_adjustment: "SimpleScaling",
  step_adjustment: "StepScaling",
};

/** Alarms and what they set off. Replacement: the provider's internal/service/{cloudwatch,autoscaling}; messages: AWS's. */
export const alarms: Kinds = {
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    arn: "cloudwatch:alarm:{id}",
    replacedBy: "alarm_name",
    defaults: { actions_enabled: true, treat_missing_data: "missing" },
    exactlyOne: "extended_statistic metric_query statistic",
    valid: {
      comparison_operator: OPERATORS,
      statistic: "Average Maximum Minimum SampleCount Sum",
      treat_missing_data: "breaching ignore missing notBreaching",
    },
    refuse: [refusePeriods, refuseForeignActions],
  },
  aws_autoscaling_policy: {
    arn: "autoscaling:scalingPolicy:##:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    key: "{autoscaling_group_name}/{name}",
    replacedBy: "autoscaling_group_name",
    defaults: { enabled: true, policy_type: "SimpleScaling" },
    valid: { policy_type: "SimpleScaling StepScaling" },
    refuse: [refuseArguments, refuseSteps],
  },
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function refusePeriods({ object }: Request): Objection {
  const [period, count] = [Number(object["period"]), Number(object["evaluation_periods"])];
  if (Number(object["datapoints_to_alarm"]) > count) {
    return "ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods";
  }
  const [name, seconds] = period < 3600 ? ["day", 86_400] : ["week", 604_800];
  const says = `Metrics cannot be checked across more than a ${name} (EvaluationPeriods * Period must be <= ${seconds}).`;
  return period * count > seconds && `ValidationError: ${says}`;
}

/** An alarm acts in its own region only: https://github.com/cds-snc/notification-terraform/pull/128 */
function refuseForeignActions({ object, region }: Request): Objection {
  const actions = ["alarm_actions", "insufficient_data_actions", "ok_actions"].flatMap((name) => texts(object[name]));
  const other = actions.map((action) => action.split(":")[3] ?? "").find((name) => name !== region);
  return other !== undefined && `ValidationError: Invalid region ${other} specified. Only ${region} is supported.`;
}

/** Judged at apply, not before; 0 stands for nothing: the provider's internal/service/autoscaling/policy.go. */
function refuseArguments({ object }: Request): Objection {
  const type = object["policy_type"];
  const isGiven = (name: string): boolean => isSet(object[name]) && object[name] !== 0;
  const foreign = Object.entries(ONLY_FOR).find(([name, only]) => only !== type && isGiven(name));
  if (foreign !== undefined) return `${foreign[0]} is only supported for policy type ${foreign[1]}`;
  const needed = type === "StepScaling" ? "step_adjustment" : "scaling_adjustment";
  return !isSet(object[needed]) && `${needed} is required for policy type ${text(type)}`;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/{API_PutScalingPolicy,API_StepAdjustment}.html */
function refuseSteps({ object }: Request): Objection {
  const adjustment = text(object["adjustment_type"]);
  if (!["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"].includes(adjustment)) {
    return `ValidationError: Invalid adjustment type ${adjustment}`;
  }
  const bounds = ["metric_interval_lower_bound", "metric_interval_upper_bound"];
  const isOpen = blocks(object["step_adjustment"]).some((step) => bounds.every((bound) => text(step[bound]) === ""));
  return isOpen && "ValidationError: Both lower and upper bounds of a step adjustment cannot be left unspecified";
}
