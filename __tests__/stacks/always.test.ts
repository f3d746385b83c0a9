import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { OF_SLEEP } from "../helpers/of-sleep";
import { allDependencies, dependencies } from "../helpers/graph";
import { type Block, document, synthContainer, type Synthesized } from "../helpers/synth";

const of = (changes: Block): Synthesized =>
  synthContainer(baseConfig(), containerConfig({ ipv6: true, ...changes }, { secrets: ["PASS"] }));
const sleeping = of({});
const always = of({ mode: "always" });
const addresses = (stack: Synthesized) => stack.resources().map(({ address }) => address);
const statements = (stack: Synthesized) =>
  (document(stack.get(IamRolePolicy, "keeper_role_policy").policy) as { Statement: readonly { Sid: string }[] })
    .Statement;

test("an always-on stack has all that a sleeping one has but what wakes it and what puts it to sleep", () => {
  expect(addresses(sleeping).filter((address) => !addresses(always).includes(address))).toEqual(OF_SLEEP);
  expect(OF_SLEEP.length).toBeGreaterThanOrEqual(20);
  expect(addresses(always).filter((address) => !addresses(sleeping).includes(address))).toEqual([]);
  const code = (stack: Synthesized) => Object.keys(stack.json.data?.archive_file ?? {});
  expect([code(sleeping), code(always)]).toEqual([["keeper_code", "wake_code"], ["keeper_code"]]);
});

test.each([EcsTaskDefinition, LaunchTemplate, Route53Record, Route53Zone])(
  "the mode changes nothing of %p: what runs goes on, and is found",
  (type) => {
    expect(always.all(type)).toEqual(sleeping.all(type));
    expect(Object.keys(always.all(type))).not.toEqual([]);
  },
);

test("keeper may all that it may elsewhere, but read alarms and the hold", () => {
  const names = statements(sleeping).map(({ Sid }) => Sid);
  expect(names).toEqual(expect.arrayContaining(["SeeAlarms", "ReadHold"]));
  expect(statements(always)).toEqual(
    statements(sleeping).filter(({ Sid }) => !["SeeAlarms", "ReadHold"].includes(Sid)),
  );
});

test("keeper looks at the same events but alarms and tasks without a place, and its settings have the mode", () => {
  const rules = (stack: Synthesized) => Object.keys(stack.all(CloudwatchEventRule));
  const ofSleep = ["keeper_alarm_events", "keeper_service_events"];
  expect(rules(always)).toEqual(rules(sleeping).filter((rule) => !ofSleep.includes(rule)));
  const { keeper } = always.companions.functions ?? {};
  expect(keeper).toMatchObject({ mode: "always", limit: { stop: false } });
});

test("the metric of the alarm left-up is not collected, or that alarm would stop what runs when the mode changes back", () => {
  expect(sleeping.only(AutoscalingGroup).enabled_metrics).toEqual(["GroupInServiceInstances"]);
  expect(always.only(AutoscalingGroup)).not.toHaveProperty("enabled_metrics");
});

test("an apply deploys at once, unless the file says otherwise", () => {
  const ignored = (stack: Synthesized) =>
    (stack.only(EcsService).lifecycle as { ignore_changes?: string[] } | undefined)?.ignore_changes;
  expect(ignored(always)).toBeUndefined();
  expect(ignored(of({ mode: "always", deploy: "next_wake" }))).toEqual(["task_definition"]);
  expect(ignored(sleeping)).toEqual(["task_definition"]);
});

test("the outputs have no hold, and their words are of a container that is stopped by hand", () => {
  const outputs = (stack: Synthesized) => stack.json.output as Record<string, { readonly description: string }>;
  expect(Object.keys(outputs(always))).toEqual(Object.keys(outputs(sleeping)).filter((name) => name !== "hold"));
  expect(outputs(always).wake?.description).toBe("Starts valheim again after it was stopped by hand");
  expect(outputs(always).sleep?.description).toMatch(/^Stops valheim.* until it is started by hand$/);
});

test("the alarm keeper-errors says what a failed host then needs", () => {
  const { alarm_description: text } = always.get(CloudwatchMetricAlarm, "keeper_errors");
  expect(text).toMatch(
    /if the host of valheim fails, nothing replaces it.*games-valheim-host to 0, and when it has no instance left to 1/,
  );
  expect(text).not.toMatch(/nobody connected/);
});

test("every service with a port is essential, and so is what it needs", () => {
  const service = (more: object) => ({ image: "a:1", volumes: [], ports: [], ...more });
  const config = containerConfig({
    mode: "always",
    volumes: {},
    availability_zone: undefined,
    services: {
      web: service({ ports: ["80"], depends_on: ["db"] }),
      admin: service({ ports: ["81"] }),
      db: service({}),
      other: service({}),
    },
  });
  expect(synthContainer(baseConfig(), config).companions.functions?.keeper.services).toMatchObject({
    essential: ["web", "admin", "db"],
    nonEssential: ["other"],
  });
});

test("destroy takes the service, the group, keeper, the record and the zone in this order", () => {
  const graph = dependencies(always);
  const order = [
    "aws_ecs_service.service",
    "aws_autoscaling_group.host",
    "aws_lambda_function.keeper",
    "aws_route53_record.address",
    "aws_route53_zone.zone",
  ];
  for (const [index, address] of order.entries())
    expect([address, ...allDependencies(graph, address)]).toEqual(expect.arrayContaining(order.slice(index + 1)));
});
