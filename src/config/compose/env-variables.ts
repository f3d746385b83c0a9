import { orElse, validEntries } from "../schema/holes";
import type { Problem } from "../schema/problem";
import type { FileProblem } from "../yaml/file-problem";
import { missingCompanion, readCompanion } from "../yaml/text-file";
import { type Entry, readVariables, type Variable } from "./env-text";
import { isSecretFile, noSecretFile, type ServiceConfig, ALSO_SECRET } from "./service-schema";
import { variableWarning } from "./service-warnings";
import type { Services } from "./task-containers";

/** A container with the variables of its files, and the problems of these files. */
interface WithVariables<Container> {
  readonly container: Container;
  readonly problems: readonly Problem[];
  /** With their place in the files of variables, as are the warnings. */
  readonly fileProblems: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
}

/**
 * Reads the files of variables. A later file overrides an earlier one, and `environment` overrides both.
 *
 * @param folder of the configuration, as messages show it
 */
export function withVariables<Container extends { readonly services: Services }>(
  folder: string,
  container: Container,
): WithVariables<Container> {
  const problems: Problem[] = [];
  const fileProblems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  const filled = ([name, service]: [string, ServiceConfig]): [string, ServiceConfig] => {
    let environment: Readonly<Record<string, string>> = {};
    for (const [index, file] of validEntries(service.envFiles)) {
      const { entries, message } = read(folder, file);
      if (message !== undefined) problems.push({ path: ["services", name, "env_file", index], message });
      for (const { line, ...entry } of entries) {
        const at = { file: `${folder}/${file.path}`, line, column: 1 };
        const problem = "message" in entry ? entry.message : problemOf(entry, service);
        const warning = "message" in entry ? undefined : variableWarning(entry.name, entry.value);
        if (problem !== undefined) fileProblems.push({ ...at, message: problem });
        else if (warning !== undefined) warnings.push({ ...at, message: warning });
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
    problems,
    fileProblems,
    warnings,
  };
}

/** The problem that a service's rules find with a variable of a file. */
function problemOf({ name, value }: Variable, { secrets }: ServiceConfig): string | undefined {
  if (validEntries(secrets).some(([, secret]) => secret.name === name)) return `${name} ${ALSO_SECRET}`;
  return isSecretFile(value) ? `${name}: ${noSecretFile(name, value)}` : undefined;
}

/** A file's entries, and why it can't be read. */
function read(
  folder: string,
  { path: name, required }: ServiceConfig["envFiles"][number],
): { readonly entries: readonly Entry[]; readonly message?: string } {
  const result = readCompanion(folder, name);
  if (result === undefined) return { entries: [], ...(required && { message: missingCompanion(name) }) };
  if ("text" in result) return { entries: readVariables(result.text) };
  const { message, line } = result.problem;
  return line === undefined ? { entries: [], message: `${name} ${message}` } : { entries: [{ message, line }] };
}
