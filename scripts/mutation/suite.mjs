// Runs jest's tests of pure functions a thousand times faster than jest starts: in one thread, with one module changed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runInThisContext } from "node:vm";
import { expect } from "expect";
import ts from "typescript";

/** @import { Mutant } from "./mutants.mjs" */
/** @typedef {{ name: string, run: () => unknown }} Test */
/** @typedef {(require: (name: string) => unknown, module: { exports: unknown }, exports: unknown, folder: string) => void} Code */

// The same days for all of them, and few; the smallest one that fails is of no interest. As required, not imported: the
// package has two forms, each with settings of its own.
const required = /** @type {unknown} */ (createRequire(import.meta.url)("fast-check"));
const fc = /** @type {typeof import("fast-check")} */ (required);
fc.configureGlobal({ seed: 2026, numRuns: 100, endOnFailure: true });

/** @type {Map<string, Code>} */
const compiled = new Map();

/**
 * Loads test files as if nothing had been loaded before.
 *
 * @param {readonly string[]} files
 * @param {Mutant} [mutant]
 * @returns {Test[]} in their order
 */
export function testsOf(files, mutant) {
  /** @type {Map<string, { exports: unknown }>} */
  const loaded = new Map();
  /** @type {(path: string) => unknown} */
  const load = (path) => {
    const before = loaded.get(path);
    if (before) return before.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const packages = createRequire(path);
    const require = (/** @type {string} */ name) => {
      if (!name.startsWith(".")) return /** @type {unknown} */ (packages(name));
      const file = join(dirname(path), name);
      return name.endsWith(".json") ? /** @type {unknown} */ (packages(file)) : load(`${file}.ts`);
    };
    codeOf(path, mutant)(require, module, module.exports, dirname(path));
    return module.exports;
  };
  return collect(() => files.forEach(load));
}

/**
 * @param {string} path
 * @param {Mutant} [mutant]
 * @returns {Code}
 */
function codeOf(path, mutant) {
  const isChanged = mutant?.file === path;
  const known = compiled.get(path);
  if (known && !isChanged) return known;
  const { outputText } = ts.transpileModule(isChanged ? mutant.source : readFileSync(path, "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  });
  const wrapped = `(function (require, module, exports, __dirname) {${outputText}\n})`;
  /** @type {unknown} */
  const evaluated = runInThisContext(wrapped, { filename: path });
  const code = /** @type {Code} */ (evaluated);
  if (!isChanged) compiled.set(path, code);
  return code;
}

/** @param {() => void} define calls jest's functions */
function collect(define) {
  /** @type {Test[]} */
  const tests = [];
  /** @type {string[]} */
  const within = [];
  const it = (/** @type {string} */ name, /** @type {Test["run"]} */ run) => {
    tests.push({ name: [...within, name].join(", "), run });
  };
  const describe = (/** @type {string} */ name, /** @type {() => void} */ body) => {
    within.push(name);
    body();
    within.pop();
  };
  it.each =
    (/** @type {readonly unknown[]} */ rows) =>
    (/** @type {string} */ name, /** @type {(...row: unknown[]) => unknown} */ run) => {
      rows.forEach((row, index) => {
        const values = /** @type {readonly unknown[]} */ (Array.isArray(row) ? row : [row]);
        it(`${name} [${index}]`, () => run(...values));
      });
    };
  Object.assign(globalThis, { expect, it, test: it, describe });
  define();
  return tests;
}
