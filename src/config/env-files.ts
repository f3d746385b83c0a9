import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { z } from "zod";
import { composeText } from "./compose-text";
import type { ContainerSettings } from "./container-schema";
import { readVariables } from "./env-text";
import { list, mapping, notTaken, oneOf } from "./fields";
import type { Finding } from "./findings";
import { orElse, rightOnes } from "./holes";
import type { Problem } from "./problems";
import { readTextFile, type Trouble } from "./text-file";
import { mustBe } from "./wording";

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
}

/**
 * Reads the files of variables. A later file wins over an earlier one, and `environment` over both.
 *
 * @param folder of the configuration, as messages name it
 */
export function withVariables(folder: string, container: ContainerSettings): WithVariables {
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const filled = ([name, service]: [string, Service]): [string, Service] => {
    let environment: Readonly<Record<string, string>> = {};
    for (const [index, file] of rightOnes(service.envFiles)) {
      const { variables, message, troubles } = read(folder, file);
      const twice = rightOnes(service.secrets).find(([, secret]) => Object.hasOwn(variables, secret.name));
      const isTwice =
        twice && `${file.path} sets ${twice[1].name}, which is listed under secrets, too: keep it there only`;
      const told = message ?? isTwice;
      if (told !== undefined) findings.push({ path: ["services", name, "env_file", index], message: told });
      problems.push(...troubles.map((trouble) => ({ file: `${folder}/${file.path}`, ...trouble })));
      environment = { ...environment, ...variables };
    }
    return [name, { ...service, environment: { ...environment, ...service.environment } }];
  };
  const services = orElse(
    () => Object.entries(container.services).map((each) => orElse(() => filled(each), each)),
    undefined,
  );
  return {
    container: services ? { ...container, services: Object.fromEntries(services) } : container,
    findings,
    problems,
  };
}

interface Read {
  readonly variables: Readonly<Record<string, string>>;
  /** Why the file can't be read. */
  readonly message?: string;
  readonly troubles: readonly Trouble[];
}

function read(folder: string, { path: name, required }: EnvFile): Read {
  const file = join(folder, name);
  const nothing = { variables: {}, troubles: [] };
  if (!existsSync(file))
    return required
      ? { ...nothing, message: `${name} does not exist: it is read from the folder of this file` }
      : nothing;
  const result = readTextFile(file);
  if ("trouble" in result) {
    const { message, line } = result.trouble;
    return line === undefined
      ? { ...nothing, message: `${name} ${message}` }
      : { ...nothing, troubles: [result.trouble] };
  }
  const entries = readVariables(result.text);
  return {
    variables: Object.fromEntries(
      entries.flatMap((each) => ("name" in each ? [[each.name, each.value] as const] : [])),
    ),
    troubles: entries.flatMap((each) => ("name" in each ? [] : [each])),
  };
}
