import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parse, parseDocument } from "yaml";
import { Problem } from "./problem";
import { Store } from "../provider/store";
import { FUNCTION_ZIP } from "../world/terraform/objects";
import { type Applied, byStack, type Stack, STACKS, type State } from "./state";

/** Nobody can own it: https://www.rfc-editor.org/rfc/rfc6761#section-6.2. RFC 2606's other names count as placeholders. */
export const DOMAIN = "friends.test";

/** What applying needs from the outside. */
export interface Workbench {
  /** For everything that is made; removed by who gave it. */
  readonly folder: string;
  /** Path of Terraform. */
  readonly terraform: string;
  /** Pretend AWS: what TF_REATTACH_PROVIDERS must say in a folder. */
  readonly reattach: (folder: string) => Promise<string>;
  /** Runs a program at the project's root; a failure is a Problem. */
  readonly run: (program: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>;
  /** Told after each step: what was done, and how long it took. */
  readonly tell: (what: string, result: string, seconds: number) => void;
}

/** The configuration of a folder with a domain of its own, in a folder of its own. */
export function configure(folder: string, from: string): void {
  const configs = join(folder, "configs");
  mkdirSync(configs, { recursive: true });
  const missing = STACKS.find((stack) => !existsSync(join(from, `${stack}.yaml`)));
  if (missing !== undefined)
    throw new Problem(`${from}/${missing}.yaml is not there: the demo plays on the shipped one`);
  for (const stack of STACKS) cpSync(join(from, `${stack}.yaml`), join(configs, `${stack}.yaml`));

  const base = parseDocument(readFileSync(join(configs, "base.yaml"), "utf8"));
  base.set("domain", DOMAIN);
  base.delete("state");
  writeFileSync(join(configs, "base.yaml"), base.toString());

  const secrets = secretsOf(readFileSync(join(configs, "valheim.yaml"), "utf8"));
  const values = secrets.map((name) => `${name} = "open-sesame"`).join(", ");
  const variables = `alerts = { base = ["you@${DOMAIN}"] }\nsecrets = { valheim = { ${values} } }\n`;
  writeFileSync(join(folder, "terraform.tfvars"), variables);
}

/** Names of secrets, which stand alone or before what is said about them. */
function secretsOf(yaml: string): readonly string[] {
  interface Services {
    readonly services?: Readonly<Record<string, { readonly secrets?: readonly (string | object)[] } | null>>;
  }
  const { services = {} } = (parse(yaml) ?? {}) as Services;
  const all = Object.values(services).flatMap((service) => service?.secrets ?? []);
  return all.flatMap((secret) => (typeof secret === "string" ? secret : Object.keys(secret)));
}

/** Makes Terraform of it with the project's own program. State that would lie beside the project goes to the folder. */
export async function synthesize({ folder, run }: Pick<Workbench, "folder" | "run">): Promise<void> {
  const output = join(folder, "out");
  const args = ["scripts/run.mjs", "main.ts", "-o", output];
  await run(process.execPath, args, { WAKE_ON_DNS_CONFIGS: join(folder, "configs") });
  const shared = relative(join(output, "stacks", "any"), resolve("state"));
  for (const file of readdirSync(output, { recursive: true, encoding: "utf8" })) {
    if (!/\.tf(\.json)?$/.test(file)) continue;
    const path = join(output, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(shared, join(folder, "state")));
  }
}

/** Runs Terraform in a stack's folder with pretend AWS attached. */
export async function terraform(bench: Workbench, stack: Stack, ...args: readonly string[]): Promise<string> {
  const stackFolder = join(bench.folder, "out", "stacks", stack);
  const TF_REATTACH_PROVIDERS = await bench.reattach(stackFolder);
  // A configuration file of the command line may name a mirror of the registry, or not be there.
  const env = { TF_REATTACH_PROVIDERS, TF_CLI_CONFIG_FILE: "", TF_INPUT: "0" };
  return bench.run(bench.terraform, [`-chdir=${stackFolder}`, ...args], env);
}

/** Applies the configuration of a folder to pretend AWS from nothing, and gives what is then there. */
export async function applyConfigs(bench: Workbench, from: string): Promise<Applied> {
  const { folder, tell } = bench;
  const timed = async (what: string, work: () => Promise<string>): Promise<void> => {
    const start = performance.now();
    const result = await work();
    tell(what, result, (performance.now() - start) / 1000);
  };
  configure(folder, from);
  await timed("synthesizes", async () => {
    await synthesize(bench);
    return `Terraform for ${STACKS.join(" and ")}`;
  });
  for (const stack of STACKS) {
    await timed(`applies ${stack}`, async () => {
      await terraform(bench, stack, "init", "-no-color");
      const file = `-var-file=${join(folder, "terraform.tfvars")}`;
      const told = await terraform(bench, stack, "apply", "-auto-approve", "-no-color", file);
      return `${/(\d+) added/.exec(told)?.[1] ?? "no"} resources`;
    });
  }
  const pulled = await Promise.all(STACKS.map((stack) => terraform(bench, stack, "state", "pull")));
  return {
    states: byStack((stack) => JSON.parse(pulled[STACKS.indexOf(stack)] ?? "") as State),
    zips: new Store(join(folder, "store"))
      .all(FUNCTION_ZIP)
      .map(({ type, id, region, attributes }) => ({ type, id, region, attributes })),
  };
}
