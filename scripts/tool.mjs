// node scripts/tool.mjs <tool> [arguments]: runs a development tool from node_modules, on every platform alike.
// `check` stands for all that looks at the code without running it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setEnvironment } from "./environment.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

const CHECKS = [
  ["tsc", "-p", "."],
  ["eslint", "."],
  ["prettier", "--check", "--log-level", "warn", "."],
];
const PACKAGE_OF = { tsc: "typescript" };

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.chdir(fileURLToPath(root));

const [tool, ...args] = process.argv.slice(2);
if (tool === undefined) fail("usage: node scripts/tool.mjs <tool> [arguments]");
process.exitCode = tool === "check" ? Math.max(...CHECKS.map(([name, ...rest]) => run(name, rest))) : run(tool, args);

function run(name, args) {
  const manifest = createRequire(import.meta.url).resolve(`${PACKAGE_OF[name] ?? name}/package.json`);
  const { bin } = createRequire(import.meta.url)(manifest);
  const script = join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
  return spawnSync(process.execPath, [script, ...args], { stdio: "inherit" }).status ?? 1;
}
