import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Fault } from "../../sim/provider/faults";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(400_000);

/** One each of what fails in its own way: in another region, slowly, many of them, with code, with hosts, last of all. */
const TELLING = [
  "aws_route53_query_log",
  "aws_efs_mount_target",
  "aws_iam_role_policy",
  "aws_lambda_function",
  "aws_autoscaling_group",
  "aws_ecs_service",
];
const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };
const failingOnce = (type: string): Fault => ({
  type,
  action: "create",
  error: `ServiceUnavailable: ${type}`,
  times: "once",
});

let work: Workspace;
afterEach(() => {
  work.end();
});

/** Everything a container is made of, made once and taken away again; how many things there were, and of which types. */
async function madeAndDestroyed(): Promise<{
  readonly types: string[];
  readonly inventory: () => number;
  readonly whole: number;
}> {
  work = new Workspace();
  // Sets keep: false for the world, so that the stack can be destroyed and recreated.
  work.configure("valheim.yaml", (text) => text.replace("keep: true", "keep: false"));
  work.synth();
  await work.deploy("base");
  const { journal, store } = work.server.cloud;
  const before = journal.entries().length;
  await work.deploy("valheim");
  const made = journal
    .entries()
    .slice(before)
    .filter(({ action }) => action === "create");
  const types = [...new Set(made.map(({ type }) => type))];
  // Former revisions stay on purpose: a service runs on them until the next wake.
  const counted = types.filter((type) => type !== "aws_ecs_task_definition");
  const inventory = (): number => counted.flatMap((type) => store.all(type)).length;
  const whole = inventory();
  await work.terraform("valheim", "destroy", "-no-color", "-auto-approve");
  return { types, inventory, whole };
}

terraformTest("an apply that fails at one thing is ended by the next one, with nothing made twice", async () => {
  const { inventory, whole } = await madeAndDestroyed();
  for (const type of TELLING) {
    work.server.cloud.faults.set([failingOnce(type)]);
    const failed = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
    expect(failed).toEqual({ status: 1, output: expect.stringContaining(`ServiceUnavailable: ${type}`) as string });
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
    expect(inventory()).toBe(whole);
    await work.terraform("valheim", "destroy", "-no-color", "-auto-approve");
  }
});

terraformTest("applies that fail once at every type get further each time, and make nothing twice", async () => {
  const { types, inventory, whole } = await madeAndDestroyed();
  work.server.cloud.faults.set(types.map(failingOnce));
  const reported = new Set<string>();
  for (let failed = true; failed;) {
    const { status, output } = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
    failed = status === 1;
    const now = [...output.matchAll(/ServiceUnavailable: (aws_\w+)/g)].flatMap(([, type = ""]) => type);
    expect(now.filter((type) => reported.has(type))).toEqual([]);
    expect(now.length > 0).toBe(failed);
    for (const type of now) reported.add(type);
  }
  expect([...reported].sort()).toEqual([...types].sort());
  expect(await work.plan("valheim")).toEqual(NOTHING);
  expect(inventory()).toBe(whole);
});

/** What AWS has made and doesn't show everywhere yet; each in its reports' own words, before or after the work is done. */
const TOO_EARLY: readonly Fault[] = [
  // https://github.com/hashicorp/terraform-provider-aws/issues/47687
  [
    "aws_cloudwatch_event_target",
    "after",
    "reading EventBridge Target (games-valheim-schedule-function): empty result",
  ],
  // https://github.com/hashicorp/terraform-provider-aws/issues/29828
  [
    "aws_lambda_function",
    "before",
    "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
    "games-valheim-wake",
  ],
  // https://github.com/hashicorp/terraform-provider-aws/issues/9297
  [
    "aws_backup_selection",
    "before",
    "InvalidParameterValueException: IAM Role arn:aws:iam::123456789012:role/games-valheim-backup cannot be assumed by AWS Backup",
  ],
  // https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html
  [
    "aws_efs_file_system_policy",
    "before",
    "InvalidPolicyException: Policy contains invalid Principal block: The policy principal is invalid.",
  ],
  // https://github.com/hashicorp/terraform-provider-aws/issues/11417
  [
    "aws_ecs_cluster",
    "before",
    "InvalidParameterException: Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
  ],
].map(([type = "", when, error, name]) => {
  const fault = { type, action: "create", when: when as Fault["when"], error, times: "once" } as const;
  return name === undefined ? fault : { ...fault, name };
});

terraformTest(
  "what AWS doesn't know everywhere yet fails an apply, the page for operators says so, and the next one ends it",
  async () => {
    work = new Workspace();
    await work.deploy("base");
    expect((await work.terraform("valheim", "init", "-no-color")).status).toBe(0);
    work.server.cloud.faults.set(TOO_EARLY);
    const { output } = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
    const page = readFileSync("docs/operations.md", "utf8");
    for (const { error = "" } of TOO_EARLY) {
      expect(output).toContain(error);
      expect(page).toContain(
        /: empty result|cannot be assumed by \w+|invalid Principal|the service linked role/.exec(error)?.[0],
      );
    }
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
  },
);

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
