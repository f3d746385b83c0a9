import { join, relative, resolve, sep } from "node:path";
import { defineStacks } from "./src/app";
import { loadConfiguration, type BaseConfig } from "./src/config/load";
import { UserError } from "./src/lib/user-error";
import type { StateLocation } from "./src/lib/state";
import { forgottenStacks } from "./src/output/forgotten";
import { functionCode } from "./src/output/function-cache";
import { synthesize } from "./src/output/synthesize";
import { domainRequirements } from "./src/stacks/parts/requirements";

const STATE_FOLDER = "state";

function main(): void {
  const configs = setting("WAKE_ON_DNS_CONFIGS", "configs");
  const output = setting("CDKTF_OUTDIR", "cdktf.out");

  const configuration = loadConfiguration(configs);
  const { base, containers, warnings } = configuration;
  const state = stateLocation(base, output);
  synthesize(output, (app) => defineStacks(app, configuration, state), functionCode(process.cwd()));

  const stacks = ["base", ...containers.map(({ name }) => name)];
  const forgotten = base.state === undefined ? forgottenStacks(join(STATE_FOLDER, base.name), stacks) : [];
  // Shown here, too, because cdktf 0.21 cuts off Terraform's message when it refuses a plan during deploy.
  const refused = domainRequirements(base).map(({ message }) => message);
  // To standard output: cdktf shows standard error as an error, even if the app succeeds.
  for (const line of [...refused, ...warnings, ...forgotten]) console.log(`note: ${line}`);
  console.log(`${output}: ${stacks.join(", ")}`);
}

/** An empty variable counts as not set, because shells and CI systems cannot always unset one. */
function setting(variable: string, fallback: string): string {
  const value = process.env[variable];
  return value === undefined || value === "" ? fallback : value;
}

/** In the bucket, or in the folder state/, with a path relative to each stack's folder. */
function stateLocation({ state }: BaseConfig, output: string): StateLocation {
  if (state !== undefined) return { kind: "s3", ...state };
  const folder = relative(resolve(output, "stacks", "any"), resolve(STATE_FOLDER));
  return { kind: "local", folder: folder.split(sep).join("/") };
}

try {
  main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
