// Bundles a TypeScript program in memory and runs it, so that nothing has to be compiled or written before.
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { fail } from "./require.mjs";

/** The program as one text of CommonJS, without what is in node_modules. */
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
    return outputFiles[0].text;
  } catch (error) {
    const [first] = error.errors ?? [];
    const place = first?.location ? `${first.location.file}:${first.location.line}:${first.location.column + 1} ` : "";
    return fail(`${entry} does not build: ${place}${first?.text ?? error.message}`);
  }
}

/** Runs a bundled program as if it stood in its own file, and gives what it exports. */
export function evaluate(code, path) {
  const program = runInThisContext(`(function (require, module, exports) {${code}\n})`, { filename: path });
  const module = { exports: {} };
  program(createRequire(path), module, module.exports);
  return module.exports;
}
