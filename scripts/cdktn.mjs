// npm run cdktn: checks that moving to cdktn still changes package.json only (docs/decisions/0001).
// Synthesizes copies of the sources with cdktf and with cdktn (installed under cdktf's names), as JSON and as HCL.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compare } from "./cdktn/compare.mjs";
import { setEnvironment } from "./environment.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

/** Exact versions. The providers' packages also import cdktn by its own name. */
const CDKTN = {
  cdktf: "npm:cdktn@0.24.0",
  cdktn: "0.24.0",
  "@cdktf/provider-aws": "npm:@cdktn/provider-aws@25.7.0",
  "@cdktf/provider-archive": "npm:@cdktn/provider-archive@14.0.1",
};
const SOURCES = ["main.ts", "shared", "src", "handlers", "scripts", "configs", "package.json", "tsconfig.json"];

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.chdir(fileURLToPath(root));
/** @typedef {Record<string, string>} Versions */
/** @type {unknown} */
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { dependencies, devDependencies } = /** @type {Record<string, Versions>} */ (manifest);

const folder = mkdtempSync(join(tmpdir(), "wake-on-dns-cdktn-"));
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

const cdktf = copy("cdktf", {});
const cdktn = copy("cdktn", { ...CDKTN, constructs: dependencies?.constructs ?? "" });
writeFileSync(
  join(cdktn, "types.json"),
  '{ "extends": "./tsconfig.json", "include": ["main.ts", "shared", "src", "handlers"] }',
);
run(cdktn, "the sources do not compile with cdktn's types", "node_modules/typescript/bin/tsc", "-p", "types.json");

const before = synthesized(cdktf);
const { differences, versions } = compare(before, synthesized(cdktn));
for (const difference of differences) console.error(difference);
if (differences.length > 0) fail("cdktn's output differs, see above: cdktf -> cdktn");
console.log(`cdktn synthesizes the same ${before.size} files, except for versions: ${versions.join(", ")}`);

/**
 * Copies the sources, and installs these packages and those of the project.
 *
 * @param {string} name
 * @param {Versions} packages
 */
function copy(name, packages) {
  const project = join(folder, name);
  for (const part of SOURCES) cpSync(part, join(project, part), { recursive: true });
  const modules = join(project, "node_modules");
  if (Object.keys(packages).length > 0) {
    writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, dependencies: packages }));
    // The providers' packages require Node 22.11 but run on 20.9: npm would warn.
    const options = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...options], { cwd: project, shell: process.platform === "win32" });
    cpSync("package.json", join(project, "package.json"));
  }
  for (const other of Object.keys({ ...dependencies, ...devDependencies })) {
    if (other in packages) continue;
    mkdirSync(dirname(join(modules, other)), { recursive: true });
    symlinkSync(fileURLToPath(new URL(`node_modules/${other}`, root)), join(modules, other), "junction");
  }
  return project;
}

/**
 * All synthesized files in both formats, by path.
 *
 * @param {string} project
 */
function synthesized(project) {
  for (const options of [[], ["--hcl"]])
    run(project, "synthesis failed", "scripts/run.mjs", "main.ts", "-o", `out${options.join("")}`, ...options);
  return new Map([...files(project, "out"), ...files(project, "out--hcl")]);
}

/**
 * @param {string} project
 * @param {string} problem
 * @param {string[]} args
 */
function run(project, problem, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  if (status !== 0) fail(`${problem}:\n${stdout}${stderr}`);
}

/**
 * @param {string} project
 * @param {string} output
 * @returns {[string, string][]}
 */
function files(project, output) {
  return readdirSync(join(project, output), { recursive: true, encoding: "utf8" })
    .map((name) => join(output, name))
    .filter((name) => statSync(join(project, name)).isFile())
    .map((name) => [name, readFileSync(join(project, name), "utf8")]);
}
