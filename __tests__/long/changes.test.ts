import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wakeUp } from "../sim/outside";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

let work: Workspace;
afterEach(() => {
  work.end();
});

const HOST = {
  group: "games-valheim-host",
  cluster: "games-valheim-cluster",
  record: "valheim.mine.org",
  address: "198.51.100.7",
};
const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };

async function applied(base?: (text: string) => string): Promise<Workspace> {
  work = new Workspace();
  if (base !== undefined) {
    work.configure("base.yaml", base);
    work.synth();
  }
  await work.deploy("base");
  await work.deploy("valheim");
  return work;
}

terraformTest("while somebody plays, each everyday change leaves host, task, record and capacity alone", async () => {
  await applied();
  const { store } = work.server.cloud;
  wakeUp(store, HOST);
  store.edit("aws_ecs_service", serviceId(), {
    task_definition: "arn:aws:ecs:us-west-2:123456789012:task-definition/games-valheim-task:7",
  });
  store.edit("aws_ssm_parameter", "/games/valheim/hold", { value: "2026-11-22T01:00Z" }); // a person did
  expect(await work.plan("valheim")).toEqual(NOTHING);

  const change = async (edit: (text: string) => string): Promise<readonly string[]> => {
    work.configure("valheim.yaml", edit);
    work.synth();
    const { lines } = await work.planned("valheim");
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
    return lines;
  };
  expect(await change((text) => text.replace("server:1.4.0", "server:1.5.0"))).toEqual([
    "aws_ecs_task_definition.task must be replaced",
    "aws_launch_template.host_template will be updated in-place", // the next host pulls the new one
  ]);
  expect(await change((text) => text.replace("2456-2457", "2456-2458"))).toEqual([
    "aws_ecs_task_definition.task must be replaced",
    "aws_launch_template.host_template will be updated in-place",
    "aws_vpc_security_group_ingress_rule.host_firewall_in_udp_2456_ipv4 will be updated in-place",
  ]);
  expect(await change((text) => text.replace("[m7a.large, m6a.large]", "[m7a.large, m7i.large]"))).toEqual([
    "aws_autoscaling_group.host will be updated in-place",
    "aws_lambda_function.keeper will be updated in-place",
  ]);
  const withCache = (text: string): string =>
    text
      .replace('"server:/opt/valheim"', '$&, "cache:/cache"')
      .replace("volumes:\n  world:", "volumes:\n  cache: { storage: host }\n  world:");
  expect(await change((text) => withCache(`${text}disk: 60g\n`))).toEqual([
    "aws_ecs_task_definition.task must be replaced",
    "aws_lambda_function.keeper will be updated in-place",
    "aws_launch_template.host_template will be updated in-place",
  ]);
  expect(await change((text) => text.replace("packets_per_minute: 8", "packets_per_minute: 12"))).toEqual([
    "aws_cloudwatch_metric_alarm.idle will be updated in-place",
    "aws_lambda_function.keeper will be updated in-place",
  ]);
  expect(await change((text) => text.replace("stop: true", "stop: false"))).toEqual([
    "aws_autoscaling_policy.left_up_stop will be destroyed",
    "aws_cloudwatch_metric_alarm.left_up will be updated in-place",
    "aws_lambda_function.keeper will be updated in-place",
  ]);

  expect(store.get("aws_autoscaling_group", "us-west-2", HOST.group)?.attributes["desired_capacity"]).toBe(1);
  expect(
    store.find("aws_route53_record", ({ attributes }) => attributes["type"] === "A")?.attributes["records"],
  ).toEqual([HOST.address]);
  expect(store.find("instance", () => true)).toBeDefined();
  expect(store.get("aws_ssm_parameter", "us-west-2", "/games/valheim/hold")?.attributes["value"]).toBe(
    "2026-11-22T01:00Z",
  );
});

