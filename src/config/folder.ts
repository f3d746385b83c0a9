import { readdirSync, type Dirent } from "node:fs";
import { ConfigError, type FileProblem } from "./yaml/file-problem";
import { cannotRead, errorCode } from "./yaml/text-file";

/** The configuration files of a folder. */
interface Folder {
  /** True if there is a base.yaml. */
  readonly hasBase: boolean;
  /** Names of the containers, without .yaml, in order. */
  readonly containers: readonly string[];
  /** Files that cannot be configuration, by their name or kind. */
  readonly problems: readonly FileProblem[];
  /** Files that are ignored although they may be meant as configuration. */
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
    const message = `is ignored: a container's file ends in .yaml, like ${name}.yaml`;
    return [{ file: `${folder}/${entry.name}`, message }];
  });
  const meantBase = entries.some(({ name }) => withoutEnding(name).toLowerCase() === "base");
  if (!meantBase) {
    const message = "is missing: create it with name, region and domain, which all containers share";
    problems.push({ file: `${folder}/base.yaml`, message }, ...warnings);
  }
  return {
    hasBase: names.includes("base"),
    containers: names.filter((name) => name !== "base").sort(),
    problems,
    warnings,
  };
}

/** Part of every physical name and of the players' address. With project and volume it must fit a backup vault's 50 characters. */
const CONTAINER_NAME = /^[a-z](-?[a-z0-9])*$/;
const YAML_FILE = /\.ya?ml$/i;
const withoutEnding = (name: string): string => name.replace(YAML_FILE, "");

function readEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    throw new ConfigError([{ file: folder, message: NO_FOLDER[code ?? ""] ?? cannotRead(code) }]);
  }
}

const NO_FOLDER: Readonly<Record<string, string>> = {
  ENOENT:
    "does not exist: create it with base.yaml and one file per container, or set WAKE_ON_DNS_CONFIGS to another folder",
  ENOTDIR: "is a file: expected a folder with base.yaml and one file per container",
};

function fileNameProblem(file: string): string | undefined {
  const name = withoutEnding(file);
  if (name.toLowerCase() === "base") {
    return file === "base.yaml"
      ? undefined
      : "base is the name of the shared stack: rename the file to base.yaml, or choose another name for the container";
  }
  if (!file.endsWith(".yaml")) return `must end in .yaml: rename it to ${name}.yaml`;
  if (!CONTAINER_NAME.test(name)) {
    return "the container's name becomes part of its address: use lowercase letters, digits and single hyphens, starting with a letter";
  }
  return name.length > 20 ? `the container's name has ${name.length} characters: use at most 20` : undefined;
}
