import { readFileSync } from "node:fs";
import { join } from "node:path";
import { wakeUp } from "./outside";
import { terraformTest, Workspace } from "./workspace";

jest.setTimeout(60_000);

const NO_CHANGES = { status: 0, output: expect.stringContaining("No changes.") as string };
let work: Workspace;
afterEach(() => {
  work.end();
});

describe.each([
  ["JSON", []],
  ["HCL", ["--hcl"]],
])("what is synthesized as %s", (_, options) => {
  terraformTest("is applied by real Terraform, and a second plan has no changes", async () => {
    work = new Workspace(options);
    expect(await work.deploy("base")).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    expect(await work.deploy("valheim")).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    expect(await work.plan("base")).toEqual(NO_CHANGES);
    expect(await work.plan("valheim")).toEqual(NO_CHANGES);

    const list = await work.terraform("valheim", "state", "list");
    expect(list.output).toContain("aws_autoscaling_group.host");
    const refused = await work.terraform("valheim", "destroy", "-auto-approve", "-no-color");
    expect(refused.status).toBe(1);
    expect(refused.output).toMatch(/kept_volumes\["world"\] has lifecycle\.prevent_destroy set/);
  });
});

describe("while somebody plays", () => {
  terraformTest("a plan is empty, an update touches no host, and base does not go", async () => {
    work = new Workspace();
    await work.deploy("base");
    await work.deploy("valheim");
    const { store } = work.server.cloud;
    const host = {
      group: "games-valheim-host",
      cluster: "games-valheim-cluster",
      record: "valheim.mine.org",
      address: "198.51.100.7",
    };
    wakeUp(store, host);
    expect(await work.plan("valheim")).toEqual(NO_CHANGES);

    work.change("valheim", (text) => text.replace('"retention_in_days": 30', '"retention_in_days": 14'));
    const changed = await work.terraform("valheim", "apply", "-auto-approve", "-no-color");
    expect(changed.output).toMatch(/Resources: 0 added, 1 changed, 0 destroyed/);
    expect(store.get("aws_autoscaling_group", "us-west-2", host.group)?.attributes["desired_capacity"]).toBe(1);
    expect(
      store.find("aws_route53_record", ({ attributes }) => attributes["type"] === "A")?.attributes["records"],
    ).toEqual([host.address]);

    const refused = await work.terraform("base", "destroy", "-auto-approve", "-no-color");
    expect(refused.output).toMatch(/DependencyViolation/);
  });
});

describe("planted mistakes", () => {
  terraformTest("are refused by validate, plan or apply", async () => {
    work = new Workspace();
    await work.terraform("base", "init");
    const validate = async (change: (text: string) => string): Promise<string> => {
      const file = join(work.folder, "out", "stacks", "base", "cdk.tf.json");
      const before = readFileSync(file, "utf8");
      work.change("base", change);
      const { status, output } = await work.terraform("base", "validate", "-no-color");
      work.change("base", () => before);
      expect(status).toBe(1);
      return output;
    };
    expect(await validate((text) => text.replace('"display_name"', '"display_nam"'))).toMatch(/display_nam/);
    expect(
      await validate((text) => text.replace('"enable_dns_support": true', '"enable_dns_support": "often"')),
    ).toMatch(/bool is required/);
    expect(
      await validate((text) => text.replace("aws_vpc.network.ipv6_cidr_block", "aws_vpc.network.ipv6_block")),
    ).toMatch(/no argument, nested block, or exported attribute named "ipv6_block"/);
    expect(
      await validate((text) =>
        text.replace('"display_name": "games"', '"display_name": "${aws_sns_topic_policy.alerts_policy.id}"'),
      ),
    ).toMatch(/Cycle/);

    const known = '"Project": "games"';
    work.change("base", (text) => text.replace(known, '"Project": "${timestamp()}"'));
    expect((await work.plan("base")).output).toMatch(/default_tags must be known/);
    work.change("base", (text) => text.replace('"Project": "${timestamp()}"', known));

    work.change("base", (text) => text.replace('"region": "us-west-2"', '"profile": "none"'));
    const region = await work.plan("base");
    expect(region.output).toMatch(/Missing region configuration/);
  });
});

describe("a failure in the middle", () => {
  terraformTest("leaves what was made, and the next apply ends it", async () => {
    work = new Workspace();
    await work.deploy("base");
    work.server.cloud.faults.set([
      { type: "aws_ecs_cluster", action: "create", error: "ServerException: try later", times: "once" },
      { type: "aws_efs_mount_target", action: "create", error: "InternalServerError", times: "once", when: "after" },
    ]);
    await expect(work.deploy("valheim")).rejects.toThrow(/ServerException: try later/);
    expect(await work.deploy("valheim")).toMatch(/Apply complete!/);
    expect(await work.plan("valheim")).toEqual(NO_CHANGES);
  });

  terraformTest("an object that is gone is made again", async () => {
    work = new Workspace();
    await work.deploy("base");
    const { store } = work.server.cloud;
    const rule = store.all("aws_cloudwatch_event_rule")[0];
    if (rule === undefined) throw new Error("base has no rule");
    store.remove(rule);
    expect((await work.plan("base")).output).toMatch(/aws_cloudwatch_event_rule.alarm_forwarding will be created/);
  });
});

describe("an object that Terraform doesn't know", () => {
  terraformTest("is imported by its id and region, and then not changed", async () => {
    work = new Workspace();
    await work.deploy("base");
    await work.terraform("base", "state", "rm", "aws_cloudwatch_event_rule.alarm_forwarding");
    const imported = await work.terraform(
      "base",
      "import",
      `-var-file=${join(work.folder, "terraform.tfvars")}`,
      "aws_cloudwatch_event_rule.alarm_forwarding",
      "games-forward@us-east-1",
    );
    expect(imported).toMatchObject({ status: 0 });
    expect(await work.plan("base")).toEqual(NO_CHANGES);
  });
});
