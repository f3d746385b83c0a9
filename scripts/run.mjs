// node scripts/run.mjs <entry.ts> [-o folder] [--hcl]: bundles a TypeScript program in memory and runs it.
// Only the program itself writes files, so nothing is left behind if it does not build.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.chdir(fileURLToPath(root));

const [entry, ...options] = process.argv.slice(2);
if (entry === undefined) fail("usage: node scripts/run.mjs <entry.ts> [-o folder] [--hcl]");
readOptions();

const path = fileURLToPath(new URL(entry, root));
const require = createRequire(path);
const building = bundle(entry);
// While the bundler runs in another process, load packages that are not in the bundle.
for (const name of ["cdktf", "yaml", "zod"]) require(name);

evaluate(await building, path);

function readOptions() {
  for (let option = options.shift(); option !== undefined; option = options.shift()) {
    if (option === "--hcl") process.env.SYNTH_HCL_OUTPUT = "true";
    else if (option === "-o" || option === "--output") {
      const folder = options.shift();
      if (!folder || folder.startsWith("-")) fail("-o requires a folder");
      process.env.CDKTF_OUTDIR = folder;
    } else fail(`${option} is not an option: use -o <folder> or --hcl`);
  }
}
