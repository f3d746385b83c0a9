import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attributes } from "../../sim/provider/values";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

test.each<[string, string, Attributes, RegExp]>([
  [
    "a retention AWS doesn't know",
    "aws_cloudwatch_log_group",
    { name: "g", retention_in_days: 15 },
    /retention_in_days: expected one of/,
  ],
  [
    "two sources in one rule",
    "aws_vpc_security_group_ingress_rule",
    { cidr_ipv4: "0.0.0.0/0", cidr_ipv6: "::/0" },
    /found cidr_ipv4 and cidr_ipv6/,
  ],
  [
    "a secret without its version",
    "aws_ssm_parameter",
    { name: "/a", value_wo: "x" },
    /all of `value_wo,value_wo_version`/,
  ],
  [
    "a version consistency ECS doesn't know",
    "aws_ecs_task_definition",
    { family: "f", container_definitions: '[{"name":"a","versionConsistency":"off"}]' },
    /invalid version consistency value \(off\)/,
  ],
  ["neither template nor mixed policy", "aws_autoscaling_group", { name: "g" }, /must be specified, found none/],
  ["a malformed policy", "aws_iam_role_policy", { name: "p", role: "r", policy: "{" }, /invalid JSON/],
  [
    "two statements of one Sid",
    "aws_iam_role_policy",
    { name: "p", role: "r", policy: '{"Statement":[{"Sid":"A"},{"Sid":"A"}]}' },
    /must be unique/,
  ],
])("%s is refused before AWS is asked", (_, type, config, message) => {
  expect(check(type, config).join()).toMatch(message);
});

test("ECS refuses more than ten containers, and one that is essential though another waits for its end", () => {
  const define = (containers: readonly object[]) => () =>
    aws.apply("aws_ecs_task_definition", { family: "f", container_definitions: JSON.stringify(containers) });
  const named = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));
  expect(define(named(11))).toThrow(/Too many containers/);
  expect(define(named(10))).not.toThrow();
  const web = { name: "web", dependsOn: [{ containerName: "setup", condition: "SUCCESS" }] };
  expect(define([web, { name: "setup" }])).toThrow(/setup is essential/);
  expect(define([web, { name: "setup", essential: false }])).not.toThrow();
});

