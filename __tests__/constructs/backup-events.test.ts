import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import type { Attributes } from "../../sim/provider/values";
import { fitsPattern } from "../../sim/world/eventbridge/rules";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";
import backupJobFailed from "../handlers/keeper/fixtures/backup-job-failed.json";
import restoreJobFailed from "../handlers/keeper/fixtures/restore-job-failed.json";

const ofVolumes = (volumes: Record<string, unknown>): Synthesized =>
  synthContainer(
    baseConfig(),
    containerConfig({ volumes }, { volumes: Object.keys(volumes).map((name) => `${name}:/${name}`) }),
  );
const stack = ofVolumes({ world: {}, mods: {}, cache: { keep: false, backup: "none" } });

/** Whether keeper hears an event, with other details than it has; absent ones are undefined. */
function hears(event: object, detail: object = {}, of = stack): boolean {
  const { event_pattern } = of.get(CloudwatchEventRule, "keeper_backup_events");
  const account = /\$\{data\.aws_caller_identity\.account\.account_id\}/g;
  const pattern = JSON.stringify(document(event_pattern)).replace(account, "123456789012");
  const changed = "detail" in event ? { ...event, detail: { ...(event.detail as object), ...detail } } : event;
  return fitsPattern(JSON.parse(pattern) as Attributes, changed);
}
const vault = (name: string): object => ({
  backupVaultArn: `arn:aws:backup:us-west-2:123456789012:backup-vault:${name}`,
  backupVaultName: name,
});
const role = (name: string): object => ({ iamRoleArn: `arn:aws:iam::123456789012:role/${name}` });

test.each(["FAILED", "ABORTED", "EXPIRED"])("keeper hears of a backup that is %s, into any of its vaults", (state) => {
  expect(hears(backupJobFailed, { state })).toBe(true);
  expect(hears(backupJobFailed, { state, ...vault("games-valheim-mods") })).toBe(true);
});

test.each(["FAILED", "ABORTED"])("keeper hears of a restore that is %s, by its vault or by its role", (status) => {
  expect(hears(restoreJobFailed, { status })).toBe(true);
  // Older events of AWS name no vault.
  const without = { backupVaultArn: undefined, sourceResourceArn: undefined };
  expect(hears(restoreJobFailed, { status, ...without, ...role("games-valheim-backup") })).toBe(true);
  expect(hears(restoreJobFailed, { status, ...without })).toBe(false);
});

test("keeper hears neither of jobs that go well nor of others' jobs", () => {
  for (const state of ["CREATED", "PENDING", "RUNNING", "COMPLETED"]) {
    expect(hears(backupJobFailed, { state })).toBe(false);
    expect(hears(restoreJobFailed, { status: state })).toBe(false);
  }
  for (const other of [vault("games-valheim-two-world"), vault("games-valheim-cache"), vault("Default")]) {
    expect(hears(backupJobFailed, other)).toBe(false);
    expect(hears(restoreJobFailed, { ...other, ...role("games-valheim-two-backup") })).toBe(false);
  }
});

test("a container without a vault has no such rule, one with unsaved but kept volumes has", () => {
  expect(ofVolumes({ cache: { keep: false, backup: "none" } }).all(CloudwatchEventRule)).not.toHaveProperty(
    "keeper_backup_events",
  );
  expect(hears(backupJobFailed, {}, ofVolumes({ world: { backup: "none" } }))).toBe(true);
});