terraformTest("a later version with other words changes them in place, or not at all, and is not refused", async () => {
  await applied();
  for (const stack of ["base", "valheim"]) {
    work.change(stack, (json) =>
      json.replace(/"(\w*description|comment|display_name)": "(?!\$)/gi, "$&In other words: "),
    );
    const { lines } = await work.planned(stack);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => !line.endsWith("will be updated in-place"))).toEqual([]);
    await work.apply(stack);
    expect(await work.plan(stack)).toEqual(NOTHING);
  }
});

terraformTest(
  "new code of a function changes that function in place: its name, permission and filter stay",
  async () => {
    await applied();
    const file = join(work.stackFolder("valheim"), "functions", "wake", "index.js");
    const code = readFileSync(file);
    appendFileSync(file, "// one line more\n");
    expect((await work.planned("valheim")).lines).toEqual(["aws_lambda_function.wake will be updated in-place"]);
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);

    writeFileSync(file, code);
    expect((await work.planned("valheim")).lines).toEqual(["aws_lambda_function.wake will be updated in-place"]);
  },
);

function serviceId(): string {
  return work.server.cloud.store.all("aws_ecs_service")[0]?.id ?? "";
}

terraformTest("a second container and a second zone touch nothing that is there", async () => {
  await applied();
  work.configure(
    "web.yaml",
    () => 'instance_types: [t4g.small]\nservices:\n  web: { image: "nginx:1.29.1", ports: ["80/tcp"], volumes: [] }\n',
  );
  work.configure("base.yaml", (text) => `${text}network: { zones: [a, c] }\n`);
  work.synth();
  expect(await work.planned("base")).toEqual({
    lines: [
      "aws_route_table_association.network_public_c_routes will be created",
      "aws_subnet.network_public_c will be created",
    ],
    summary: "Plan: 2 to add, 0 to change, 0 to destroy",
  });
  expect((await work.terraform("web", "init", "-no-color")).status).toBe(0);
  expect((await work.terraform("web", "plan", "-no-color")).output).toContain(
    "the stack base has no subnet in zone c yet: apply base first",
  );
  await work.apply("base");
  expect(await work.plan("valheim")).toEqual(NOTHING);
  await work.apply("web");
  expect(await work.plan("base")).toEqual(NOTHING);
  expect(await work.plan("valheim")).toEqual(NOTHING);
});

terraformTest("a kept volume is neither dropped, renamed nor moved until it has keep: false", async () => {
  await applied((text) => `${text}network: { zones: [a, b] }\n`);
  const world = "  world: { keep: true, backup: { schedule: daily, retention: 30d } }\n";
  const refused = async (edit: (text: string) => string): Promise<string> => {
    let before = "";
    work.configure("valheim.yaml", (text) => edit((before = text)));
    work.synth();
    const { status, output } = await work.plan("valheim");
    work.configure("valheim.yaml", () => before);
    expect(status).toBe(1);
    return output;
  };
  const guarded = 'terraform_data.kept_volumes["world"] has lifecycle.prevent_destroy set';
  expect(await refused((text) => text.replace(world, "").replace('"world:/config", ', ""))).toContain(guarded);
  expect(await refused((text) => text.replaceAll("world:", "mundo:"))).toContain(guarded);
  expect(await refused((text) => text.replace("availability_zone: a", "availability_zone: b"))).toContain(
    "aws_efs_file_system.volume_world has lifecycle.prevent_destroy set",
  );
  expect(await refused((text) => text.replace("keep: true,", "keep: true, enforce_owner: true,"))).toContain(
    "aws_efs_access_point.access_point_world has lifecycle.prevent_destroy set",
  );

  work.configure("valheim.yaml", (text) => text.replace("keep: true", "keep: false"));
  work.synth();
  expect((await work.planned("valheim")).summary).toBe("Plan: 0 to add, 1 to change, 0 to destroy"); // the vault's force_destroy
  await work.apply("valheim");
  expect((await work.terraform("valheim", "destroy", "-no-color", "-auto-approve")).output).toContain(
    "Destroy complete!",
  );
});

