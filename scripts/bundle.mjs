// Bundles a TypeScript program in memory and runs it, without writing files.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import { fail } from "./require.mjs";

/**
 * The program as CommonJS, without packages.
 *
 * @param {string} entry its file
 */
export async function bundle(entry) {
  try {
    const esbuild = await import("esbuild");
    const { outputFiles } = await esbuild.build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      loader: { ".sh": "text" },
      logLevel: "silent",
    });
    await esbuild.stop();
    return outputFiles.map(({ text }) => text).join("");
  } catch (error) {
    const { errors: [first] = [], message } = /** @type {Partial<import("esbuild").BuildFailure>} */ (error);
    const { file, line, column } = first?.location ?? {};
    const place = column === undefined ? "" : `${file}:${line}:${column + 1} `;
    return fail(`${entry} does not build: ${place}${first?.text ?? message}`);
  }
}

/**
 * Runs a bundled program as if it were in its own file.
 *
 * @param {string} code
 * @param {string} path of that file
 * @returns {unknown} its exports
 */
export function evaluate(code, path) {
  /** @type {unknown} */
  const wrapped = runInThisContext(
    `(function (require, module, exports) {${code}
})`,
    { filename: path },
  );
  const program = /** @type {(require: NodeJS.Require, module: object, exports: object) => void} */ (wrapped);
  const module = { exports: {} };
  program(createRequire(path), module, module.exports);
  return module.exports;
}

/**
 * Bundles a program of the project and runs it.
 *
 * @param {string} entry relative to the project's folder
 * @returns its exports
 */
export async function load(entry) {
  const path = fileURLToPath(new URL(`../${entry}`, import.meta.url));
  return evaluate(await bundle(path), path);
}
