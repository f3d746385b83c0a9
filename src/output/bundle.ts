import { basename } from "node:path";
import { isNativeError } from "node:util/types";
import { buildSync, transformSync } from "esbuild";
import type { BuildFailure, BuildOptions, Message, TransformOptions } from "esbuild";
import { FUNCTION_NAMES, type FunctionCode } from "../../shared/functions";
import { UserError } from "../lib/user-error";

/** The bytes depend on these options and the sources only, not on tsconfig.json, folder or time. */
const BUNDLING = {
  entryPoints: FUNCTION_NAMES.map((name) => ({ in: `handlers/${name}/index.ts`, out: name })),
  outdir: "functions",
  write: false,
  metafile: true,
  bundle: true, // with the AWS SDK, which is the tested version and starts faster than Lambda's
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"], // ES modules, from which unused code is removed
  legalComments: "none",
  tsconfigRaw: {},
  logLevel: "silent",
} as const satisfies BuildOptions;

/** For the second step, see `minified`. */
const MINIFYING = {
  platform: "node",
  target: "node24",
  format: "cjs",
  minify: true,
  treeShaking: true,
  legalComments: "none",
} as const satisfies TransformOptions;

export interface Bundle {
  readonly code: FunctionCode;
  /** The project's files in it, relative to the project's folder. */
  readonly sources: readonly string[];
}

/**
 * Bundles each function with everything that it imports. The same sources give the same bytes in every folder and on every
 * machine, so a function is deployed only if it has changed.
 *
 * @param root the project's folder, absolute
 * @throws UserError with all errors, each as `file:line:col message`
 */
export function bundleFunctions(root: string): Bundle {
  try {
    const { outputFiles, metafile } = buildSync({ ...BUNDLING, absWorkingDir: root });
    const code = outputFiles.map(({ path, text }) => [basename(path, ".js"), minified(text)]);
    const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
    return { code: Object.fromEntries(code) as FunctionCode, sources: sources.sort() };
  } catch (error) {
    throw isBuildFailure(error) ? new UserError(error.errors.map(formatError).join("\n")) : error;
  }
}

/** A schema of the AWS SDK in a bundle: from the comment with its path to that of the next module. */
const SCHEMA = /^\/\/ .*\/@aws-sdk\/.*\/schemas\/.*\n(?:(?!\/\/ ).*\n)*/gm;

/** esbuild's wrapper of a module that is loaded lazily. */
const WRAPPER = /^(var \w+ = __(?:commonJS|esm)\(\{\n +)"[^"\n]+"\(/gm;

/**
 * The AWS SDK's schemas are data whose keys are constants: `{ [_xN]: "item" }`. esbuild assumes that a computed key has side
 * effects, and keeps the schemas of all EC2 calls, half a megabyte that takes longer to load than the rest of keeper. With
 * literal keys it removes unused schemas. It also names some modules by path, which differs if packages are linked.
 */
function minified(code: string): string {
  const plain = code.replace(SCHEMA, withPlainKeys).replace(WRAPPER, '$1"module"(');
  const short = transformSync(plain, MINIFYING).code;
  return transformSync(short, MINIFYING).code; // removes what is unused after the first
}

function withPlainKeys(schema: string): string {
  const constants = new Map(
    [...schema.matchAll(/^var (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return schema.replace(/\[(_\w+)\]: /g, (key, name: string) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}: `;
  });
}

const isBuildFailure = (error: unknown): error is BuildFailure => isNativeError(error) && "errors" in error;

function formatError({ location, text }: Message): string {
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1} ${text}`;
}
