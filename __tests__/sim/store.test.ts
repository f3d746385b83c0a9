import { PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const ZONE = { name: "mine.org" };
const MADE = { id: "made" };

test("the same configuration gets the same ids in another world, and new ones when it is recreated", () => {
  const other = new PretendAws();
  const first = aws.apply("aws_route53_zone", ZONE);
  expect(other.apply("aws_route53_zone", ZONE)).toEqual(first);
  aws.delete("aws_route53_zone", first);
  expect(aws.apply("aws_route53_zone", ZONE)["name_servers"]).not.toEqual(first["name_servers"]);
  other.forget();
});

test("an update sends what Terraform changes and leaves what others changed meanwhile", () => {
  const template = aws.apply("aws_launch_template", { name: "tpl" });
  const config = {
    name: "g",
    min_size: 0,
    max_size: 1,
    launch_template: [{ id: template["id"] ?? "", version: "$Latest" }],
  };
  const state = aws.apply("aws_autoscaling_group", config);
  aws.cloud.store.edit("aws_autoscaling_group", "g", { desired_capacity: 1 });
  aws.apply("aws_autoscaling_group", { ...config, max_size: 2 }, state);
  expect(aws.cloud.store.get("aws_autoscaling_group", "us-west-2", "g")?.attributes).toMatchObject({
    desired_capacity: 1,
    max_size: 2,
  });
});

test("versions count what was changed", () => {
  const parameter = (value: string) => ({ name: "/p", type: "String", value });
  const first = aws.apply("aws_ssm_parameter", parameter("a"));
  const second = aws.apply("aws_ssm_parameter", parameter("b"), first);
  expect([first["version"], second["version"]]).toEqual([1, 2]);
  const template = aws.apply("aws_launch_template", { name: "t" });
  const changed = aws.apply("aws_launch_template", { name: "t", user_data: "eA==" }, template);
  expect(changed).toMatchObject({ latest_version: 2, default_version: 1 });
});

test("what AWS alone would know, and nobody reads, is empty", () => {
  expect(aws.apply("aws_vpc", { cidr_block: "10.0.0.0/16" })).toMatchObject({ owner_id: null, ipv6_cidr_block: "" });
  const launch_template = [{ id: aws.apply("aws_launch_template", { name: "t" })["id"] ?? "" }];
  const group = aws.apply("aws_autoscaling_group", { name: "g", min_size: 0, max_size: 1, launch_template });
  expect(group).toMatchObject({ launch_template: [{ ...launch_template[0], name: null }] });
});

test("the journal tells in which order what happened, and what an update changed", () => {
  const topic = aws.apply("aws_sns_topic", { name: "t" });
  const named = aws.apply("aws_sns_topic", { name: "t", display_name: "T" }, topic);
  aws.delete("aws_sns_topic", named);
  const entries = aws.cloud.journal
    .entries()
    .map(({ action, type, name, before, after }) => ({ action, type, name, before, after }));
  expect(entries).toEqual([
    { action: "create", type: "aws_sns_topic", name: "t" },
    {
      action: "update",
      type: "aws_sns_topic",
      name: "t",
      before: { display_name: null },
      after: { display_name: "T" },
    },
    { action: "delete", type: "aws_sns_topic", name: "t" },
  ]);
});

test("a zone takes its records along, and says so", () => {
  const zone = aws.apply("aws_route53_zone", { ...ZONE, force_destroy: true });
  aws.apply("aws_route53_record", {
    zone_id: zone["id"] ?? "",
    name: "a.mine.org",
    type: "A",
    ttl: 30,
    records: ["192.0.2.1"],
  });
  aws.delete("aws_route53_zone", zone);
  expect(aws.cloud.store.all("aws_route53_record")).toEqual([]);
  expect(aws.cloud.journal.entries().at(-2)).toMatchObject({ action: "taken", type: "aws_route53_record" });
});

test("what is kept by skip_destroy is still there: an old revision a host may run", () => {
  const task = { family: "t", container_definitions: "[]", skip_destroy: true };
  const state = aws.apply("aws_ecs_task_definition", task);
  aws.delete("aws_ecs_task_definition", state);
  expect(aws.apply("aws_ecs_task_definition", task)["revision"]).toBe(2);
  expect(aws.cloud.store.all("aws_ecs_task_definition").map(({ attributes }) => attributes["revision"])).toEqual([
    1, 2,
  ]);
});

test("a fault for once is met once, one for a name leaves others alone", async () => {
  const { faults } = aws.cloud;
  faults.set([{ type: "aws_vpc", name: "a", action: "create", error: "InternalError: no", times: "once" }]);
  const call = (name: string) => aws.cloud.call("aws_vpc", "create", name, () => MADE);
  await expect(call("b")).resolves.toBe(MADE);
  await expect(call("a")).rejects.toThrow("InternalError: no");
  await expect(call("a")).resolves.toBe(MADE);
});

test("a slow call ends at once when Terraform is interrupted", async () => {
  aws.cloud.faults.set([{ type: "aws_vpc", action: "create", delayMs: 60_000, times: "always" }]);
  const call = aws.cloud.call("aws_vpc", "create", "a", () => MADE);
  aws.cloud.stop();
  await expect(call).rejects.toThrow("RequestCanceled");
});

test("ids too long for a file's name are found again", () => {
  const attributes = { value: 1 };
  aws.cloud.store.put({ type: "long", id: "x", key: "/".repeat(200), region: "global", attributes });
  expect(aws.cloud.store.get("long", "global", "/".repeat(200))?.attributes).toEqual(attributes);
});
