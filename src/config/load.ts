import { join } from "node:path";
import type { z } from "zod";
import { baseSchema, type BaseSettings } from "./base/base-schema";
import { containerSchema, type ContainerSettings } from "./container/container-schema";
import { withConfigContents } from "./container/config-contents";
import { crossFieldProblems } from "./container/rules";
import { warnings } from "./container/warnings";
import { withVariables } from "./compose/env-variables";
import { listFolder } from "./folder";
import { fieldName, type Problem } from "./schema/problem";
import { validate } from "./schema/validate";
import { ConfigError, formatProblem, inReadingOrder, type FileProblem } from "./yaml/file-problem";
import { readYamlFile, type YamlFile } from "./yaml/yaml-file";

/** configs/base.yaml, every field filled in. */
export interface BaseConfig extends BaseSettings {
  /** Place of the domain, like configs/base.yaml:5:9, for the message that refuses the example domain. */
  readonly domainAt: string;
}

/** configs/<name>.yaml, every field filled in. */
export interface ContainerConfig extends ContainerSettings {
  /** Name of the file without .yaml: the stack's id, and part of every physical name. */
  readonly name: string;
}

export interface Configuration {
  readonly base: BaseConfig;
  /** In the order of their names. */
  readonly containers: readonly ContainerConfig[];
  /** One line each. Synthesis continues. */
  readonly warnings: readonly string[];
}

/**
 * Reads a folder of configurations: base.yaml and one file per container.
 *
 * @param path of the folder as messages show it, like configs
 * @throws ConfigError with every problem of every file. A rule between fields runs only if the fields it reads are
 *   valid, so that one mistake is not reported twice.
 */
export function loadConfiguration(path: string): Configuration {
  const folder = path.replace(/(?<=.)[/\\]+$/, "");
  const { hasBase, containers: names, ...ofFolder } = listFolder(folder);
  const problems = [...ofFolder.problems];
  const ofVariables: FileProblem[] = [];
  const read = <Schema extends z.ZodType>(name: string, schema: Schema): Checked<z.output<Schema>> | undefined => {
    const { checked, problems: ofFile } = check(folder, name, schema);
    problems.push(...ofFile);
    return checked;
  };

  const base = hasBase ? read("base", baseSchema) : undefined;
  const containers = names
    .map((name) => read(name, containerSchema))
    .filter((container) => container !== undefined)
    .map((read) => {
      const { container, ...found } = withVariables(folder, read.value);
      problems.push(...read.place(found.problems), ...found.fileProblems);
      ofVariables.push(...found.warnings);
      const { container: value, problems: ofConfigs } = withConfigContents(folder, container);
      problems.push(...read.place(ofConfigs));
      return { ...read, value };
    });
  problems.push(...containers.flatMap(({ name, value, place }) => place(crossFieldProblems(name, value, base?.value))));
  if (base === undefined || problems.length > 0) throw new ConfigError(inReadingOrder(problems));

  const files = containers.flatMap(({ value }) => [
    ...Object.values(value.services).flatMap(({ envFiles }) => envFiles.map(({ path: name }) => name)),
    ...Object.values(value.configs).flatMap(({ file }) => file ?? []),
  ]);
  const { line, column } = base.file.at(["domain"]);
  return {
    base: { ...base.value, domainAt: `${folder}/base.yaml:${line}:${column}` },
    containers: containers.map(({ name, value }) => ({ ...value, name })),
    warnings: inReadingOrder([
      ...ofFolder.warnings.filter(({ file }) => !files.some((name) => file === `${folder}/${name}`)),
      ...ofVariables,
      ...containers.flatMap(({ value, place }) => place(warnings(value, base.value))),
    ]).map(formatProblem),
  };
}

/** A file, with a hole wherever something is wrong. */
interface Checked<Value> {
  readonly name: string;
  readonly file: YamlFile;
  readonly value: Value;
  /** Adds the place in the file to each problem. */
  readonly place: (problems: readonly Problem[]) => FileProblem[];
}

function check<Schema extends z.ZodType>(
  folder: string,
  name: string,
  schema: Schema,
): { readonly checked?: Checked<z.output<Schema>>; readonly problems: readonly FileProblem[] } {
  const shown = `${folder}/${name}.yaml`;
  const { file, problems } = readYamlFile(join(folder, `${name}.yaml`), shown);
  if (file === undefined) return { problems };
  const place = (all: readonly Problem[]): FileProblem[] =>
    all.map(({ path, message, atKey = false }) => ({
      file: shown,
      ...file.at(path, atKey ? "key" : "value"),
      field: fieldName(path),
      message,
    }));
  const { value, problems: ofValue } = validate(file.value, schema);
  const unknown = ofValue.filter(({ isUnknown }) => isUnknown).map(({ path }) => path);
  // The value of an unknown key does not matter.
  const unclear = file.unclear.filter(({ path }) => !unknown.some((key) => key.every((step, at) => step === path[at])));
  const all = [...problems, ...unclear.map(({ problem }) => problem), ...place(ofValue)];
  return value === undefined ? { problems: all } : { checked: { name, file, value, place }, problems: all };
}
