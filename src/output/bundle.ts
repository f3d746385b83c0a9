import { basename } from "node:path";
import { isNativeError } from "node:util/types";
import { buildSync, type BuildFailure, type BuildOptions, type Message } from "esbuild";
import { UserError } from "../config/problems";
import { FUNCTION_NAMES, type FunctionCode } from "../lib/function-code";

/** Whatever decides about the bytes is here or in the sources: no setting of the editor, no folder, no time. */
export const BUNDLING = {
  entryPoints: FUNCTION_NAMES.map((name) => ({ in: `handlers/${name}/index.ts`, out: name })),
  outdir: "functions",
  write: false,
  bundle: true, // with the AWS SDK: what runs is what was tested, and it starts sooner than with Lambda's own
  platform: "node",
  target: "node22",
  format: "cjs",
  mainFields: ["module", "main"], // of modules only what is used gets in
  minify: true,
  legalComments: "none",
  tsconfigRaw: {},
  logLevel: "silent",
} as const satisfies BuildOptions;

/**
 * Makes one file of each function and all it imports. The same sources give the same bytes in every folder and on every
 * machine, so a function is deployed when it has changed, and only then.
 *
 * @param root the project's folder, absolute
 * @throws UserError with all mistakes, each as `file:line:col message`
 */
export function bundleFunctions(root: string): FunctionCode {
  try {
    const { outputFiles } = buildSync({ ...BUNDLING, absWorkingDir: root });
    return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path, ".js"), text])) as FunctionCode;
  } catch (error) {
    throw isBuildFailure(error) ? new UserError(error.errors.map(told).join("\n")) : error;
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure => isNativeError(error) && "errors" in error;

function told({ location, text }: Message): string {
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1} ${text}`;
}
