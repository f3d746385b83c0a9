import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { advice } from "./advice";
import { baseSchema, type BaseSettings } from "./base-schema";
import { CONTAINER_NAME, containerSchema, type ContainerSettings } from "./container-schema";
import { compare, ConfigError, formatProblem, inReadingOrder, type Problem } from "./problems";
import { crossFieldFindings } from "./rules";
import { findings, wording, type Finding } from "./wording";
import { readYamlFile, type YamlFile } from "./yaml-file";

/** configs/base.yaml, every field filled in. */
export interface BaseConfig extends BaseSettings {
  /** Where the domain stands, like configs/base.yaml:5:9, for the message that refuses the shipped one. */
  readonly domainAt: string;
}

/** configs/<name>.yaml, every field filled in. */
export interface ContainerConfig extends ContainerSettings {
  /** The file's name: the stack's id and a part of every physical name. */
  readonly name: string;
}

export interface Configuration {
  readonly base: BaseConfig;
  /** In the order of their names. */
  readonly containers: readonly ContainerConfig[];
  /** One line each; nothing stops because of them. */
  readonly warnings: readonly string[];
}

interface Checked<Value> {
  readonly name: string;
  readonly file: YamlFile;
  readonly value: Value;
}

/**
 * Reads a folder of configurations: base.yaml and one file per container.
 *
 * @param folder path as messages should name it, like configs
 * @throws ConfigError with every problem of every file
 */
export function loadConfiguration(folder: string): Configuration {
  const problems: Problem[] = [];
  const names = fileNames(folder, problems);

  const checked = <Schema extends z.ZodType>(name: string, schema: Schema): Checked<z.output<Schema>> | undefined => {
    const read = readYamlFile(join(folder, name), `${folder}/${name}`);
    if ("problems" in read) {
      problems.push(...read.problems);
      return undefined;
    }
    const parsed = schema.safeParse(read.file.value, { error: wording });
    if (parsed.success) return { name, file: read.file, value: parsed.data };
    problems.push(...findings(parsed.error.issues).map(placed(`${folder}/${name}`, read.file)));
    return undefined;
  };

  const base = names.includes("base.yaml") ? checked("base.yaml", baseSchema) : undefined;
  const containers = names
    .filter((name) => name !== "base.yaml")
    .map((name) => checked(name, containerSchema))
    .filter((container) => container !== undefined);

  problems.push(
    ...containers.flatMap(({ name, file, value }) =>
      crossFieldFindings(value, base?.value).map(placed(`${folder}/${name}`, file)),
    ),
  );
  if (base === undefined || problems.length > 0) throw new ConfigError(inReadingOrder(problems));

  const { line, column } = base.file.at(["domain"]);
  return {
    base: { ...base.value, domainAt: `${folder}/base.yaml:${line}:${column}` },
    containers: containers.map(({ name, value }) => ({ ...value, name: withoutExtension(name) })),
    warnings: inReadingOrder(
      containers.flatMap(({ name, file, value }) => advice(value).map(placed(`${folder}/${name}`, file))),
    ).map(formatProblem),
  };
}

/** The YAML files of the folder by name; whatever else looks like one is a problem. */
function fileNames(folder: string, problems: Problem[]): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const message = missing
      ? "no such folder: it holds base.yaml and one file per container (WAKE_ON_DNS_CONFIGS names another)"
      : `cannot be read: ${(error as Error).message}`;
    throw new ConfigError([{ file: folder, message }]);
  }
  const names: string[] = [];
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    if (entry.name.startsWith(".") || !/\.ya?ml$/i.test(entry.name)) continue;
    const message = entry.isDirectory()
      ? "is a folder: configuration is one file per container"
      : fileNameProblem(entry.name);
    if (message === undefined) names.push(entry.name);
    else problems.push({ file: `${folder}/${entry.name}`, message });
  }
  if (!names.includes("base.yaml") && !problems.some(({ file }) => /\/base\.ya?ml$/i.test(file))) {
    problems.push({
      file: `${folder}/base.yaml`,
      message: "is missing: it says region, domain and what else all containers share",
    });
  }
  return names;
}

function fileNameProblem(name: string): string | undefined {
  const container = withoutExtension(name);
  if (name === "base.yaml") return undefined;
  if (container === "base")
    return "base is the shared stack, no container: call the file base.yaml, or the container something else";
  if (!name.endsWith(".yaml")) return `must end in .yaml: call it ${container}.yaml`;
  if (container.length > 20) {
    return `a container's name has at most 20 characters, this has ${container.length}: with project and volume it must fit a Backup vault's 50`;
  }
  return CONTAINER_NAME.test(container)
    ? undefined
    : "a container's name is lower-case letters, digits and single hyphens, a letter first: it becomes part of the address";
}

const withoutExtension = (name: string): string => name.replace(/\.ya?ml$/i, "");

const placed =
  (name: string, file: YamlFile) =>
  ({ path, message, atKey }: Finding): Problem => ({
    file: name,
    ...file.at(path, atKey === true ? "key" : "value"),
    field: path.join("."),
    message,
  });
