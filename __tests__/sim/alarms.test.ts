import type { Attributes } from "../../sim/provider/values";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const ALARM = {
  alarm_name: "a",
  comparison_operator: "LessThanThreshold",
  evaluation_periods: 15,
  metric_name: "Packets",
  namespace: "WakeOnDns/games",
  period: 60,
  statistic: "Sum",
  threshold: 120,
};
const alarm = (over: Attributes = {}): Attributes => aws.apply("aws_cloudwatch_metric_alarm", { ...ALARM, ...over });

describe("an alarm", () => {
  test("keeps all it was given, and has the provider's defaults", () => {
    alarm({ dimensions: { Container: "valheim" } });
    expect(aws.cloud.store.get("aws_cloudwatch_metric_alarm", "us-west-2", "a")?.attributes).toMatchObject({
      ...ALARM,
      actions_enabled: true,
      arn: "arn:aws:cloudwatch:us-west-2:123456789012:alarm:a",
      dimensions: { Container: "valheim" },
      treat_missing_data: "missing",
    });
  });

  test.each<[string, Attributes, string]>([
    ["a misspelt comparison", { comparison_operator: "LessThan" }, "comparison_operator: expected one of"],
    ["a misspelt treatment", { treat_missing_data: "notbreaching" }, "treat_missing_data: expected one of"],
    ["no statistic", { statistic: null }, "one of `extended_statistic,metric_query,statistic` must be specified"],
  ])("with %s is refused before AWS is asked", (_, over, message) => {
    expect(check("aws_cloudwatch_metric_alarm", { ...ALARM, ...over }).join()).toContain(message);
  });

  test.each([
    [60, 1440, "day", 86400],
    [3600, 168, "week", 604800],
  ])("of %d s looks back %d periods at most", (period, evaluation_periods, name, seconds) => {
    alarm({ period, evaluation_periods });
    expect(() => alarm({ period, evaluation_periods: evaluation_periods + 1 })).toThrow(
      `ValidationError: Metrics cannot be checked across more than a ${name} (EvaluationPeriods * Period must be <= ${seconds}).`,
    );
  });

  test("counts no more points than it looks at", () => {
    alarm({ datapoints_to_alarm: 15 });
    expect(() => alarm({ datapoints_to_alarm: 16 })).toThrow(
      "ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods",
    );
  });

  test.each(["alarm_actions", "insufficient_data_actions", "ok_actions"])(
    "acts in its own region only: %s",
    (actions) => {
      const topic = (region: string) => `arn:aws:sns:${region}:123456789012:alerts`;
      const refused = "ValidationError: Invalid region us-west-2 specified. Only us-east-1 is supported.";
      expect(() => alarm({ region: "us-east-1", [actions]: [topic("us-east-1"), topic("us-west-2")] })).toThrow(
        refused,
      );
      const state = alarm({ region: "us-east-1", [actions]: [topic("us-east-1")] });
      const changed = { ...ALARM, region: "us-east-1", [actions]: [topic("us-west-2")] };
      expect(() => aws.apply("aws_cloudwatch_metric_alarm", changed, state)).toThrow(refused);
    },
  );
});

describe("a scaling policy", () => {
  const STEPS = [
    { metric_interval_lower_bound: "0", metric_interval_upper_bound: "", scaling_adjustment: 0 },
    { metric_interval_lower_bound: "", metric_interval_upper_bound: "0", scaling_adjustment: 0 },
  ];
  const policy = (over: Attributes): Attributes =>
    aws.apply("aws_autoscaling_policy", {
      name: "p",
      adjustment_type: "ExactCapacity",
      autoscaling_group_name: "g",
      policy_type: "StepScaling",
      ...over,
    });
  const group = (): Attributes => {
    const template = aws.apply("aws_launch_template", { name: "t" });
    const launch_template = [{ id: template["id"] ?? "" }];
    return aws.apply("aws_autoscaling_group", { name: "g", min_size: 0, max_size: 1, launch_template });
  };

  test("of two steps that meet is accepted, and goes with its group", () => {
    expect(() => policy({ step_adjustment: STEPS })).toThrow("ValidationError: Group g not found");
    const owner = group();
    expect(policy({ step_adjustment: STEPS })["arn"]).toMatch(
      /^arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:[-0-9a-f]{36}:autoScalingGroupName\/g:policyName\/p$/,
    );
    aws.delete("aws_autoscaling_group", owner);
    expect(aws.cloud.store.all("aws_autoscaling_policy")).toEqual([]);
  });

  test.each<[string, Attributes, string]>([
    [
      "a step without bounds",
      { step_adjustment: [{ scaling_adjustment: 0 }] },
      "ValidationError: Both lower and upper",
    ],
    [
      "a step of empty bounds",
      {
        step_adjustment: [{ scaling_adjustment: 0, metric_interval_lower_bound: "", metric_interval_upper_bound: "" }],
      },
      "ValidationError: Both lower and upper",
    ],
    [
      "a misspelt adjustment",
      { step_adjustment: STEPS, adjustment_type: "ExactCapcity" },
      "Invalid adjustment type ExactCapcity",
    ],
    [
      "steps and a cooldown",
      { step_adjustment: STEPS, cooldown: 60 },
      "cooldown is only supported for policy type SimpleScaling",
    ],
    ["no step", {}, "step_adjustment is required for policy type StepScaling"],
    [
      "steps without their type",
      { policy_type: null, step_adjustment: STEPS },
      "step_adjustment is only supported for policy type StepScaling",
    ],
    ["no adjustment", { policy_type: "SimpleScaling" }, "scaling_adjustment is required for policy type SimpleScaling"],
    [
      "an adjustment beside steps",
      { step_adjustment: STEPS, scaling_adjustment: 1 },
      "scaling_adjustment is only supported for policy type SimpleScaling",
    ],
    [
      "a warm-up for SimpleScaling",
      { policy_type: "SimpleScaling", scaling_adjustment: 0, estimated_instance_warmup: 60 },
      "estimated_instance_warmup is only supported",
    ],
  ])("with %s is refused at apply, not before", (_, over, message) => {
    group();
    expect(check("aws_autoscaling_policy", { name: "p", adjustment_type: "ExactCapacity", ...over })).toEqual([]);
    expect(() => policy(over)).toThrow(message);
  });

  test("takes 0 for an adjustment, and for nothing where an argument does not belong", () => {
    group();
    policy({ policy_type: "SimpleScaling", scaling_adjustment: 0 });
    policy({ name: "q", step_adjustment: STEPS, cooldown: 0 });
  });
});
