import type { Kinds, Rule } from "../kind";
import { type Attributes, blocks, isSet, number, text, texts } from "../values";

const ACTIONS = ["alarm_actions", "insufficient_data_actions", "ok_actions"];
const COMPARISONS =
  "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold";

/** Alarms, dashboards and what alarms set off. Replacement and checks: internal/service/{cloudwatch/metric_alarm,autoscaling/policy}.go. */
export const alarms: Kinds = {
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    arn: "cloudwatch:alarm:{id}",
    replacedBy: "alarm_name",
    defaults: { actions_enabled: true, treat_missing_data: "missing" },
    exactlyOne: ["metric_name metric_query"],
    conflicts: {
      metric_query: "metric_name namespace period statistic extended_statistic dimensions",
      threshold: "threshold_metric_id",
      statistic: "extended_statistic",
    },
    valid: {
      alarm_name: /^.{1,255}$/,
      statistic: "SampleCount Average Sum Minimum Maximum",
      treat_missing_data: "breaching notBreaching ignore missing",
      comparison_operator: COMPARISONS,
      "metric_query.id": /^[a-z][A-Za-z0-9_]{0,254}$/,
      alarm_actions: /^arn:/,
      insufficient_data_actions: /^arn:/,
      ok_actions: /^arn:/,
    },
    checks: [periods],
    refuse: { create: (request) => refuseActions(request), update: (request) => refuseActions(request) },
  },
  aws_cloudwatch_dashboard: {
    id: "{dashboard_name}",
    replacedBy: "dashboard_name",
    valid: { dashboard_name: /^[0-9A-Za-z_-]{1,255}$/ },
  },
  aws_autoscaling_policy: {
    id: "{name}",
    arn: "autoscaling:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
    key: "{autoscaling_group_name}/{name}",
    replacedBy: "autoscaling_group_name name",
    defaults: { enabled: true, policy_type: "SimpleScaling" },
    valid: { name: /^.{1,255}$/, policy_type: "PredictiveScaling SimpleScaling StepScaling TargetTrackingScaling" },
    conflicts: { scaling_adjustment: "step_adjustment" },
    needs: { autoscaling_group_name: ["aws_autoscaling_group", "ValidationError: Group {value} not found"] },
    computed: ({ policy_type }) => ({ metric_aggregation_type: policy_type === "StepScaling" ? "Average" : null }),
    refuse: { create: (request) => refuseSteps(request), update: (request) => refuseSteps(request) },
  },
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function periods({ period, evaluation_periods, datapoints_to_alarm }: Attributes): string | undefined {
  const seconds = number(period) ?? 60;
  const count = number(evaluation_periods) ?? 1;
  if (![10, 30].includes(seconds) && (seconds <= 0 || seconds % 60 !== 0))
    return "period must be 10, 30 or a multiple of 60";
  const longest = (seconds >= 3600 ? 7 : 1) * 86400;
  if (seconds * count > longest) return `evaluation_periods x period must be at most ${longest} seconds`;
  return (number(datapoints_to_alarm) ?? 0) > count
    ? "datapoints_to_alarm must not exceed evaluation_periods"
    : undefined;
}

/** An alarm acts in its own region only: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const refuseActions: Rule = ({ object, region }) => {
  const regions = ACTIONS.flatMap((name) => texts(object[name])).map((action) => action.split(":")[3] ?? "");
  const other = regions.find((name) => name !== "" && name !== region);
  return other && `ValidationError: Invalid region ${other} specified. Only ${region} is supported.`;
};

/** Checked when it is applied, not when it is planned (autoscaling/policy.go). */
const refuseSteps: Rule = ({ object }) => {
  const type = text(object["policy_type"]);
  const steps = blocks(object["step_adjustment"]);
  const only = { cooldown: "SimpleScaling", scaling_adjustment: "SimpleScaling", step_adjustment: "StepScaling" };
  for (const [name, wanted] of Object.entries(only)) {
    if (isSet(object[name]) && type !== wanted)
      return `${name} is only supported for policy type ${wanted}, not ${type}`;
    if (!isSet(object[name]) && type === wanted && name !== "cooldown")
      return `${name} is required for policy type ${type}`;
  }
  if (isSet(object["estimated_instance_warmup"]) && type === "SimpleScaling") {
    return "estimated_instance_warmup is not supported for policy type SimpleScaling";
  }
  const adjustment = text(object["adjustment_type"]);
  if (!/^(|ChangeInCapacity|ExactCapacity|PercentChangeInCapacity)$/.test(adjustment))
    return `ValidationError: Invalid adjustment type ${adjustment}`;
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
  const unbounded = steps.some((step) =>
    ["lower", "upper"].every((end) => text(step[`metric_interval_${end}_bound`]) === ""),
  );
  return unbounded ? "ValidationError: At least one of the bounds of a step must be specified" : undefined;
};
