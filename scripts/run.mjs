// node scripts/run.mjs <entry.ts> [-o folder] [--hcl]: bundles a TypeScript program in memory and runs it.
// Nothing is written before the program itself writes, so a program that doesn't build leaves nothing behind.
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
// The bundler is a process of its own: while it works, load what it leaves outside the bundle.
for (const name of ["cdktf", "yaml", "zod"]) require(name);

evaluate(await building, path);

function readOptions() {
  for (let option = options.shift(); option !== undefined; option = options.shift()) {
    if (option === "--hcl") process.env.SYNTH_HCL_OUTPUT = "true";
    else if (option === "-o" || option === "--output") {
      const folder = options.shift();
      if (!folder || folder.startsWith("-")) fail("-o needs a folder");
      process.env.CDKTF_OUTDIR = folder;
    } else fail(`${option} is not an option: there are -o <folder> and --hcl`);
  }
}
