import { spawnSync } from "node:child_process";

/** Terraform 1.11 or newer is on the PATH: older ones know no write-only arguments. */
function hasTerraform(): boolean {
  // The command line's own configuration may be a file that does not exist.
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" };
  const { stdout } = spawnSync("terraform", ["version", "-json"], { env, encoding: "utf8" });
  const [, major, minor] = /"terraform_version": "(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 11);
}

/** Whether tests that need Terraform run: they are skipped by name on a laptop without it, failed in CI, which must have it. */
export const runsTerraform = hasTerraform() || process.env.CI === "true";
