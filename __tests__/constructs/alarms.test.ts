import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer, type Block, type Synthesized } from "../helpers/synth";

const TOPIC = '${try(data.terraform_remote_state.base.outputs.alerts_topic_arn, "")}';
const stack = synthContainer(baseConfig(), containerConfig({ idle: { after: "20m", packets_per_minute: 90 } }));
const withLimit = (limit: Block): Synthesized => synthContainer(baseConfig(), containerConfig({ limit }));
const alarm = (name: string, of = stack): Block => of.get(CloudwatchMetricAlarm, name);

test("idle: so many minutes with fewer packets than a player sends, four more may be missing, and keeper hears of it", () => {
  expect(alarm("idle")).toMatchObject({
    alarm_name: "games-valheim-idle",
    namespace: "WakeOnDns/games",
    metric_name: "Packets",
    dimensions: { Container: "valheim" },
    statistic: "Sum",
    period: 60,
    comparison_operator: "LessThanThreshold",
    threshold: 90,
    evaluation_periods: 24,
    datapoints_to_alarm: 20,
  });
  expect(alarm("idle")).not.toHaveProperty("alarm_actions");
});

test("queried: a query in one of the last five minutes, which triggers keeper", () => {
  expect(alarm("queried")).toMatchObject({
    alarm_name: "games-valheim-queried",
    namespace: "WakeOnDns/games",
    metric_name: "DnsQueries",
    dimensions: { Container: "valheim" },
    statistic: "Sum",
    period: 60,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluation_periods: 5,
    datapoints_to_alarm: 1,
  });
  expect(alarm("queried")).not.toHaveProperty("alarm_actions");
});

test("left up: one host without a break for the longest session and six minutes more, unstoppable and stopped", () => {
  expect(alarm("left_up", withLimit({ per_session: "6h" }))).toMatchObject({
    alarm_name: "games-valheim-leftup",
    namespace: "AWS/AutoScaling",
    metric_name: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: "games-valheim-host" },
    statistic: "Minimum",
    period: 60,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluation_periods: 366,
    datapoints_to_alarm: 366,
    alarm_actions: [TOPIC, "${aws_autoscaling_policy.left_up_stop.arn}"],
  });
});

test("left up looks back no more than the day an alarm can", () => {
  expect(alarm("left_up", withLimit({ per_session: "23h" })).evaluation_periods).toBeLessThanOrEqual(1440);
});

test("left up sets capacity 0 wherever the metric stands, by two steps that meet", () => {
  expect(stack.only(AutoscalingPolicy)).toMatchObject({
    autoscaling_group_name: "${aws_autoscaling_group.host.name}",
    policy_type: "StepScaling",
    adjustment_type: "ExactCapacity",
    step_adjustment: [
      { scaling_adjustment: 0, metric_interval_upper_bound: "0" },
      { scaling_adjustment: 0, metric_interval_lower_bound: "0" },
    ],
  });
  expect(stack.only(AutoscalingPolicy)).not.toHaveProperty("cooldown");
});

test("where the limit does not stop, left up only mails, and says how to stop", () => {
  const unstoppable = withLimit({ stop: false });
  expect(alarm("left_up", unstoppable).alarm_actions).toEqual([TOPIC]);
  expect(unstoppable.all(AutoscalingPolicy)).toEqual({});
  expect(alarm("left_up", unstoppable).alarm_description).toMatch(
    /486 minutes.*For the operator: .*games-valheim-host to 0/,
  );
});

const FAILING = {
  namespace: "AWS/Lambda",
  metric_name: "Errors",
  statistic: "Sum",
  period: 60,
  comparison_operator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  evaluation_periods: 5,
  datapoints_to_alarm: 3,
};

test("keeper fails in three of five minutes: a mail that needs no keeper", () => {
  expect(alarm("keeper_errors")).toMatchObject({
    ...FAILING,
    alarm_name: "games-valheim-keepererrors",
    dimensions: { FunctionName: "games-valheim-keeper" },
    alarm_actions: [TOPIC],
  });
});

test("wake fails in three of five minutes: an event that is forwarded, because no topic of home is in reach", () => {
  expect(alarm("wake_errors")).toMatchObject({
    ...FAILING,
    region: "us-east-1",
    alarm_name: "games-valheim-wakeerrors",
    dimensions: { FunctionName: "games-valheim-wake" },
  });
  expect(alarm("wake_errors")).not.toHaveProperty("alarm_actions");
});

test("a missing point is never bad, and no alarm acts when it ends", () => {
  const alarms = Object.values(stack.all(CloudwatchMetricAlarm));
  expect(alarms).toHaveLength(5);
  for (const each of alarms) {
    expect(each.treat_missing_data).toBe("notBreaching");
    expect([each.ok_actions, each.insufficient_data_actions]).toEqual([undefined, undefined]);
  }
});

test("only left up has Auto Scaling act: such an action comes again each minute while an alarm lasts", () => {
  const acting = Object.entries(stack.all(CloudwatchMetricAlarm)).filter(([, { alarm_actions }]) =>
    JSON.stringify(alarm_actions ?? []).includes("autoscaling"),
  );
  expect(acting.map(([name]) => name)).toEqual(["left_up"]);
});

test("alarms that mail say what it means for a player first, then where an operator looks", () => {
  const operators = {
    keeper_errors:
      /^The keeper function of valheim .* For the operator: .*games-valheim-keeper.*games-valheim-host to 0/,
    wake_errors: /^The wake function of valheim .* For the operator: .*games-valheim-wake in us-east-1.*output wake/,
    left_up: /^valheim .*486 minutes.* For the operator: .*limit.per_session.*games-valheim-keeper/,
  };
  for (const [name, text] of Object.entries(operators)) expect(alarm(name).alarm_description).toMatch(text);
});

test("alarms that only trigger keeper say that there is nothing to do", () => {
  expect(alarm("idle").alarm_description).toMatch(/valheim.*90 packets.*20 minutes.*do not have to do anything/);
  expect(alarm("queried").alarm_description).toMatch(/valheim\.mine\.org.*do not have to do anything/);
});
