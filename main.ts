import { join, relative, resolve, sep } from "node:path";
import type { App } from "cdktf";
import { loadConfiguration, type BaseConfig } from "./src/config/load";
import { UserError } from "./src/lib/user-error";
import type { StateLocation } from "./src/lib/state";
import { forgottenStacks } from "./src/output/forgotten";
import { functionCode } from "./src/output/function-cache";
import { synthesize } from "./src/output/synthesize";
import { BaseStack } from "./src/stacks/base-stack";
import { ContainerStack } from "./src/stacks/container-stack";
import { domainRequirements } from "./src/stacks/domain-requirement";
import type { ProjectStack } from "./src/stacks/project-stack";
import { RetiredStack } from "./src/stacks/retired-stack";

const STATE_FOLDER = "state";

function main(): void {
  const configs = setting("WAKE_ON_DNS_CONFIGS", "configs");
  const output = setting("CDKTF_OUTDIR", "cdktf.out");

  const { base, containers, warnings } = loadConfiguration(configs);
  const state = stateLocation(base, output);
  const define = (app: App): ProjectStack[] => [
    new BaseStack(app, base, state),
    ...containers.map((container) => {
      const Stack = container.retired ? RetiredStack : ContainerStack;
      return new Stack(app, base, container, state);
    }),
  ];
  synthesize(output, define, functionCode(process.cwd()));

  const stacks = ["base", ...containers.map(({ name }) => name)];
  const forgotten = base.state === undefined ? forgottenStacks(join(STATE_FOLDER, base.name), stacks) : [];
  // Told here, too: cdktf 0.21 loses the end of what Terraform says when a plan is refused during deploy.
  const refused = domainRequirements(base).map(({ message }) => message);
  // On standard output: cdktf shows what a working app writes to standard error as an error.
  for (const line of [...refused, ...warnings, ...forgotten]) console.log(`note: ${line}`);
  console.log(`${output}: ${stacks.join(", ")}`);
}

/** Set but empty is not set: so shells and CI systems leave a variable out. */
function setting(variable: string, fallback: string): string {
  const value = process.env[variable];
  return value === undefined || value === "" ? fallback : value;
}

/** In the bucket, or in files beside the repository's code, found from each stack's folder by a relative path. */
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
