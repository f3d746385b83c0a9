import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FunctionCode } from "../../shared/functions";
import { bundleFunctions, type Bundle } from "./bundle";

/** Goes with the packages: `npm ci` forgets it. */
const CACHE = "node_modules/.cache/wake-on-dns/functions.json";
/** What npm has really installed, as it writes it down itself; and how the functions are bundled. */
const MADE_WITH = ["node_modules/.package-lock.json", "src/output/bundle.ts"];

interface Cached extends Bundle {
  readonly fingerprint: string;
}

/**
 * The functions' code, bundled anew only if something changed that it is made of: bundling takes longer than everything
 * else a synthesis does.
 *
 * @param root the project's folder, absolute
 * @throws UserError if the functions do not build
 */
export function functionCode(root: string, bundle = bundleFunctions): FunctionCode {
  const cached = attempt(() => JSON.parse(readFileSync(join(root, CACHE), "utf8")) as Cached);
  if (cached !== undefined && cached.fingerprint === fingerprintOf(root, cached.sources)) return cached.code;

  const made = bundle(root);
  const fingerprint = fingerprintOf(root, made.sources);
  if (fingerprint !== undefined)
    attempt(() => {
      keep(join(root, CACHE), { ...made, fingerprint });
    });
  return made.code;
}

/** Of sources, packages and bundling; undefined where nobody knows what packages there are. */
function fingerprintOf(root: string, sources: readonly string[]): string | undefined {
  return attempt(() => {
    const hash = createHash("sha256");
    for (const name of [...MADE_WITH, ...sources]) {
      hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
    }
    // A file that is new may be what an import means from now on.
    for (const folder of new Set(sources.map((name) => dirname(name))))
      hash.update(`\0${folder}\0`).update(readdirSync(join(root, folder)).sort().join("\0"));
    return hash.digest("hex");
  });
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
