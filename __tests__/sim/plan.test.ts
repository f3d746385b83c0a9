import { UNKNOWN } from "../../sim/provider/values";
import { PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const GROUP = { name: "g", min_size: 0, max_size: 1, launch_template: [{ id: "lt-1", version: "$Latest" }] };
const RECORD = { name: "a.mine.org", type: "A", zone_id: "Z1", ttl: 30, records: ["192.0.2.1"] };

test("at creation what is written is kept and what only AWS knows is unknown", () => {
  const { planned } = aws.plan("aws_vpc", { cidr_block: "10.0.0.0/16" });
  expect(planned).toMatchObject({
    cidr_block: "10.0.0.0/16",
    arn: UNKNOWN,
    instance_tenancy: "default",
    ipv4_ipam_pool_id: null,
  });
});

test("a region not written is the provider's, and its default tags join an object's own", () => {
  const { planned } = aws.plan("aws_vpc", { cidr_block: "10.0.0.0/16", tags: { Name: "n" } });
  expect(planned).toMatchObject({
    region: "us-west-2",
    tags: { Name: "n" },
    tags_all: { Name: "n", Project: "games" },
  });
});

test("an unchanged configuration plans no change", () => {
  const config = { cidr_block: "10.0.0.0/16", tags: { Name: "n" } };
  const state = aws.apply("aws_vpc", config);
  expect(aws.plan("aws_vpc", config, state)).toEqual({ planned: state, replacedBy: [] });
});

test("capacity that somebody else set stays when it is not written", () => {
  const state = { ...aws.state("aws_autoscaling_group", GROUP), desired_capacity: 1 };
  expect(aws.plan("aws_autoscaling_group", GROUP, state).planned["desired_capacity"]).toBe(1);
  expect(aws.plan("aws_autoscaling_group", { ...GROUP, desired_capacity: 0 }, state).planned["desired_capacity"]).toBe(
    0,
  );
});

test("a record that somebody else changed is planned back", () => {
  const drifted = { ...aws.state("aws_route53_record", RECORD), records: ["198.51.100.7"] };
  expect(aws.plan("aws_route53_record", RECORD, drifted).planned["records"]).toEqual(["192.0.2.1"]);
});

test("the provider's default returns when an argument is no longer written", () => {
  const state = aws.state("aws_efs_file_system", { throughput_mode: "elastic" });
  expect(aws.plan("aws_efs_file_system", {}, state).planned["throughput_mode"]).toBe("bursting");
});

test.each([
  ["aws_efs_file_system", "availability_zone_name", "us-west-2a", "us-west-2b"],
  ["aws_route53_zone", "name", "a.org", "b.org"],
  ["aws_cloudwatch_log_group", "region", "us-west-2", "us-east-1"],
  ["aws_autoscaling_group", "initial_lifecycle_hook", [], [{ name: "h", lifecycle_transition: "x" }]],
])("%s is replaced when its %s changes, as by the provider", (type, argument, before, after) => {
  expect(aws.plan(type, { [argument]: after }, aws.state(type, { [argument]: before })).replacedBy).toEqual([argument]);
});

test("another source of the same kind changes a firewall rule, another kind of source replaces it", () => {
  const rule = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 1, to_port: 1 };
  const state = aws.state("aws_vpc_security_group_ingress_rule", { ...rule, cidr_ipv4: "10.0.0.0/8" });
  const plan = (source: object) =>
    aws.plan("aws_vpc_security_group_ingress_rule", { ...rule, ...source }, state).replacedBy;
  expect(plan({ cidr_ipv4: "10.0.0.0/16" })).toEqual([]);
  expect(plan({ cidr_ipv6: "::/0" })).toEqual(["cidr_ipv4", "cidr_ipv6"]);
});

test("equal JSON is no change, however it is written", () => {
  const policy = (text: string) => ({ role: "r", name: "p", policy: text });
  const planned = aws.state("aws_iam_role_policy", policy('{"Version":"1","Statement":[]}'));
  const again = aws.plan("aws_iam_role_policy", policy('{ "Statement": [], "Version": "1" }'), planned);
  expect(again.planned).toEqual(planned);
  expect(aws.plan("aws_iam_role_policy", policy('{"Statement":[1]}'), planned).planned["policy"]).toBe(
    '{"Statement":[1]}',
  );
});

test("container definitions are compared without order and defaults, and with all the rest", () => {
  const task = (...containers: object[]) => ({ family: "f", container_definitions: JSON.stringify(containers) });
  const variables = [
    { name: "A", value: "1" },
    { name: "B", value: "2" },
  ];
  const game = { name: "game", image: "game:1", environment: variables, portMappings: [{ containerPort: 80 }] };
  const state = aws.state("aws_ecs_task_definition", task(game, { name: "db", image: "db:1" }));
  const replacedBy = (...containers: object[]) =>
    aws.plan("aws_ecs_task_definition", task(...containers), state).replacedBy;
  const filledIn = { cpu: 0, essential: true, mountPoints: [], volumesFrom: [] };
  const mapping = { containerPort: 80, hostPort: 0, protocol: "tcp" };
  const returned = { ...game, ...filledIn, environment: variables.toReversed(), portMappings: [mapping] };
  expect(replacedBy({ name: "db", image: "db:1", ...filledIn }, returned)).toEqual([]);
  const pinning = { ...game, versionConsistency: "disabled" };
  expect(replacedBy(pinning, { name: "db", image: "db:1" })).toEqual(["container_definitions"]);
});

test("a parameter's tier is lowered by a new one, anything else in place", () => {
  const parameter = (tier: string, description: string) => ({
    name: "/a",
    type: "String",
    value: "x",
    tier,
    description,
  });
  const state = aws.state("aws_ssm_parameter", parameter("Advanced", "d"));
  expect(aws.plan("aws_ssm_parameter", parameter("Standard", "d"), state).replacedBy).toEqual(["tier"]);
  expect(aws.plan("aws_ssm_parameter", parameter("Advanced", "e"), state).replacedBy).toEqual([]);
});

test("a template's data makes a new version, its description alone does not", () => {
  const state = aws.apply("aws_launch_template", { name: "tpl", update_default_version: true });
  expect(
    aws.plan("aws_launch_template", { name: "tpl", update_default_version: true, user_data: "eA==" }, state).planned,
  ).toMatchObject({
    latest_version: UNKNOWN,
    default_version: UNKNOWN,
  });
  expect(
    aws.plan("aws_launch_template", { name: "tpl", update_default_version: true, description: "d" }, state).planned[
      "latest_version"
    ],
  ).toBe(1);
});

test("a write-only value is in no plan, its version is", () => {
  const { planned } = aws.plan("aws_ssm_parameter", {
    name: "/a",
    type: "SecureString",
    value_wo: "secret",
    value_wo_version: 1,
  });
  expect(planned).toMatchObject({ value_wo: null, value_wo_version: 1 });
});
