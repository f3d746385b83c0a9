import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FunctionCode } from "../lib/function-code";
import { BUNDLING, bundleFunctions, MINIFYING } from "./bundle";

/** Goes with the packages: `npm ci` forgets it. */
const CACHE = "node_modules/.cache/wake-on-dns/functions.json";
/** What npm has really installed, as it writes it down itself. */
const INSTALLED = "node_modules/.package-lock.json";

interface Cached {
  readonly fingerprint: string;
  readonly code: FunctionCode;
}

/**
 * The functions' code, bundled anew only if something changed that it is made of: bundling takes longer than everything
 * else a synthesis does.
 *
 * @param root the project's folder, absolute
 * @throws UserError if the functions do not build
 */
export function functionCode(root: string, bundle = bundleFunctions): FunctionCode {
  const fingerprint = fingerprintOf(root);
  const cached = attempt(() => JSON.parse(readFileSync(join(root, CACHE), "utf8")) as Cached);
  if (fingerprint !== undefined && cached?.fingerprint === fingerprint) return cached.code;

  const code = bundle(root);
  if (fingerprint !== undefined)
    attempt(() => {
      keep(join(root, CACHE), { fingerprint, code });
    });
  return code;
}

/** Of sources, packages and options; undefined where nobody knows what packages there are. */
function fingerprintOf(root: string): string | undefined {
  const installed = attempt(() => readFileSync(join(root, INSTALLED)));
  if (installed === undefined) return undefined;
  const hash = createHash("sha256")
    .update(JSON.stringify([BUNDLING, MINIFYING]))
    .update(installed);
  const handlers = join(root, "handlers");
  for (const name of readdirSync(handlers, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(handlers, name);
    if (statSync(path).isFile()) hash.update(`\0${name}\0`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** By rename, so that another synthesis never reads half of it. */
function keep(file: string, cached: Cached): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, JSON.stringify(cached));
  renameSync(half, file);
}

/** A cache that cannot be read or written is none. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
