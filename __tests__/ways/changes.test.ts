import { wakeUp } from "../../sim/provider/outside";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(90_000);

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

/** What a plan would do, as "address action" lines and its own summary. */
async function planned(stack: string): Promise<{ readonly lines: string[]; readonly summary: string }> {
  const { output } = await work.terraform(stack, "plan", "-no-color");
  const lines = [...output.matchAll(/# (\S+) (will be \w+(?: in-place)?|must be replaced|has moved to \S+)/g)].map(
    ([, address = "", action = ""]) => `${address} ${action}`,
  );
  return { lines, summary: /Plan: [^.]+/.exec(output)?.[0] ?? output };
}

terraformTest("while somebody plays, each everyday change leaves host, task, record and capacity alone", async () => {
  await applied();
  const { store } = work.server.cloud;
  wakeUp(store, HOST);
  store.edit("aws_ecs_service", serviceId(), {
    task_definition: "arn:aws:ecs:us-west-2:123456789012:task-definition/games-valheim-task:7",
  });
  expect(await work.plan("valheim")).toEqual(NOTHING);

  const change = async (edit: (text: string) => string): Promise<string[]> => {
    work.configure("valheim.yaml", edit);
    work.synth();
    const { lines } = await planned("valheim");
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
    return lines;
  };
  expect(await change((text) => text.replace("server:1.4.0", "server:1.5.0"))).toEqual([
    "aws_ecs_task_definition.task must be replaced",
  ]);
  expect(await change((text) => text.replace("2456-2457", "2456-2458"))).toEqual([
    "aws_ecs_task_definition.task must be replaced",
    "aws_launch_template.host_template will be updated in-place",
    "aws_vpc_security_group_ingress_rule.host_firewall_in_udp_2456_ipv4 will be updated in-place",
  ]);
  expect(await change((text) => text.replace("[m7a.large, m6a.large]", "[m7a.large, m7i.large]"))).toEqual([
    "aws_autoscaling_group.host will be updated in-place",
  ]);
  expect(await change((text) => text.replace("packets_per_minute: 120", "packets_per_minute: 90"))).toEqual([]);

  expect(store.get("aws_autoscaling_group", "us-west-2", HOST.group)?.attributes["desired_capacity"]).toBe(1);
  expect(
    store.find("aws_route53_record", ({ attributes }) => attributes["type"] === "A")?.attributes["records"],
  ).toEqual([HOST.address]);
  expect(store.find("instance", () => true)).toBeDefined();
});

function serviceId(): string {
  return work.server.cloud.store.all("aws_ecs_service")[0]?.id ?? "";
}

terraformTest("a second container and a second zone touch nothing that is there", async () => {
  await applied();
  work.configure(
    "web.yaml",
    () => 'instance_types: [t4g.small]\nservices:\n  web: { image: "nginx:1.29.1", ports: ["80/tcp"] }\n',
  );
  work.configure("base.yaml", (text) => `${text}network: { zones: [a, c] }\n`);
  work.synth();
  expect(await planned("base")).toEqual({
    lines: [
      "aws_route_table_association.network_public_c_routes will be created",
      "aws_subnet.network_public_c will be created",
    ],
    summary: "Plan: 2 to add, 0 to change, 0 to destroy",
  });
  expect((await work.terraform("web", "init", "-no-color")).status).toBe(0);
  expect((await work.terraform("web", "plan", "-no-color")).output).toContain(
    "base has no subnet in zone c yet: apply base first",
  );
  await work.apply("base");
  expect(await work.plan("valheim")).toEqual(NOTHING);
  await work.apply("web");
  expect(await work.plan("base")).toEqual(NOTHING);
  expect(await work.plan("valheim")).toEqual(NOTHING);
});

terraformTest("a kept volume is neither dropped, renamed nor moved, and let go only by keep: false", async () => {
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
  expect((await planned("valheim")).summary).toBe("Plan: 0 to add, 1 to change, 0 to destroy"); // the vault's force_destroy
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
  await expect(work.deploy("valheim")).rejects.toThrow(/base has no state yet: apply base first/);
});

terraformTest("destroy while awake takes service, group, then what a host stands on, then the rest", async () => {
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
    .map(({ type }) => type);
  const first = (type: string): number => gone.indexOf(type);
  expect(first("aws_ecs_service")).toBeLessThan(first("aws_autoscaling_group"));
  for (const later of [
    "aws_efs_mount_target",
    "aws_efs_file_system_policy",
    "aws_iam_role_policy",
    "aws_security_group",
    "aws_ecs_cluster",
    "aws_vpc_security_group_egress_rule",
  ]) {
    expect(first(later)).toBeGreaterThan(first("aws_autoscaling_group"));
  }
});
