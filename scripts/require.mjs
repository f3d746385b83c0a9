// Checks that the machine has everything that a command requires, with a one-line message.
// Plain JavaScript that old versions of Node can parse.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** The range is `engines` in package.json. */
export function requireNode() {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { engines } = /** @type {{ engines: { node: string } }} */ (manifest);
  const [oldest = 0, oldestMinor = 0, end = 0] = (engines.node.match(/\d+/g) ?? []).map(Number); // >=20.9 <25
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < end && (major > oldest || (major === oldest && minor >= oldestMinor))) return;
  const range = `${oldest}.${oldestMinor} to ${end - 1}`;
  fail(`requires Node ${range}, found ${process.versions.node}: install Node 22 (https://nodejs.org)`);
}

/**
 * The packages of package-lock.json.
 *
 * @param {URL} root the project's folder
 */
export function requirePackages(root) {
  if (!existsSync(new URL("node_modules/esbuild/package.json", root))) fail("packages are missing: run npm ci first");
}

/**
 * An optional package: npm silently skips it if its native part has no binary and cannot be built.
 *
 * @param {URL} root the project's folder
 */
export function requireCdktf(root) {
  if (existsSync(new URL("node_modules/cdktf-cli/package.json", root))) return;
  const why = `the cdktf CLI has no binary for Node ${process.versions.node} on this machine`;
  fail(`${why}: run npm ci again with Node 22, or use plain Terraform`);
}

/** Terraform 1.11 or newer, because older versions have no write-only arguments. Returns its path. */
export function requireTerraform() {
  const { TERRAFORM_BINARY_NAME: own = "" } = process.env;
  const name = own === "" ? "terraform" : own;
  const install = "install it from https://developer.hashicorp.com/terraform/install";
  const path = findOnPath(name);
  if (path === undefined) return fail(`requires Terraform 1.11 or newer, but ${name} is not on the PATH: ${install}`);
  const { stdout } = spawnSync(path, ["version", "-json"], {
    encoding: "utf8",
    env: { ...process.env, TF_CLI_CONFIG_FILE: undefined, CHECKPOINT_DISABLE: "1" },
  });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1] ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (!(major > 1 || (major === 1 && minor >= 11)))
    return fail(`requires Terraform 1.11 or newer, but ${path} is version ${version}: ${install}`);
  return path;
}

/** @param {string} name */
function findOnPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = name.includes("/") ? [resolve(name)] : folders.map((folder) => join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

/**
 * Exits with a one-line message and no stack trace.
 *
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  process.stderr.write(`wake-on-dns: ${message}\n`);
  process.exit(1);
}
