// node scripts/tool.mjs <tool> [arguments]: runs a development tool from node_modules, on every platform.
// The tool `check` is all tools that analyze the code without running it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setEnvironment } from "./environment.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

const CHECKS = /** @type {const} */ ([
  ["tsc", "-p", "."],
  ["eslint", "."],
  ["depcruise", "--config", ".dependency-cruiser.cjs", "{main.ts,src,shared,handlers,sim,scripts,__tests__}"],
  ["knip"],
  ["prettier", "--check", "--log-level", "warn", "."],
]);
/** Programs whose package has another name. */
const PACKAGES = new Map([
  ["tsc", "typescript"],
  ["depcruise", "dependency-cruiser"],
]);

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.chdir(fileURLToPath(root));

const [tool, ...args] = process.argv.slice(2);
if (tool === undefined) fail("usage: node scripts/tool.mjs <tool> [arguments]");
process.exitCode = tool === "check" ? Math.max(...CHECKS.map(([name, ...rest]) => run(name, rest))) : run(tool, args);

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
function run(name, args) {
  const folder = new URL(`node_modules/${PACKAGES.get(name) ?? name}/`, root);
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (manifest);
  const script = new URL((typeof bin === "string" ? bin : bin[name]) ?? "", folder);
  return spawnSync(process.execPath, [fileURLToPath(script), ...args], { stdio: "inherit" }).status ?? 1;
}
