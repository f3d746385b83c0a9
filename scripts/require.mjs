// What the machine needs, checked before anything else and told in one line.
// Plain JavaScript that old versions of Node can still read.
import { existsSync } from "node:fs";

/** Keeps to what package.json's `engines` says. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major === 21 || major === 22 || (major === 20 && minor >= 9)) return;
  fail(`needs Node 20.9 to 22, this is ${process.versions.node}: install Node 22 (https://nodejs.org)`);
}

/** The packages of package-lock.json. */
export function requirePackages(root) {
  if (!existsSync(new URL("node_modules/esbuild/package.json", root))) fail("packages are missing: run npm ci first");
}

/** Ends with one line and no stack trace. */
export function fail(message) {
  process.stderr.write(`wake-on-dns: ${message}\n`);
  process.exit(1);
}
