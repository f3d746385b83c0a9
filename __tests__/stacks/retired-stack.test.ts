import { companionFiles } from "../../src/lib/companions";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer } from "../helpers/synth";

const volumes = {
  world: {},
  notes: { backup: "none" },
  server: { keep: false, backup: "none" },
  cache: { storage: "host" },
};
const service = { volumes: ["world:/w", "notes:/n", "server:/s", "cache:/c"], secrets: ["PASS"] };
const living = synthContainer(baseConfig(), containerConfig({ volumes }, service));
const retired = synthContainer(baseConfig(), containerConfig({ volumes, retired: true }, service));

test("only the kept volumes remain, with their vaults, plans and the role behind them", () => {
  expect(retired.resources().map(({ address }) => address)).toEqual([
    "aws_backup_plan.backup_world_plan",
    "aws_backup_selection.backup_world_selection",
    "aws_backup_vault.backup_notes_vault",
    "aws_backup_vault.backup_world_vault",
    "aws_efs_backup_policy.volume_notes_automatic_backups",
    "aws_efs_backup_policy.volume_world_automatic_backups",
    "aws_efs_file_system.volume_notes",
    "aws_efs_file_system.volume_world",
    "aws_iam_role.backup_role",
    "aws_iam_role_policy.backup_role_policy",
  ]);
});

test("what remains is what it was, so that retiring and coming back change no volume", () => {
  for (const { type, address, block } of retired.resources()) {
    if (type === "aws_iam_role_policy") continue; // it no longer names the file system that went
    expect(living.resources()).toContainEqual({ type, address, block });
  }
});

test("it reads no base and needs no secret, but still guards its volumes", () => {
  expect(retired.json.data).not.toHaveProperty("terraform_remote_state");
  const requirements = companionFiles(retired.companions)["requirements.tf.json"];
  expect(requirements).not.toContain("var.secrets");
  expect(requirements).toContain("kept_volumes");
  expect(retired.companions.volumes).toEqual({ kept: ["world", "notes"], released: ["server"] });
});
