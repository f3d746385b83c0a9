import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Stacks that still have resources although their YAML was deleted or renamed. Terraform no longer sees them, but AWS still
 * bills them.
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
        `${folder}/${file}: ${stack} still has resources that cost money, but no ${stack}.yaml: restore the file (a file with another name does not take over the data), then destroy the stack, or set retired: true to keep its data`,
    )
    .sort();
}

/** A state that cannot be read counts as one with resources. */
function resourceCount(file: string): number {
  try {
    const state = JSON.parse(readFileSync(file, "utf8")) as { resources?: readonly unknown[] };
    return state.resources?.length ?? 0;
  } catch {
    return 1;
  }
}
