// node scripts/run.mjs <entry.ts> [-o folder] [--hcl]: bundles a TypeScript program in memory and runs it.
// Nothing is written before the program itself writes, so a program that doesn't build leaves nothing behind.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import { fail, requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);

const [entry, ...options] = process.argv.slice(2);
if (entry === undefined) fail("usage: node scripts/run.mjs <entry.ts> [-o folder] [--hcl]");
for (let option = options.shift(); option !== undefined; option = options.shift()) {
  if (option === "--hcl") process.env.SYNTH_HCL_OUTPUT = "true";
  else if (option === "-o" || option === "--output")
    process.env.CDKTF_OUTDIR = options.shift() ?? fail("-o needs a folder");
  else fail(`${option} is not an option: there are -o <folder> and --hcl`);
}
process.env.CHECKPOINT_DISABLE ??= "1";
process.chdir(fileURLToPath(root));

const { buildSync } = await import("esbuild");
const { outputFiles } = build();
const path = fileURLToPath(new URL(entry, root));
const program = runInThisContext(`(function (require, module, exports, __filename) {${outputFiles[0].text}\n})`, {
  filename: path,
});
const module = { exports: {} };
program(createRequire(path), module, module.exports, path);

function build() {
  try {
    return buildSync({
      entryPoints: [entry],
      bundle: true,
      write: false,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      loader: { ".sh": "text" },
      logLevel: "silent",
    });
  } catch (error) {
    const [first] = error.errors ?? [];
    const place = first?.location ? `${first.location.file}:${first.location.line}:${first.location.column + 1} ` : "";
    return fail(`${entry} does not build: ${place}${first?.text ?? error.message}`);
  }
}