test("a query log before the logs' policy is refused, after it accepted", () => {
  const zone = aws.apply("aws_route53_zone", { name: "mine.org" });
  const group = aws.apply("aws_cloudwatch_log_group", { name: "/aws/route53/games/x", region: "us-east-1" });
  const log = { zone_id: zone["id"] ?? "", cloudwatch_log_group_arn: group["arn"] ?? "" };
  expect(() => aws.apply("aws_route53_query_log", log)).toThrow(/InsufficientCloudWatchLogsResourcePolicy/);

  const statement = {
    Effect: "Allow",
    Principal: { Service: "route53.amazonaws.com" },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/route53/games/*",
  };
  const policy = { policy_name: "p", policy_document: JSON.stringify({ Statement: [statement] }) };
  aws.apply("aws_cloudwatch_log_resource_policy", policy);
  expect(() => aws.apply("aws_route53_query_log", log)).toThrow(/Insufficient/); // the policy is in another region
  aws.apply("aws_cloudwatch_log_resource_policy", { ...policy, region: "us-east-1" });
  aws.apply("aws_route53_query_log", log);
  expect(() => aws.apply("aws_route53_query_log", log)).toThrow(/QueryLoggingConfigAlreadyExists/);
});

test("a vault with recovery points goes only if its state allows it", () => {
  const vault = aws.apply("aws_backup_vault", { name: "vault" });
  aws.cloud.store.put({
    type: "recovery_point",
    id: "rp",
    key: "rp",
    region: "us-west-2",
    attributes: { vault: "vault" },
  });
  expect(() => {
    aws.delete("aws_backup_vault", vault);
  }).toThrow(/contains recovery points/);
  const forced = aws.apply("aws_backup_vault", { name: "vault", force_destroy: true }, vault);
  aws.delete("aws_backup_vault", forced);
  expect(aws.cloud.store.all("recovery_point")).toEqual([]);
});

test("a network in use stays", () => {
  const vpc = aws.apply("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const subnet = aws.apply("aws_subnet", {
    vpc_id: vpc["id"] ?? "",
    cidr_block: "10.0.0.0/20",
    availability_zone: "us-west-2a",
  });
  const group = aws.apply("aws_security_group", { name: "g", vpc_id: vpc["id"] ?? "" });
  expect(() => aws.apply("aws_security_group", { name: "g", vpc_id: vpc["id"] ?? "" })).toThrow(
    /InvalidGroup\.Duplicate/,
  );
  const gateway = aws.apply("aws_internet_gateway", { vpc_id: vpc["id"] ?? "" });
  aws.cloud.store.put({
    type: "instance",
    id: "i-1",
    key: "i-1",
    region: "us-west-2",
    attributes: { subnet_id: subnet["id"] ?? "", vpc_security_group_ids: [group["id"] ?? ""] },
  });
  expect(() => {
    aws.delete("aws_vpc", vpc);
  }).toThrow(/DependencyViolation: aws_subnet subnet-\w+ still needs vpc-/);
  expect(() => {
    aws.delete("aws_subnet", subnet);
  }).toThrow(/DependencyViolation: instance i-1 still needs subnet-/);
  expect(() => {
    aws.delete("aws_security_group", group);
  }).toThrow(/DependencyViolation: instance i-1 still needs sg-/);
  expect(() => {
    aws.delete("aws_internet_gateway", gateway);
  }).toThrow(/mapped public address/);
});

test("a One Zone file system takes only a subnet of its own zone", () => {
  const vpc = aws.apply("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const inZone = (letter: string, cidr: string) =>
    aws.apply("aws_subnet", { vpc_id: vpc["id"] ?? "", cidr_block: cidr, availability_zone: `us-west-2${letter}` });
  const system = aws.apply("aws_efs_file_system", { availability_zone_name: "us-west-2a" });
  const [a, b] = [inZone("a", "10.0.0.0/20"), inZone("b", "10.0.16.0/20")];
  const target = (subnet: Attributes) =>
    aws.apply("aws_efs_mount_target", { file_system_id: system["id"] ?? "", subnet_id: subnet["id"] ?? "" });
  expect(() => target(b)).toThrow(/AvailabilityZonesMismatch/);
  expect(target(a)["availability_zone_name"]).toBe("us-west-2a");
  expect(() => target(a)).toThrow(/MountTargetConflict/);
  expect(() => {
    aws.delete("aws_efs_file_system", system);
  }).toThrow(/FileSystemInUse/);
});

test("resolve:ssm and a mixed instances policy do not go together", () => {
  const template = aws.apply("aws_launch_template", { name: "tpl", image_id: "resolve:ssm:/x" });
  const specification = { launch_template_id: template["id"] ?? "", version: "$Latest" };
  const mixed = { mixed_instances_policy: [{ launch_template: [{ launch_template_specification: [specification] }] }] };
  expect(() => aws.apply("aws_autoscaling_group", { name: "g", min_size: 0, max_size: 1, ...mixed })).toThrow(
    /expecting "ami-/,
  );
  const plain = { launch_template: [{ id: template["id"] ?? "", version: "$Latest" }] };
  expect(aws.apply("aws_autoscaling_group", { name: "g", min_size: 0, max_size: 1, ...plain })).toMatchObject({
    desired_capacity: 0,
  });
});

test("what exists is not made a second time", () => {
  aws.apply("aws_cloudwatch_log_group", { name: "/g" });
  expect(() => aws.apply("aws_cloudwatch_log_group", { name: "/g" })).toThrow(/ResourceAlreadyExistsException/);
  aws.apply("aws_cloudwatch_log_group", { name: "/g", region: "us-east-1" });

  const zone = aws.apply("aws_route53_zone", { name: "mine.org" });
  const record = { zone_id: zone["id"] ?? "", name: "mine.org", type: "NS", ttl: 300, records: ["ns.mine.org"] };
  expect(() => aws.apply("aws_route53_record", record)).toThrow(/it already exists/); // a zone is born with it
  aws.apply("aws_route53_record", { ...record, allow_overwrite: true });
});

test("an empty secret is refused, and no secret is kept", () => {
  const secret = (value_wo: string) => ({ name: "/s", type: "SecureString", value_wo, value_wo_version: 1 });
  expect(() => aws.apply("aws_ssm_parameter", secret(""))).toThrow(/length greater than or equal to 1/);
  expect(aws.apply("aws_ssm_parameter", secret("hunter22"))).toMatchObject({ has_value_wo: true, value_wo: null });
  aws.apply("aws_ssm_parameter", { name: "/v", type: "String", value: "plain-secret" });
  const journal = readFileSync(join(aws.folder, "journal.jsonl"), "utf8");
  expect(journal + JSON.stringify(aws.cloud.store.get("aws_ssm_parameter", "us-west-2", "/s"))).not.toContain(
    "hunter22",
  );
  expect(journal).not.toContain("plain-secret");
});

test("a secret is sent with a new version only: any other change goes without it, and is refused", () => {
  const secret = (over: Attributes = {}) => ({
    name: "/s",
    type: "SecureString",
    description: "as it was",
    value_wo: "hunter22",
    value_wo_version: 1,
    ...over,
  });
  const state = aws.apply("aws_ssm_parameter", secret());
  for (const [argument, value] of [
    ["description", "reworded"],
    ["tier", "Advanced"],
    ["key_id", "alias/mine"],
  ] as const) {
    expect(() => aws.apply("aws_ssm_parameter", secret({ [argument]: value }), state)).toThrow(
      /length greater than or equal to 1/,
    );
  }
  aws.apply("aws_ssm_parameter", secret({ tags: { Name: "n" } }), state);
  aws.apply("aws_ssm_parameter", secret({ description: "reworded", value_wo_version: 2 }), state);
});

test.each<[string, Attributes, RegExp]>([
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.0.0/20" }, /InvalidVpcID\.NotFound/],
  ["aws_ecs_service", { name: "s", cluster: "c" }, /ClusterNotFoundException/],
  ["aws_iam_role_policy", { name: "p", role: "r", policy: "{}" }, /The role with name r cannot be found/],
  [
    "aws_backup_plan",
    { name: "p", rule: [{ rule_name: "r", target_vault_name: "v" }] },
    /Backup vault v does not exist/,
  ],
  ["aws_autoscaling_group", { name: "g", launch_template: [{ id: "lt-1" }] }, /template ID lt-1, does not exist/],
  ["aws_route53_record", { name: "a.b", type: "A", zone_id: "Z1", records: ["192.0.2.1"] }, /NoSuchHostedZone/],
])("%s before what it stands on is refused", (type, config, message) => {
  expect(() => aws.apply(type, config)).toThrow(message);
});

test.each<[string, Attributes, RegExp]>([
  ["aws_iam_role", { name: "r", assume_role_policy: "{}" }, /EntityAlreadyExists/],
  ["aws_launch_template", { name: "t" }, /AlreadyExistsException/],
  ["aws_backup_vault", { name: "v" }, /AlreadyExistsException/],
])("%s of a name that is taken is refused", (type, config, message) => {
  aws.apply(type, config);
  expect(() => aws.apply(type, config)).toThrow(message);
});

test("a cluster with an instance stays", () => {
  const cluster = aws.apply("aws_ecs_cluster", { name: "c" });
  const attributes = { cluster: cluster["id"] ?? "" };
  aws.cloud.store.put({ type: "instance", id: "i-1", key: "i-1", region: "us-west-2", attributes });
  expect(() => {
    aws.delete("aws_ecs_cluster", cluster);
  }).toThrow(/ClusterContainsContainerInstancesException/);
});
