import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CODE_FOLDER } from "../../shared/functions";

/** Files that synthesis writes into a stack's folder, in either format, and the folder with the functions' code. */
const FILES = ["cdk.tf.json", "cdk.tf", "metadata.json", "requirements.tf.json", "versions.tf.json"];
const SYNTHESIZED = [...FILES, CODE_FOLDER];

/** Files that Terraform and the next synthesis create again. */
const RENEWABLE = [".terraform", ".terraform.lock.hcl", "assets", "build"];

/**
 * Moves a finished synthesis into the output folder, file by file by rename, and removes files of an earlier one: those of
 * the other format (Terraform would read both) and of stacks that no longer exist. Other files stay: `.terraform` folders,
 * the user's own files, and folders that are not stacks (any folder can be the output).
 *
 * @param staging complete output, on the same file system as `output`
 * @param forCdktf true if the cdktf CLI runs it, which deletes the folders of old stacks with all their content, and fails
 *   if one is missing (its synth-stack.js)
 */
export function publish(staging: string, output: string, forCdktf: boolean): void {
  const stacks = readdirSync(join(staging, "stacks"));
  for (const stack of stacks) {
    const folder = join(output, "stacks", stack);
    const files = filesBelow(join(staging, "stacks", stack));
    removeSynthesized(
      folder,
      SYNTHESIZED.filter((name) => !existsSync(join(staging, "stacks", stack, name))),
    );
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      renameSync(join(staging, "stacks", stack, file), join(folder, file));
    }
    removeStrays(join(folder, CODE_FOLDER), files);
  }
  for (const stack of readdirSync(join(output, "stacks")).filter((name) => !stacks.includes(name))) {
    removeStack(output, stack, forCdktf);
  }
  renameSync(join(staging, "manifest.json"), join(output, "manifest.json"));
}

function removeSynthesized(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Everything in the folder gets into the functions' zips, so nothing else may stay there. */
function removeStrays(folder: string, files: readonly string[]): void {
  if (!existsSync(folder)) return;
  const strays = filesBelow(folder).filter((file) => !files.includes(join(CODE_FOLDER, file)));
  for (const file of strays) rmSync(join(folder, file));
}

/** Other files may be the only copy: errored.tfstate after a failed upload, a saved plan. */
function removeStack(output: string, stack: string, forCdktf: boolean): void {
  const folder = join(output, "stacks", stack);
  if (!FILES.some((file) => existsSync(join(folder, file)))) return;
  removeSynthesized(folder, SYNTHESIZED);
  if (readdirSync(folder).every((name) => RENEWABLE.includes(name))) rmSync(folder, { recursive: true });
  else if (forCdktf) rescue(folder, join(output, "left-behind", stack));
  if (forCdktf) mkdirSync(folder, { recursive: true });
}

function rescue(folder: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(folder)) renameSync(join(folder, name), join(to, name));
}

/**
 * Copies the project's terraform.lock.hcl into every stack, where Terraform looks for it. Without it, the stacks' existing
 * lock files stay.
 */
export function copyLockFile(lockFile: string, staging: string): void {
  if (!existsSync(lockFile)) return;
  for (const stack of readdirSync(join(staging, "stacks"))) {
    cpSync(lockFile, join(staging, "stacks", stack, ".terraform.lock.hcl"));
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}
