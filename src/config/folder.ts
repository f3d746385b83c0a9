import { readdirSync, type Dirent } from "node:fs";
import { ConfigError, type FileProblem } from "./yaml/file-problem";
import { cannotRead, errorCode } from "./yaml/text-file";

/** The configuration files of a folder. */
interface Folder {
  /** base.yaml is there. */
  readonly hasBase: boolean;
  /** Names of the containers, without .yaml, in order. */
  readonly containers: readonly string[];
  /** What looks like configuration and is none. */
  readonly problems: readonly FileProblem[];
  /** What may have been meant as configuration, and is not read. */
  readonly warnings: readonly FileProblem[];
}

/** @throws ConfigError if the folder itself can't be read */
export function listFolder(folder: string): Folder {
  const visible = readEntries(folder).filter(({ name }) => !name.startsWith("."));
  const entries = visible.filter(({ name }) => YAML_FILE.test(name));
  const problems = entries.flatMap((entry): FileProblem[] => {
    const message = entry.isDirectory() ? cannotRead("EISDIR") : fileNameProblem(entry.name);
    return message === undefined ? [] : [{ file: `${folder}/${entry.name}`, message }];
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && fileNameProblem(entry.name) === undefined)
    .map(({ name }) => withoutEnding(name));
  const warnings = visible.flatMap((entry): FileProblem[] => {
    const [, name] = /^([^.]+)(?:\.ya?ml\.txt)?$/i.exec(entry.name) ?? [];
    if (name === undefined || entry.isDirectory()) return [];
    const message = `is not read: a container's file ends in .yaml, like ${name}.yaml`;
    return [{ file: `${folder}/${entry.name}`, message }];
  });
  const meantBase = entries.some(({ name }) => withoutEnding(name).toLowerCase() === "base");
  if (!meantBase) {
    const message = "is missing: it says region, domain and what else all containers share";
    problems.push({ file: `${folder}/base.yaml`, message }, ...warnings);
  }
  return {
    hasBase: names.includes("base"),
    containers: names.filter((name) => name !== "base").sort(),
    problems,
    warnings,
  };
}

/** Part of every physical name and of the address players type; 20 characters of it fit all of AWS's limits. */
const CONTAINER_NAME = /^[a-z](-?[a-z0-9])*$/;
const YAML_FILE = /\.ya?ml$/i;
const withoutEnding = (name: string): string => name.replace(YAML_FILE, "");

function readEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new ConfigError([{ file: folder, message: folderProblem(errorCode(error)) }]);
  }
}

function folderProblem(code: string | undefined): string {
  switch (code) {
    case "ENOENT":
      return "no such folder: it holds base.yaml and one file per container (WAKE_ON_DNS_CONFIGS names another)";
    case "ENOTDIR":
      return "is a file: name the folder that holds base.yaml and one file per container";
    default:
      return cannotRead(code);
  }
}

function fileNameProblem(file: string): string | undefined {
  const name = withoutEnding(file);
  if (name.toLowerCase() === "base") {
    return file === "base.yaml"
      ? undefined
      : "base is the shared stack, no container: call the file base.yaml, or the container something else";
  }
  if (!file.endsWith(".yaml")) return `must end in .yaml: call it ${name}.yaml`;
  if (!CONTAINER_NAME.test(name)) {
    return "a container's name is lower-case letters, digits and single hyphens, a letter first: it becomes part of the address";
  }
  return name.length > 20
    ? `a container's name has at most 20 characters, this has ${name.length}: with project and volume it must fit a Backup vault's 50`
    : undefined;
}
