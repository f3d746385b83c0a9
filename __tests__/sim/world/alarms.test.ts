import { MINUTE, SECOND } from "../../../sim/world/clock";
import type { World } from "../../../sim/world/world";
import { alarm, arn, GROUP, HOME, hosts, KEEPER_NAME, lambda, object, rule, TOPIC, topic } from "./applied";
import { aWorld, codeOf, pass, START } from "./a-world";

const METRIC = { namespace: "N", metric_name: "M", dimensions: { Container: "valheim" } };
const NAME = { namespace: "N", name: "M", dimensions: { Container: "valheim" } };
const FIRST = START / MINUTE;

/** Puts values into the minutes from the start on; undefined leaves one out. */
function put(world: World, ...values: readonly (number | undefined)[]): void {
  values.forEach((value, minute) => {
    if (value !== undefined)
      world.at(START + minute * MINUTE + 30 * SECOND, () => {
        world.metrics.put(HOME, NAME, value);
      });
  });
}
const stateOf = (world: World, name: string): string | undefined =>
  world.alarms.all.get(arn("cloudwatch", `alarm:${name}`))?.state;

test("goes off when so many of so many minutes breach", async () => {
  const world = aWorld([alarm("a", METRIC, { evaluation_periods: 3, datapoints_to_alarm: 2 })]);
  put(world, 1, 0, 0, 1, 0, 1);
  await pass(world, 5);
  expect(stateOf(world, "a")).toBe("OK");
  await pass(world, 2);
  expect(stateOf(world, "a")).toBe("ALARM");
});

test("treats missing minutes as configured", async () => {
  const missing = (treat_missing_data: string) =>
    alarm(treat_missing_data, METRIC, { evaluation_periods: 3, treat_missing_data });
  const world = aWorld([missing("breaching"), missing("notBreaching")]);
  put(world, 1);
  await pass(world, 3);
  expect([stateOf(world, "breaching"), stateOf(world, "notBreaching")]).toEqual(["ALARM", "OK"]);
  expect(() => aWorld([missing("ignore")])).not.toThrow();
  await expect(pass(aWorld([missing("ignore")]), 2)).rejects.toThrow("treat_missing_data ignore");
});

test("prefers older real points to filling: it keeps judging a host that is gone", async () => {
  const world = aWorld([alarm("a", METRIC, { evaluation_periods: 3, comparison_operator: "LessThanThreshold" })]);
  put(world, 0, 0, 0);
  await pass(world, 5.5);
  expect(stateOf(world, "a")).toBe("ALARM");
  await pass(world, 1);
  expect(stateOf(world, "a")).toBe("OK");
});

test("sees the metrics of its own region only", async () => {
  const world = aWorld([alarm("a", METRIC, {}, "us-east-1"), alarm("b", METRIC)]);
  put(world, 5);
  await pass(world, 2);
  const elsewhere = world.alarms.all.get(arn("cloudwatch", "alarm:a", "us-east-1"));
  expect([elsewhere?.state, stateOf(world, "b")]).toEqual(["OK", "ALARM"]);
});

test("sees only the metric with exactly its dimensions", async () => {
  const world = aWorld([alarm("a", { ...METRIC, dimensions: { Container: "other" } })]);
  put(world, 5);
  await pass(world, 3);
  expect(stateOf(world, "a")).toBe("OK");
});

test("mails once when it goes off, if the topic lets CloudWatch", async () => {
  const world = aWorld([...topic(), alarm("a", METRIC, { alarm_actions: [TOPIC], alarm_description: "do this" })]);
  put(world, 1, 1, 1, 1);
  await pass(world, 6);
  expect(world.mails).toMatchObject([{ from: "a", to: ["me@mine.org"], text: "do this" }]);

  const closed = aWorld([...topic().slice(0, 1), alarm("a", METRIC, { alarm_actions: [TOPIC] })]);
  put(closed, 1);
  await pass(closed, 3);
  expect(closed.mails).toEqual([]);
});

const POLICY = arn("autoscaling", "scalingPolicy:1:autoScalingGroupName/g:policyName/leftup");
const scaling = object("aws_autoscaling_policy", "leftup", {
  name: "leftup",
  arn: POLICY,
  autoscaling_group_name: GROUP,
  policy_type: "StepScaling",
  adjustment_type: "ExactCapacity",
  step_adjustment: [
    { metric_interval_lower_bound: "", metric_interval_upper_bound: "0", scaling_adjustment: 1 },
    { metric_interval_lower_bound: "0", metric_interval_upper_bound: "", scaling_adjustment: 0 },
  ],
});

test("repeats an Auto Scaling action each minute, while the alarm lasts", async () => {
  const world = aWorld([...hosts(), scaling, alarm("a", METRIC, { alarm_actions: [POLICY] })]);
  put(world, 1, 1, 1, 1, 1, 0, 0, 0);
  for (const minute of [3, 9]) {
    world.at(START + minute * MINUTE, () => {
      world.console.setDesired(GROUP, 1);
    });
  }
  await pass(world, 5);
  expect(world.container("valheim").desired).toBe(0);
  await pass(world, 10);
  expect(world.container("valheim").desired).toBe(1);
});

test("measures the hosts in service, so that who is left up is found without any function", async () => {
  const inService = {
    namespace: "AWS/AutoScaling",
    metric_name: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: GROUP },
    statistic: "Minimum",
  };
  const leftUp = alarm("leftup", inService, { evaluation_periods: 5, alarm_actions: [POLICY] });
  const world = aWorld([...hosts(), scaling, leftUp]);
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  expect(world.container("valheim").desired).toBe(1);
  await pass(world, 2);
  expect(world.container("valheim").desired).toBe(0);
});

test("tells EventBridge of each change, and never loses it", async () => {
  const events: unknown[] = [];
  const pattern = { source: ["aws.cloudwatch"], detail: { state: { value: ["ALARM"] } } };
  const objects = [
    alarm("a", METRIC),
    ...lambda(KEEPER_NAME),
    ...rule("r", { event_pattern: JSON.stringify(pattern) }, arn("lambda", `function:${KEEPER_NAME}`)),
  ];
  const world = aWorld(
    objects,
    codeOf("keeper", (event) => Promise.resolve(events.push(event))),
  );
  world.faults.event = () => "lost";
  put(world, 1, 1);
  await pass(world, 4);
  expect(events).toMatchObject([
    { "detail-type": "CloudWatch Alarm State Change", resources: [arn("cloudwatch", "alarm:a")], region: HOME },
  ]);
});

test("knows a point only after CloudWatch's delay", async () => {
  const world = aWorld([]);
  world.faults.metricDelaySeconds = () => 90;
  put(world, 7);
  await pass(world, 1.5);
  expect(world.metrics.get(HOME, NAME).value(FIRST, "Sum")).toBeUndefined();
  await pass(world, 1);
  expect(world.metrics.get(HOME, NAME).value(FIRST, "Sum")).toBe(7);
});
