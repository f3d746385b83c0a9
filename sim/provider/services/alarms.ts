import type { Kinds, Names, Rule } from "../kind";
import { words } from "../validate";
import { blocks, isSet, text, texts } from "../values";

const OPERATORS =
  "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanOrEqualToThreshold LessThanThreshold LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold";

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
    refuse: (request) => refusePeriods(request) ?? refuseForeignActions(request),
  },
  aws_autoscaling_policy: {
    id: "{name}",
    arn: "autoscaling:scalingPolicy:##:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    key: "{autoscaling_group_name}/{name}",
    replacedBy: "autoscaling_group_name name",
    defaults: { enabled: true, policy_type: "SimpleScaling" },
    valid: { policy_type: "PredictiveScaling SimpleScaling StepScaling TargetTrackingScaling" },
    computed: ({ policy_type }) => ({ metric_aggregation_type: policy_type === "StepScaling" ? "Average" : null }),
    refuse: (request) => refuseForeignArguments(request) ?? refuseSteps(request),
  },
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const refusePeriods: Rule = ({ object }) => {
  const [period, count] = [Number(object["period"]), Number(object["evaluation_periods"])];
  if (Number(object["datapoints_to_alarm"]) > count) {
    return "ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods";
  }
  const [name, seconds] = period < 3600 ? ["day", 86_400] : ["week", 604_800];
  return period * count > seconds
    ? `ValidationError: Metrics cannot be checked across more than a ${name} (EvaluationPeriods * Period must be <= ${seconds}).`
    : undefined;
};

/** An alarm acts in its own region only: https://github.com/cds-snc/notification-terraform/pull/128 */
const refuseForeignActions: Rule = ({ object, region }) => {
  const actions = ["alarm_actions", "insufficient_data_actions", "ok_actions"].flatMap((name) => texts(object[name]));
  const other = actions.map((action) => text(action.split(":")[3])).find((name) => name !== region);
  return other !== undefined
    ? `ValidationError: Invalid region ${other} specified. Only ${region} is supported.`
    : undefined;
};

/** By type of policy. */
const NEEDED: Readonly<Record<string, string>> = {
  SimpleScaling: "scaling_adjustment",
  StepScaling: "step_adjustment",
};
const ONLY_FOR: Readonly<Record<string, Names>> = {
  cooldown: "SimpleScaling",
  estimated_instance_warmup: "StepScaling TargetTrackingScaling",
  scaling_adjustment: "SimpleScaling",
  step_adjustment: "StepScaling",
};

/** Judged at apply, not before; 0 stands for nothing: the provider's internal/service/autoscaling/policy.go. */
const refuseForeignArguments: Rule = ({ object }) => {
  const type = text(object["policy_type"]);
  const foreign = Object.entries(ONLY_FOR).find(
    ([name, types]) => isSet(object[name]) && object[name] !== 0 && !words(types).includes(type),
  );
  if (foreign !== undefined) return `${foreign[0]} is only supported for policy type ${foreign[1]}`;
  const needed = NEEDED[type] ?? "";
  return needed !== "" && !isSet(object[needed]) ? `${needed} is required for policy type ${type}` : undefined;
};

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html */
const refuseSteps: Rule = ({ object }) => {
  const adjustment = text(object["adjustment_type"]);
  if (!/^(|ChangeInCapacity|ExactCapacity|PercentChangeInCapacity)$/.test(adjustment)) {
    return `ValidationError: Invalid adjustment type ${adjustment}`;
  }
  const isOpen = (bound: string): boolean => bound === "";
  const bounds = blocks(object["step_adjustment"]).map((step) => [
    text(step["metric_interval_lower_bound"]),
    text(step["metric_interval_upper_bound"]),
  ]);
  return bounds.some((both) => both.every(isOpen))
    ? "ValidationError: Both lower and upper bounds of a step adjustment cannot be left unspecified"
    : undefined;
};