terraformTest("a retired container is its data alone, comes back unharmed, and ends only by keep: false", async () => {
  await applied();
  const file = (): string | undefined =>
    work.server.cloud.store
      .all("aws_efs_file_system")
      .find(({ attributes }) => JSON.stringify(attributes).includes("valheim-world"))?.id;
  const world = file();
  work.configure("valheim.yaml", (text) => `${text}retired: true\n`);
  work.synth();
  await work.apply("valheim");
  expect(await work.addresses("valheim")).toEqual([
    "data.aws_caller_identity.account",
    "aws_backup_plan.backup_world_plan",
    "aws_backup_selection.backup_world_selection",
    "aws_backup_vault.backup_world_vault",
    "aws_efs_backup_policy.volume_world_automatic_backups",
    "aws_efs_file_system.volume_world",
    "aws_iam_role.backup_role",
    "aws_iam_role_policy.backup_role_policy",
    "terraform_data.home",
    'terraform_data.kept_volumes["world"]',
    'terraform_data.released_volumes["server"]',
  ]);
  expect((await work.terraform("base", "destroy", "-no-color", "-auto-approve")).output).toContain("Destroy complete!");

  await work.deploy("base");
  work.configure("valheim.yaml", (text) => text.replace("retired: true\n", ""));
  work.synth();
  await work.apply("valheim");
  expect(file()).toBe(world);

  work.configure("valheim.yaml", (text) => `${text.replace("keep: true", "keep: false")}retired: true\n`);
  work.synth();
  await work.apply("valheim");
  expect(file()).toBe(world); // its vault must first learn that its points may go
  expect((await work.terraform("valheim", "destroy", "-no-color", "-auto-approve")).output).toContain(
    "Destroy complete!",
  );
  expect(file()).toBeUndefined();
});

terraformTest("a container before base says what to do first", async () => {
  work = new Workspace();
  await expect(work.deploy("valheim")).rejects.toThrow(/base has no state yet: apply it first/);
});

terraformTest(
  "destroy while awake goes filter, service, group, keeper, record, and then what a host stood on",
  async () => {
    await applied();
    work.configure("valheim.yaml", (text) => text.replace("keep: true", "keep: false"));
    work.synth();
    await work.apply("valheim");
    wakeUp(work.server.cloud.store, HOST);
    const { output } = await work.terraform("valheim", "destroy", "-no-color", "-auto-approve");
    expect(output).toContain("Destroy complete!");

    const gone = work.server.cloud.journal
      .entries()
      .filter(({ action }) => action === "delete")
      .map(({ type, id = "" }) => `${type} ${id}`);
    const at = (what: string): number => {
      const found = gone.findIndex((entry) => entry.includes(what));
      if (found < 0) throw new Error(`${what} is not among ${gone.join(", ")}`);
      return found;
    };
    const inOrder = [
      "aws_cloudwatch_log_subscription_filter",
      "aws_ecs_service",
      "aws_autoscaling_group",
      "aws_lambda_function games-valheim-keeper",
      "_valheim.mine.org_A",
      "aws_route53_zone",
    ];
    expect([...inOrder].sort((one, other) => at(one) - at(other))).toEqual(inOrder);

    const group = at("aws_autoscaling_group");
    for (const keepers of [
      "aws_iam_role_policy games-valheim-keeper",
      "aws_lambda_function_event_invoke_config games-valheim-keeper",
      "aws_cloudwatch_event_rule games-valheim-hostevents",
      "aws_cloudwatch_event_rule games-valheim-schedule",
      "aws_cloudwatch_event_target",
      "aws_lambda_permission games-valheim-hostevents",
      "aws_dynamodb_table games-valheim-memory",
      "aws_ssm_parameter /games/valheim/hold",
      "aws_cloudwatch_metric_alarm games-valheim-idle",
      "aws_cloudwatch_metric_alarm games-valheim-queried",
    ]) {
      expect([keepers, at(keepers) > group]).toEqual([keepers, true]);
    }
    for (const later of [
      "aws_efs_mount_target",
      "aws_efs_file_system_policy",
      "aws_iam_role_policy games-valheim-host",
      "aws_security_group",
      "aws_ecs_cluster",
      "aws_vpc_security_group_egress_rule",
    ]) {
      expect([later, at(later) > group]).toEqual([later, true]);
    }
  },
);
