import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Stacks that still own resources though their YAML is gone or renamed. Terraform no longer sees them, AWS still bills
 * them, so a person has to decide.
 *
 * @param folder local state files of the project, like state/games
 * @returns one line each, in the order of their names
 */
export function forgottenStacks(folder: string, stacks: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tfstate"))
    .map((file) => ({ file, stack: file.slice(0, -".tfstate".length) }))
    .filter(({ file, stack }) => !stacks.includes(stack) && resourceCount(join(folder, file)) > 0)
    .map(
      ({ file, stack }) =>
        `${folder}/${file}: what ${stack} made still exists and costs, but its YAML is gone: bring ${stack}.yaml back (its world does not follow another name), then destroy it, or write retired: true to keep its data`,
    )
    .sort();
}

/** A state that cannot be read counts as one with resources: better a line too many. */
function resourceCount(file: string): number {
  try {
    const state = JSON.parse(readFileSync(file, "utf8")) as { resources?: readonly unknown[] };
    return state.resources?.length ?? 0;
  } catch {
    return 1;
  }
}
