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
  ]);
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

test("depends_on never names a data source, which would be read anew at every apply", () => {
  const edges = stack.resources().flatMap(({ block }) => (block.depends_on as string[] | undefined) ?? []);
  expect(edges.filter((edge) => edge.startsWith("data."))).toEqual([]);
});

test("no stack refers to another by token: each deploys alone", () => {
  expect(JSON.stringify(stack.json)).not.toContain("cross-stack");
  expect(Object.keys(stack.json.data?.terraform_remote_state ?? {})).toEqual(["base"]);
});
