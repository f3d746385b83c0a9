import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FunctionCode } from "../../shared/functions";
import { bundleFunctions, type Bundle } from "./bundle";

/** In node_modules, so that `npm ci` deletes it. */
const CACHE = "node_modules/.cache/wake-on-dns/functions.json";
/** npm's own list of installed packages, and the options of the bundler. */
const TOOLS = ["node_modules/.package-lock.json", "src/output/bundle.ts"];

interface Cached extends Bundle {
  readonly fingerprint: string;
}

/**
 * The functions' code. It is bundled again only if something in it has changed, because bundling takes longer than the rest
 * of synthesis.
 *
 * @param root the project's folder, absolute
 * @throws UserError if the functions do not build
 */
export function functionCode(root: string, bundle = bundleFunctions): FunctionCode {
  const cached = attempt(() => JSON.parse(readFileSync(join(root, CACHE), "utf8")) as Cached);
  if (cached !== undefined && cached.fingerprint === fingerprintOf(root, cached.sources)) return cached.code;

  const bundled = bundle(root);
  const fingerprint = fingerprintOf(root, bundled.sources);
  if (fingerprint !== undefined)
    attempt(() => {
      writeCache(join(root, CACHE), { ...bundled, fingerprint });
    });
  return bundled.code;
}

/** Fingerprint of sources, packages and bundler options; undefined if one of them cannot be read. */
function fingerprintOf(root: string, sources: readonly string[]): string | undefined {
  return attempt(() => {
    const hash = createHash("sha256");
    for (const name of [...TOOLS, ...sources]) {
      hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
    }
    // A new file can change what an import resolves to.
    for (const folder of new Set(sources.map((name) => dirname(name))))
      hash.update(`\0${folder}\0`).update(readdirSync(join(root, folder)).sort().join("\0"));
    return hash.digest("hex");
  });
}

/** Writes the cache by rename, so that another synthesis never reads half of it. */
function writeCache(file: string, cached: Cached): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, JSON.stringify(cached));
  renameSync(half, file);
}

/** The result, or undefined if it fails: a cache that cannot be read or written is ignored. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
