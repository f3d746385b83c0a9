// What the machine needs, checked before anything else and told in one line.
// Plain JavaScript that old versions of Node can still read.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** Keeps to what package.json's `engines` says. */
export function requireNode() {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { engines } = /** @type {{ engines: { node: string } }} */ (manifest);
  const [oldest = 0, oldestMinor = 0, end = 0] = (engines.node.match(/\d+/g) ?? []).map(Number); // >=20.9 <25
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < end && (major > oldest || (major === oldest && minor >= oldestMinor))) return;
  const range = `${oldest}.${oldestMinor} to ${end - 1}`;
  fail(`needs Node ${range}, this is ${process.versions.node}: install Node 22 (https://nodejs.org)`);
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
 * Optional: npm leaves it out without a word where its native part has no binary and cannot be built.
 *
 * @param {URL} root the project's folder
 */
export function requireCdktf(root) {
  if (existsSync(new URL("node_modules/cdktf-cli/package.json", root))) return;
  const why = `cdktf's command line has no binary for Node ${process.versions.node} on this machine`;
  fail(`${why}: use Node 22 and run npm ci again, or plain Terraform`);
}

/** Terraform 1.11 or newer: older ones know no write-only arguments. Gives its path. */
export function requireTerraform() {
  const { TERRAFORM_BINARY_NAME: own = "" } = process.env;
  const name = own === "" ? "terraform" : own;
  const install = "install 1.11 or newer (https://developer.hashicorp.com/terraform/install)";
  const path = findOnPath(name);
  if (path === undefined) return fail(`needs Terraform, there is no ${name} on the PATH: ${install}`);
  const { stdout } = spawnSync(path, ["version", "-json"], {
    encoding: "utf8",
    env: { ...process.env, TF_CLI_CONFIG_FILE: undefined, CHECKPOINT_DISABLE: "1" },
  });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1] ?? "does not say which version it is";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (!(major > 1 || (major === 1 && minor >= 11)))
    return fail(`needs Terraform 1.11, ${path} is ${version}: ${install}`);
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
 * Ends with one line and no stack trace.
 *
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  process.stderr.write(`wake-on-dns: ${message}\n`);
  process.exit(1);
}
