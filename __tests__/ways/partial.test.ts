import { spawn } from "node:child_process";
import { once } from "node:events";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(400_000);

/** In CI an apply fails once at every type; elsewhere at six that stand for a kind each. */
const TELLING = [
  "aws_route53_query_log",
  "aws_efs_mount_target",
  "aws_iam_role_policy",
  "aws_lambda_function",
  "aws_autoscaling_group",
  "aws_ecs_service",
];
const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };

let work: Workspace;
afterEach(() => {
  work.end();
});

terraformTest("an apply that fails at any type is ended by the next one, with nothing made twice", async () => {
  work = new Workspace();
  await work.deploy("base");
  const { faults, store } = work.server.cloud;
  const inBase = work.server.cloud.journal.entries().map(({ type }) => type);
  await work.deploy("valheim");
  const made = work.server.cloud.journal.entries().filter(({ action }) => action === "create");
  const types = [...new Set(made.map(({ type }) => type))];
  // Former revisions stay on purpose: a service runs on them until the next wake.
  const counted = types.filter((type) => type !== "aws_ecs_task_definition");
  const inventory = (): string[] => counted.flatMap((type) => store.all(type).map(({ key }) => `${type} ${key}`));

  // Let go of the world, so that the stack can be destroyed and made anew for each type.
  work.configure("valheim.yaml", (text) => text.replace("keep: true", "keep: false"));
  work.synth();
  await work.apply("valheim");
  const whole = inventory().length;

  for (const type of process.env.CI === "true" ? types : TELLING) {
    await work.terraform("valheim", "destroy", "-no-color", "-auto-approve");
    faults.set([{ type, action: "create", error: `ServiceUnavailable: ${type}`, times: "once" }]);
    const failed = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
    if (failed.status === 1) {
      expect(failed.output).toContain(`ServiceUnavailable: ${type}`);
      await work.apply("valheim");
    } else {
      expect(inBase).toContain(type); // a type that only base has
    }
    faults.set([]);
    expect(await work.plan("valheim")).toEqual(NOTHING);
    expect(inventory()).toHaveLength(whole);
  }
});

terraformTest("an interrupted apply leaves a state that the next one ends", async () => {
  work = new Workspace();
  await work.deploy("base");
  expect((await work.terraform("valheim", "init", "-no-color")).status).toBe(0);
  work.server.cloud.faults.set([{ type: "aws_ecs_cluster", action: "create", delayMs: 1_500, times: "once" }]);
  const folder = work.stackFolder("valheim");
  const apply = spawn(
    "terraform",
    [`-chdir=${folder}`, "apply", "-auto-approve", `-var-file=${work.folder}/terraform.tfvars`],
    {
      env: { ...process.env, TF_CLI_CONFIG_FILE: "", TF_REATTACH_PROVIDERS: await work.server.reattach(folder) },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  apply.stdout.on("data", (text: Buffer) => {
    if (text.toString().includes("aws_ecs_cluster.cluster: Creating")) apply.kill("SIGINT");
  });
  const [code] = (await once(apply, "exit")) as [number];
  expect(code).toBe(1);
  expect((await work.addresses("valheim")).length).toBeGreaterThan(0);
  await work.apply("valheim");
  expect(await work.plan("valheim")).toEqual(NOTHING);
});
