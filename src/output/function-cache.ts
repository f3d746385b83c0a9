import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FunctionCode } from "../../shared/functions";
import { bundleFunctions } from "./bundle";

/** Goes with the packages: `npm ci` forgets it. */
const CACHE = "node_modules/.cache/wake-on-dns/functions.json";
/** What npm has really installed, as it writes it down itself; and how the functions are bundled. */
const MADE_WITH = ["node_modules/.package-lock.json", "src/output/bundle.ts"];

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

/** Of sources, packages and bundling; undefined where nobody knows what packages there are. */
function fingerprintOf(root: string): string | undefined {
  return attempt(() => {
    const sources = readdirSync(join(root, "handlers"), { recursive: true, encoding: "utf8" })
      .map((name) => join("handlers", name))
      .filter((name) => statSync(join(root, name)).isFile());
    const hash = createHash("sha256");
    for (const name of [...MADE_WITH, ...sources.sort()]) {
      hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
    }
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
