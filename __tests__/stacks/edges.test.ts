import { baseConfig, containerConfig } from "../helpers/configurations";
import { allDependencies, dependencies } from "../helpers/graph";
import { synthBase, synthContainer } from "../helpers/synth";

const stack = synthContainer(
  baseConfig(),
  containerConfig(
    { volumes: { world: {}, server: { keep: false } }, ipv6: true },
    { volumes: ["world:/config", "server:/opt"], secrets: ["PASS"] },
  ),
);
const graph = dependencies(stack);

test("nothing depends on itself", () => {
  for (const address of graph.keys()) expect(() => allDependencies(graph, address)).not.toThrow();
  const base = dependencies(synthBase(baseConfig({ budget: { monthly_usd: 1 } })));
  for (const address of base.keys()) expect(() => allDependencies(base, address)).not.toThrow();
});

test("the group depends on all that a running host needs, so that destroy takes the host away first", () => {
  expect(stack.json.resource.aws_autoscaling_group?.host?.depends_on).toEqual([
    "aws_ecs_cluster.cluster",
    "aws_vpc_security_group_ingress_rule.host_firewall_in_udp_2456_ipv4",
    "aws_vpc_security_group_ingress_rule.host_firewall_in_udp_2456_ipv6",
    "aws_vpc_security_group_egress_rule.host_firewall_out_ipv4",
    "aws_vpc_security_group_egress_rule.host_firewall_out_ipv6",
    "aws_vpc_security_group_ingress_rule.files_firewall_in_host",
    "aws_efs_access_point.access_point_world",
    "aws_efs_mount_target.mount_world",
    "aws_efs_file_system_policy.mount_world_policy",
    "aws_efs_access_point.access_point_server",
    "aws_efs_mount_target.mount_server",
    "aws_efs_file_system_policy.mount_server_policy",
    "aws_iam_role_policy.host_role_policy",
    "aws_cloudwatch_log_group.container_log",
    "aws_iam_role_policy.task_role_policy",
    "aws_iam_role_policy.execution_role_policy",
    "aws_cloudwatch_metric_alarm.idle",
    "aws_cloudwatch_metric_alarm.queried",
    "aws_iam_role_policy.keeper_role_policy",
    "aws_lambda_function_event_invoke_config.keeper_invoke",
    ...[
      "host_events",
      "task_events",
      "agent_events",
      "service_events",
      "alarm_events",
      "backup_events",
      "schedule",
    ].flatMap((event) => [
      `aws_cloudwatch_event_rule.keeper_${event}`,
      `aws_lambda_permission.keeper_${event}_permission`,
      `aws_cloudwatch_event_target.keeper_${event}_target`,
    ]),
  ]);
});

const needs = (address: string): Set<string> => allDependencies(graph, address);

test("the filter goes first, then the service, the group, keeper, and last the record, the zone and the cluster", () => {
  const order = [
    "aws_cloudwatch_log_subscription_filter.wake_filter",
    "aws_ecs_service.service",
    "aws_autoscaling_group.host",
    "aws_lambda_function.keeper",
    "aws_route53_record.address",
    "aws_route53_zone.zone",
  ];
  for (const [index, address] of order.entries()) {
    for (const later of order.slice(index + 1))
      expect([address, [...needs(address)]]).toEqual([address, expect.arrayContaining([later])]);
  }
  expect(needs("aws_autoscaling_group.host")).toContain("aws_ecs_cluster.cluster");
});

test("keeper is there with all it needs before the first host, and until the last is gone", () => {
  const keeper = [...needs("aws_lambda_function.keeper")];
  expect(keeper).toEqual(
    expect.arrayContaining([
      "aws_iam_role_policy.keeper_role_policy",
      "aws_cloudwatch_log_group.keeper_log",
      "aws_dynamodb_table.memory",
      "aws_ssm_parameter.hold",
      "aws_route53_record.address",
      "aws_route53_record.address_ipv6",
    ]),
  );
});

test("keeper, its role, rules and alarms refer neither to the group nor to the service nor to the cluster", () => {
  const keepers = [...graph.keys()].filter((address) => /^aws_[a-z0-9_]+\.(keeper|idle|queried)/.test(address));
  expect(keepers.length).toBeGreaterThan(20);
  for (const address of keepers) {
    expect([address, ...needs(address)].join(" ")).not.toMatch(/aws_autoscaling_|aws_ecs_service|aws_ecs_cluster/);
  }
});

test("queries are heard once wake may be called and there is something to wake", () => {
  expect(stack.json.resource.aws_cloudwatch_log_subscription_filter?.wake_filter?.depends_on).toEqual([
    "aws_lambda_permission.wake_permission",
    "aws_ecs_service.service",
  ]);
});

test("an event's way is open before the first event takes it", () => {
  for (const [address, { depends_on }] of Object.entries(stack.json.resource.aws_cloudwatch_event_target ?? {})) {
    expect(depends_on).toEqual([`aws_lambda_permission.${address.replace(/_target$/, "_permission")}`]);
  }
});

test("the service goes before the group, and the group before everything it stands on", () => {
  const ofService = allDependencies(graph, "aws_ecs_service.service");
  expect(ofService).toContain("aws_autoscaling_group.host");
  const ofGroup = allDependencies(graph, "aws_autoscaling_group.host");
  for (const needed of [
    "aws_efs_file_system.volume_world",
    "aws_iam_instance_profile.host_role_profile",
    "aws_security_group.files_firewall",
  ]) {
    expect(ofGroup).toContain(needed);
  }
  expect(ofGroup).not.toContain("aws_ecs_service.service");
});

test("depends_on never names a data source, which would be read again at every apply", () => {
  const edges = stack.resources().flatMap(({ block }) => (block.depends_on as string[] | undefined) ?? []);
  expect(edges.filter((edge) => edge.startsWith("data."))).toEqual([]);
});

test("no stack refers to another by token: each deploys alone", () => {
  expect(JSON.stringify(stack.json)).not.toContain("cross-stack");
  expect(Object.keys(stack.json.data?.terraform_remote_state ?? {})).toEqual(["base"]);
});
