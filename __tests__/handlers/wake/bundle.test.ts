import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { buildSync } from "esbuild";

const ROOT = join(__dirname, "../../..");

/** As the function is deployed. */
const bundle = (): string => {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: ["handlers/wake/index.ts"],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    mainFields: ["module", "main"],
    legalComments: "none",
  });
  return outputFiles.map(({ text }) => text).join("");
};

test("the deployed function is small, needs no package beside it, and exports its handler", () => {
  const code = bundle();
  expect(Buffer.byteLength(code)).toBeLessThan(600_000);
  expect(code).not.toContain("cdktf");
  const load = compileFunction(code, ["require", "module"]) as (require: NodeJS.Require, module: object) => void;
  const module = { exports: {} };
  load(createRequire("/"), module);
  expect(Object.keys(module.exports)).toEqual(["handler"]);
});
