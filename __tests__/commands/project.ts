import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readOptions } from "../../sim/demo/options";
import { scripts } from "../../package.json";
import type { Called } from "./shells";

/** What a command of the project may name. */
export interface Project {
  /** Where it is called. */
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly outputs: readonly string[];
  readonly addresses: readonly string[];
}

type Check = (args: readonly string[], project: Project) => void;

/** Options of Terraform by command, = for those with a value: https://developer.hashicorp.com/terraform/cli/commands */
const TERRAFORM: Readonly<Record<string, readonly string[]>> = {
  apply: ["-auto-approve", "-refresh-only", "-var-file="],
  destroy: ["-auto-approve", "-var-file="],
  "force-unlock": [],
  import: ["-var-file="],
  init: ["-migrate-state", "-force-copy", "-upgrade"],
  output: ["-raw"],
  plan: ["-out=", "-var-file="],
  "providers lock": ["-platform="],
  "state list": [],
  "state show": [],
};

const checkTerraform: Check = (args, { folder, outputs, addresses }) => {
  const at = args.filter((word) => word.startsWith("-chdir=")).map((word) => word.slice("-chdir=".length));
  for (const stack of at) expectFile(folder, stack);
  const words = args.slice(at.length);
  const command = words.slice(0, /^(providers|state)$/.test(words[0] ?? "") ? 2 : 1).join(" ");
  const options = oneOf(`terraform ${command}`, TERRAFORM, command);
  for (const word of words.filter((one) => one.startsWith("-"))) {
    if (!options.includes(word.replace(/=.*/, "="))) throw new Error(`terraform ${command} has no ${word}`);
    if (word.startsWith("-var-file=")) expectFile(folder, word.slice("-var-file=".length), true);
  }
  const named = words.slice(command.split(" ").length).filter((one) => !one.startsWith("-"));
  const there: Readonly<Record<string, readonly string[]>> = { output: outputs, "state show": addresses };
  for (const name of named)
    if (command !== "apply" && !there[command]?.includes(name)) throw new Error(`there is no ${name} to ${command}`);
};

/** What follows `--` of a script, as the script itself reads it where it can be asked. */
const SCRIPTS: Readonly<Record<string, Check>> = {
  bench: ([name = "", ...more]) => {
    if (!["synth", "functions", "world", "wake"].includes(name) || more.length > 0) throw new Error(`no bench ${name}`);
  },
  cdktn: noMore,
  check: noMore,
  costs: (args) => parseArgs({ args: [...args], options: { check: { type: "boolean" } } }),
  demo: (args) => {
    const { config } = readOptions(args);
    if (config !== undefined && !existsSync(config)) throw new Error(`there is no ${config}`);
  },
  format: noMore,
  golden: noMore,
  long: noMore,
  mutation: ([, ...more]) => {
    noMore(more);
  },
  permissions: noMore,
  pretend: (args, project) => {
    check(args[0] === "--store" ? args.slice(2) : args, project);
  },
  prove: (args) =>
    parseArgs({
      args: [...args],
      options: { runs: { type: "string" }, hunt: { type: "string" }, seed: { type: "string" } },
    }),
  schema: noMore,
  synth: (args) =>
    parseArgs({ args: [...args], options: { hcl: { type: "boolean" }, output: { type: "string", short: "o" } } }),
};

const checkNpm: Check = ([command = "", name = "", dashes, ...args], project) => {
  if (["ci", "install", "test"].includes(command) && name === "") return;
  if (command !== "run" || !(name in scripts)) throw new Error(`npm ${command} ${name} is no script`);
  if (dashes !== undefined && dashes !== "--") throw new Error(`npm takes ${dashes} for itself: write -- before it`);
  oneOf(`npm run ${name}`, SCRIPTS, name)(args, project);
};

/** https://developer.hashicorp.com/terraform/cdktf/cli-reference/commands */
const checkNpx: Check = ([tool, command = "", ...args], { stacks }) => {
  if (tool !== "cdktf") throw new Error(`npx ${tool ?? ""} is none of the project's`);
  if (!["deploy", "destroy", "diff", "list", "output", "synth"].includes(command))
    throw new Error(`cdktf has no ${command}`);
  const { positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { "auto-approve": { type: "boolean" }, hcl: { type: "boolean" }, output: { type: "string", short: "o" } },
  });
  for (const stack of positionals)
    if (stack !== "*" && !stacks.includes(stack)) throw new Error(`there is no stack ${stack}`);
};

const does = (): void => undefined; // what it does it has done
const PROGRAMS: Readonly<Record<string, Check>> = {
  cp: does,
  mkdir: does,
  npm: checkNpm,
  npx: checkNpx,
  terraform: checkTerraform,
};

/** @throws Error for a command that the project, cdktf or Terraform would refuse */
export function check([program = "", ...args]: Called, project: Project): void {
  oneOf(program, PROGRAMS, program)(args, project);
}

function noMore(args: readonly string[]): void {
  if (args.length > 0) throw new Error(`it takes no ${args.join(" ")}`);
}

function expectFile(folder: string, name: string, isAbsolute = false): void {
  if (!existsSync(isAbsolute ? name : join(folder, name))) throw new Error(`there is no ${name}`);
}

function oneOf<Value>(what: string, all: Readonly<Record<string, Value>>, name: string): Value {
  const found = all[name];
  if (found === undefined) throw new Error(`${what} is not known here: look it up, and add it`);
  return found;
}
