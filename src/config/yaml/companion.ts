import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readTextFile } from "./text-file";

/** A file that a configuration names, in its own folder. Undefined if it does not exist. */
export function readCompanion(folder: string, name: string): ReturnType<typeof readTextFile> | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  const file = `${folder}/${name}`;
  return statSync(path).isDirectory()
    ? { problem: { file, message: "is a folder: name a file" } }
    : readTextFile(path, file);
}

export const missingCompanion = (name: string): string =>
  `${name} does not exist: it is read from the folder of this file`;
