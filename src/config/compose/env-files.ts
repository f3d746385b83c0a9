import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { z } from "zod";
import { variableAdvice } from "../container/advice";
import { composeText } from "./compose-text";
import type { ContainerSettings } from "../container/container-schema";
import { type Entry, readVariables, type Variable } from "./env-text";
import { list, mapping, notTaken, oneOf } from "../schema/fields";
import type { Finding } from "../schema/rule";
import { orElse, rightOnes } from "../schema/holes";
import type { Problem } from "../yaml/problem";
import { isSecretFile, noSecretFile, TWICE } from "./service-rules";
import { readTextFile } from "../yaml/text-file";
import { mustBe } from "../schema/wording";

/** A file of variables beside the configuration. */
interface EnvFile {
  /** As a person wrote it, relative to the folder of configurations. */
  readonly path: string;
  readonly required: boolean;
}

const A_PATH = 'a file beside this one, like "game.env"';

const path = composeText(mustBe(A_PATH)).transform((written, context) => {
  const normal = posix.normalize(written.replaceAll("\\", "/"));
  if (normal.startsWith("/") || normal.startsWith("..") || normal === ".")
    context.addIssue("must be in the folder of this file: copy it there, and write its name alone");
  return normal;
});

const entry = oneOf(
  [
    path.transform((name): EnvFile => ({ path: name, required: true })),
    mapping(
      {
        path: path.meta({ description: "the file, in the folder of this one" }),
        required: z
          .boolean()
          .prefault(true)
          .meta({ description: "false: a file that is not there is left out; default true" }),
      },
      notTaken({ "is not taken: quotes and comments are read as Compose does by default": "format" }),
    ),
  ],
  A_PATH,
);

/** `game.env`, or a list of such files. */
export const envFiles = oneOf(
  [list(entry, "[game.env]"), entry.transform((one) => [one])],
  `${A_PATH}, or a list of such`,
);

type Service = ContainerSettings["services"][string];

/** What the files of variables add to a container, and what is wrong with them. */
interface WithVariables {
  readonly container: ContainerSettings;
  readonly findings: readonly Finding[];
  /** In the files themselves. */
  readonly problems: readonly Problem[];
  /** What a person should know of them. */
  readonly notes: readonly Problem[];
}

/**
 * Reads the files of variables. A later file wins over an earlier one, and `environment` over both.
 *
 * @param folder of the configuration, as messages name it
 */
export function withVariables(folder: string, container: ContainerSettings): WithVariables {
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const filled = ([name, service]: [string, Service]): [string, Service] => {
    let environment: Readonly<Record<string, string>> = {};
    for (const [index, file] of rightOnes(service.envFiles)) {
      const { entries, message } = read(folder, file);
      if (message !== undefined) findings.push({ path: ["services", name, "env_file", index], message });
      for (const { line, ...entry } of entries) {
        const at = { file: `${folder}/${file.path}`, line, column: 1 };
        const problem = "message" in entry ? entry.message : problemOf(entry, service);
        const note = "message" in entry ? undefined : variableAdvice(entry.name, entry.value);
        if (problem !== undefined) problems.push({ ...at, message: problem });
        else if (note !== undefined) notes.push({ ...at, message: note });
        if ("name" in entry) environment = { ...environment, [entry.name]: entry.value };
      }
    }
    const fromFiles = Object.keys(environment).filter((variable) => !Object.hasOwn(service.environment, variable));
    return [name, { ...service, environment: { ...environment, ...service.environment }, fromFiles }];
  };
  const services = orElse(
    () => Object.entries(container.services).map((each) => orElse(() => filled(each), each)),
    undefined,
  );
  return {
    container: services ? { ...container, services: Object.fromEntries(services) } : container,
    findings,
    problems,
    notes,
  };
}

/** What the rules between a service's fields say of a variable in a file. */
function problemOf({ name, value }: Variable, { secrets }: Service): string | undefined {
  if (rightOnes(secrets).some(([, secret]) => secret.name === name)) return `${name} ${TWICE}`;
  return isSecretFile(value) ? `${name}: ${noSecretFile(name)}` : undefined;
}

interface Read {
  readonly entries: readonly Entry[];
  /** Why the file can't be read. */
  readonly message?: string;
}

function read(folder: string, { path: name, required }: EnvFile): Read {
  const file = join(folder, name);
  if (!existsSync(file)) {
    const message = `${name} does not exist: it is read from the folder of this file`;
    return { entries: [], ...(required && { message }) };
  }
  if (statSync(file).isDirectory()) return { entries: [], message: `${name} is a folder: name a file` };
  const result = readTextFile(file);
  if (!("trouble" in result)) return { entries: readVariables(result.text) };
  const { message, line } = result.trouble;
  return line === undefined
    ? { entries: [], message: `${name} ${message}` }
    : { entries: [{ message, line, column: 1 }] };
}
