import type { Attributes } from "../../../sim/provider/values";
import { nextTime } from "../../../sim/world/eventbridge/schedules";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { arn, KEEPER_NAME, lambda, object, role, rule } from "./applied";
import { aWorld, codeOf, pass } from "./a-world";

const FILES = arn("elasticfilesystem", "file-system/fs-1");
const VAULT = arn("backup", "backup-vault:world");
const KEY = arn("kms", "key/1");
const FULL: readonly Attributes[] = [
  { Effect: "Allow", Action: ["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"], Resource: FILES },
  { Effect: "Allow", Action: ["backup:DescribeBackupVault", "backup:CopyIntoBackupVault"], Resource: VAULT },
];

/** A volume, backed up at 19:00 each day; a rule that hands what becomes of it to keeper. */
const backedUp = (statements: readonly Attributes[] = FULL, vault: Attributes = {}): AppliedObject[] => [
  object("aws_efs_file_system", "fs-1", { arn: FILES, tags_all: { Container: "valheim" } }),
  object("aws_backup_vault", "world", { name: "world", arn: VAULT, ...vault }),
  object("aws_backup_plan", "plan", { rule: [{ target_vault_name: "world", schedule: "cron(0 19 ? * * *)" }] }),
  object("aws_backup_selection", "selection", {
    plan_id: "plan",
    resources: [FILES],
    iam_role_arn: "arn:aws:iam::123456789012:role/backup",
  }),
  ...role("backup", "backup.amazonaws.com", ...statements),
  ...lambda(KEEPER_NAME),
  ...rule("r", { event_pattern: '{"source":["aws.backup"]}' }, arn("lambda", `function:${KEEPER_NAME}`)),
];

interface BackupEvent {
  readonly "detail-type": string;
  readonly detail: Readonly<Record<string, string>>;
}
async function eventsOf(objects: readonly AppliedObject[], fault?: "FAILED" | "ABORTED" | "EXPIRED") {
  const events: BackupEvent[] = [];
  const code = codeOf("keeper", (event: BackupEvent) => Promise.resolve(events.push(event)));
  const world = aWorld(objects, code);
  world.faults.backup = () => fault;
  await pass(world, 10 * 60);
  return { world, events, states: events.map(({ detail }) => detail["state"]).sort() };
}

test("backs a volume up at its plan's time, and tells EventBridge of each step", async () => {
  const { world, events, states } = await eventsOf(backedUp());
  expect(states).toEqual(["COMPLETED", "CREATED", "RUNNING"]);
  expect(world.timeline).toEqual([]);
  expect(events[0]).toMatchObject({
    source: "aws.backup",
    "detail-type": "Backup Job State Change",
    region: "us-west-2",
    detail: {
      backupVaultName: "world",
      backupVaultArn: VAULT,
      resourceArn: FILES,
      resourceType: "EFS",
      createdBy: { backupPlanId: "plan" },
    },
  });
  await pass(world, 24 * 60);
  expect(world.backups.jobs.map(({ state }) => state)).toEqual(["COMPLETED", "COMPLETED"]);
});

test.each([
  ["FAILED", ["CREATED", "FAILED", "RUNNING"]],
  ["ABORTED", ["ABORTED", "CREATED", "RUNNING"]],
  ["EXPIRED", ["CREATED", "EXPIRED"]],
] as const)("says of a job that it %s, and why", async (fault, expected) => {
  const { world, events, states } = await eventsOf(backedUp(), fault);
  expect(states).toEqual(expected);
  expect(world.timeline).toMatchObject([{ kind: "backup failure", files: "fs-1" }]);
  expect(events.find(({ detail }) => detail["state"] === fault)?.detail["statusMessage"]).toMatch(/^".*\."$/);
});

test.each([
  ["elasticfilesystem:Backup", backedUp(FULL.slice(1))],
  ["backup:DescribeBackupVault", backedUp(FULL.slice(0, 1))],
  ["kms:DescribeKey", [...backedUp(FULL, { kms_key_arn: KEY }), object("aws_kms_key", "k", { arn: KEY })]],
])("fails a job whose role may not call %s", async (action, objects) => {
  const { world } = await eventsOf(objects);
  expect(world.backups.jobs).toMatchObject([{ state: "FAILED" }]);
  expect(world.backups.jobs[0]?.statusMessage).toMatch(`may not call ${action}`);
});

test("asks nothing of the role for AWS's own keys, and for a key of one's own only what AWS Backup has", async () => {
  const own = { Effect: "Allow", Action: "kms:CreateGrant", Resource: KEY };
  const grants = { ...own, Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } };
  const reads = { ...own, Action: "kms:DescribeKey" };
  const withKey = [
    ...backedUp([...FULL, grants, reads], { kms_key_arn: KEY }),
    object("aws_kms_key", "k", { arn: KEY }),
  ];
  for (const objects of [withKey, backedUp(FULL, { kms_key_arn: arn("kms", "key/of-aws") })]) {
    expect((await eventsOf(objects)).states).toContain("COMPLETED");
  }
});

test("fails a job without its vault, or with a role that AWS Backup can't assume", async () => {
  const without = backedUp().filter(({ type }) => type !== "aws_backup_vault");
  expect((await eventsOf(without)).states).toEqual(["CREATED", "FAILED"]);
  const foreign = [...backedUp().filter(({ id }) => id !== "backup"), ...role("backup", "ec2.amazonaws.com", ...FULL)];
  const { world } = await eventsOf(foreign);
  expect(world.backups.jobs[0]?.statusMessage).toMatch(/cannot be assumed/);
});

test("each rule of a plan fills its own vault, at its own time", async () => {
  const rules = [19, 21].map((hour) => ({ target_vault_name: `at-${hour}`, schedule: `cron(0 ${hour} ? * * *)` }));
  const objects = backedUp().map((each) => (each.id === "plan" ? object(each.type, "plan", { rule: rules }) : each));
  const { world } = await eventsOf(objects);
  expect(world.backups.jobs.map(({ vaultName, createdAt }) => [vaultName, new Date(createdAt).getUTCHours()])).toEqual([
    ["at-19", 19],
    ["at-21", 21],
  ]);
});

test("a plan that an apply takes away backs nothing up any more", async () => {
  const { world } = await eventsOf(backedUp());
  world.apply(backedUp().filter(({ type }) => type !== "aws_backup_plan"));
  await pass(world, 48 * 60);
  expect(world.backups.jobs).toHaveLength(1);
});

test.each([
  ["cron(2/5 * * * ? *)", "2026-11-20T18:02"],
  ["cron(0 10 ? * TUE *)", "2026-11-24T10:00"],
  ["cron(30 1-5,19/2 * * ? *)", "2026-11-20T19:30"],
  ["cron(0 0 1 1 ? *)", "2027-01-01T00:00"],
])("%s is due next at %s", (expression, expected) => {
  expect(new Date(nextTime(expression, Date.parse("2026-11-20T18:00Z"))).toISOString()).toMatch(expected);
});

test.each(["cron(0 10 L * ? *)", "cron(0 10 ? * 2#1 *)", "cron(0 10)"])("does not shrug at %s", (expression) => {
  expect(() => nextTime(expression, 0)).toThrow("schedule");
});
