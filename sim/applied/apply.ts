import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, relative, resolve } from "node:path";
import { isMap, parse, parseDocument } from "yaml";
import { Store } from "../provider/store";
import { FUNCTION_ZIP } from "../world/terraform/objects";
import { type Applied, Problem, type State } from "./state";

/** Nobody can own it: https://www.rfc-editor.org/rfc/rfc6761#section-6.2. RFC 2606's other names count as placeholders. */
export const DOMAIN = "friends.test";
const PLACEHOLDER_SECRET = "open-sesame";
/** Where base.yaml is if there is none beside a container's file. */
const USUAL_BASE = "configs/base.yaml";

/** What applying needs from the outside. */
export interface Workbench {
  /** For every file that is written; the caller removes it. */
  readonly folder: string;
  /** Path of Terraform. */
  readonly terraform: string;
  /** Pretend AWS: what TF_REATTACH_PROVIDERS must say in a folder. */
  readonly reattach: (folder: string) => Promise<string>;
  /** Runs a program at the project's root; a failure is a Problem. */
  readonly run: (program: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>;
  /** Told after each step, in a line. */
  readonly tell: (line: string) => void;
}

/** What is played: containers of a folder, and the file they share. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  readonly folder: string;
  readonly containers: readonly string[];
  readonly base: string;
}

/** @throws Problem unless path, seen from cwd, is a folder of configurations or a container's file */
export function sourceOf(path: string, cwd: string): Source {
  const file = resolve(cwd, path);
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined)
    throw new Problem(`${path} does not exist: name a folder of configurations or a .yaml file`);
  const folder = isFolder ? file : dirname(file);
  const names = (isFolder ? readdirSync(folder) : [basename(file)]).filter((name) => name.endsWith(".yaml"));
  const containers = names.map((name) => basename(name, ".yaml")).filter((name) => name !== "base");
  if (containers.length === 0)
    throw new Problem(`${path} names no container: it takes a file like minecraft.yaml, or a folder that has one`);
  const [base] = [join(folder, "base.yaml"), resolve(USUAL_BASE)].filter((candidate) => existsSync(candidate));
  if (base === undefined)
    throw new Problem(`${path} has no base.yaml beside it, and there is no ${USUAL_BASE}: write one`);
  return { name: path, folder, containers: containers.sort(), base };
}

/** A copy of the configuration with a domain and secrets of its own. Gives the copy's folder. */
export function configure({ folder }: Pick<Workbench, "folder">, source: Source): string {
  // Called as the person called it, so that messages about files name theirs.
  const shown = isAbsolute(source.name) || source.name.startsWith("..") ? basename(source.folder) : source.name;
  const configs = join(folder, shown.endsWith(".yaml") ? dirname(normalize(shown)) : normalize(shown));
  cpSync(source.folder, configs, { recursive: true });
  for (const file of readdirSync(configs))
    if (file.endsWith(".yaml") && !source.containers.includes(basename(file, ".yaml"))) rmSync(join(configs, file));
  const base = parseDocument(readFileSync(source.base, "utf8"));
  if (isMap(base.contents)) {
    base.set("domain", DOMAIN);
    base.delete("state");
  }
  writeFileSync(join(configs, "base.yaml"), base.toString());
  const secrets = source.containers.map((name) => [name, secretsOf(join(configs, `${name}.yaml`))]);
  const variables = { alerts: { base: [`you@${DOMAIN}`] }, secrets: Object.fromEntries(secrets) as unknown };
  writeFileSync(join(folder, "demo.tfvars.json"), JSON.stringify(variables));
  return configs;
}

/** Placeholders for a container's secrets, whose names stand alone or before what is said about them. */
function secretsOf(file: string): Readonly<Record<string, string>> {
  interface Services {
    readonly services?: Readonly<Record<string, { readonly secrets?: readonly (string | object)[] } | null>>;
  }
  const { services } = (parse(readFileSync(file, "utf8"), { logLevel: "silent" }) ?? {}) as Services;
  const secrets = Object.values(services ?? {}).flatMap((service) => service?.secrets ?? []);
  const names = secrets.flatMap((secret) => (typeof secret === "string" ? secret : Object.keys(secret)));
  return Object.fromEntries(names.map((name) => [name, PLACEHOLDER_SECRET]));
}

/** Makes Terraform of it with the project's own program. State that would lie beside the project goes to the folder. */
export async function synthesize({ folder, run }: Pick<Workbench, "folder" | "run">, configs: string): Promise<void> {
  const output = join(folder, "out");
  await run(process.execPath, ["scripts/run.mjs", "main.ts", "-o", output], { WAKE_ON_DNS_CONFIGS: configs });
  const shared = relative(join(output, "stacks", "any"), resolve("state"));
  for (const file of readdirSync(output, { recursive: true, encoding: "utf8" })) {
    if (!/\.tf(\.json)?$/.test(file)) continue;
    const path = join(output, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(shared, join(folder, "state")));
  }
}

/** Runs Terraform in a stack's folder with pretend AWS attached. */
export async function terraform(bench: Workbench, stack: string, ...args: readonly string[]): Promise<string> {
  const stackFolder = join(bench.folder, "out", "stacks", stack);
  const TF_REATTACH_PROVIDERS = await bench.reattach(stackFolder);
  // A configuration file of the command line may name a mirror of the registry, or not be there.
  const env = { TF_REATTACH_PROVIDERS, TF_CLI_CONFIG_FILE: "", TF_INPUT: "0" };
  return bench.run(bench.terraform, [`-chdir=${stackFolder}`, ...args], env);
}

/** Applies a configuration to pretend AWS from nothing, and gives what is then there. */
export async function applyConfigs(bench: Workbench, source: Source): Promise<Applied> {
  const { folder, tell } = bench;
  const timed = async <T>(what: string, work: () => Promise<T>, result: (made: T) => string): Promise<T> => {
    const start = performance.now();
    const made = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    tell(`  ${what.padEnd(28)} ${result(made).padEnd(36)} ${seconds} s`);
    return made;
  };
  const stacks = ["base", ...source.containers];
  const configs = configure(bench, source);
  await timed(
    "synthesize",
    () => synthesize(bench, configs),
    () => `Terraform for ${stacks.join(", ")}`,
  );
  const apply = async (stack: string): Promise<State> => {
    await terraform(bench, stack, "init", "-no-color");
    await terraform(
      bench,
      stack,
      "apply",
      "-auto-approve",
      "-no-color",
      `-var-file=${join(folder, "demo.tfvars.json")}`,
    );
    return JSON.parse(await terraform(bench, stack, "state", "pull")) as State;
  };
  const states: Record<string, State> = {};
  for (const stack of stacks)
    states[stack] = await timed(
      `apply ${stack}`,
      () => apply(stack),
      (state) => `${countOf(state)} resources`,
    );
  const zips = new Store(join(folder, "store")).all(FUNCTION_ZIP);
  return { states, zips: zips.map(({ type, id, region, attributes }) => ({ type, id, region, attributes })) };
}

const countOf = ({ resources }: State): number =>
  resources.filter(({ mode }) => mode === "managed").reduce((count, { instances }) => count + instances.length, 0);
