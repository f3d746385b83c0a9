import { basename } from "node:path";
import { isNativeError } from "node:util/types";
import {
  buildSync,
  transformSync,
  type BuildFailure,
  type BuildOptions,
  type Message,
  type TransformOptions,
} from "esbuild";
import { FUNCTION_NAMES, type FunctionCode } from "../../shared/functions";
import { UserError } from "../lib/user-error";

/** Whatever decides about the bytes is here or in the sources: no setting of the editor, no folder, no time. */
const BUNDLING = {
  entryPoints: FUNCTION_NAMES.map((name) => ({ in: `handlers/${name}/index.ts`, out: name })),
  outdir: "functions",
  write: false,
  metafile: true,
  bundle: true, // with the AWS SDK: what runs is what was tested, and it starts sooner than with Lambda's own
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"], // of modules only what is used gets in
  legalComments: "none",
  tsconfigRaw: {},
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Afterwards, see `minified`. */
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
  /** The project's own files it is made of, relative to its folder. */
  readonly sources: readonly string[];
}

/**
 * Makes one file of each function and all it imports. The same sources give the same bytes in every folder and on every
 * machine, so a function is deployed when it has changed, and only then.
 *
 * @param root the project's folder, absolute
 * @throws UserError with all mistakes, each as `file:line:col message`
 */
export function bundleFunctions(root: string): Bundle {
  try {
    const { outputFiles, metafile } = buildSync({ ...BUNDLING, absWorkingDir: root });
    const code = outputFiles.map(({ path, text }) => [basename(path, ".js"), minified(text)]);
    const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
    return { code: Object.fromEntries(code) as FunctionCode, sources: sources.sort() };
  } catch (error) {
    throw isBuildFailure(error) ? new UserError(error.errors.map(told).join("\n")) : error;
  }
}

/** A schema of the AWS SDK in a bundle: from the comment with its path to the next module's. */
const SCHEMA = /^\/\/ .*\/@aws-sdk\/.*\/schemas\/.*\n(?:(?!\/\/ ).*\n)*/gm;

/** The wrapper that esbuild puts around a module which is loaded later. */
const WRAPPER = /^(var \w+ = __(?:commonJS|esm)\(\{\n +)"[^"\n]+"\(/gm;

/**
 * The AWS SDK writes its schemas as data whose keys are constants: `{ [_xN]: "item" }`. esbuild must take a computed key
 * for code that could do something, and keeps the schemas of all EC2 calls, half a megabyte that takes keeper longer to
 * load than all the rest. With the constants written out, what nobody uses goes. And esbuild calls some modules by
 * their path, which is another one where packages are linked from elsewhere.
 */
function minified(code: string): string {
  const plain = code.replace(SCHEMA, withPlainKeys).replace(WRAPPER, '$1"module"(');
  const short = transformSync(plain, MINIFYING).code;
  return transformSync(short, MINIFYING).code; // what the first has left without a user goes, too
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

function told({ location, text }: Message): string {
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1} ${text}`;
}
