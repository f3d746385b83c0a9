import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../src/lib/user-error";
import { bundleFunctions } from "../../src/output/bundle";
import { temporaryFolder } from "../helpers/folders";

const parent = temporaryFolder();
const cwd = process.cwd();
afterEach(() => {
  process.chdir(cwd);
});

const SOURCES = {
  "handlers/shared.ts": "// a word to nobody\nexport const greet = (name: string): string => `hello ${name}`;\n",
  "handlers/keeper/index.ts": 'import { greet } from "../shared";\nexport const handler = () => greet("keeper");\n',
  "handlers/wake/index.ts": 'import { greet } from "../shared";\nexport const handler = () => greet("wake");\n',
};

/** A project of its own in a new folder. */
function project(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const root = join(parent.path, name);
  for (const [file, text] of Object.entries({ ...SOURCES, ...changes })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** What a bundle exports when Lambda loads it. */
function load(code: string): { handler(): unknown } {
  const module = { exports: {} as { handler(): unknown } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is the bundle that is tested
  new Function("module", "exports", "require", code)(module, module.exports, require);
  return module.exports;
}

test("each function becomes one file that Lambda can load alone", () => {
  const { code, sources } = bundleFunctions(project("one"));
  expect(sources).toEqual(Object.keys(SOURCES).toSorted());
  expect([load(code.keeper).handler(), load(code.wake).handler()]).toEqual(["hello keeper", "hello wake"]);
});

test("the bytes are the same in every folder, from every folder, and with any settings of the editor", () => {
  const here = bundleFunctions(project("here"));
  const there = project("deeper/and/there", { "tsconfig.json": '{"compilerOptions":{"strict":true}}' });
  process.chdir(there);
  expect(bundleFunctions(there)).toEqual(here);
});

test("the bytes are the same where packages are linked from elsewhere", () => {
  const source = {
    "handlers/keeper/index.ts": 'import old from "old";\nexport const handler = () => old;\n',
    "node_modules/old/index.js": "module.exports = 'by an old package';\n",
  };
  const installed = project("installed", source);
  const linked = project("far/away/linked", { "handlers/keeper/index.ts": source["handlers/keeper/index.ts"] });
  symlinkSync(join(installed, "node_modules"), join(linked, "node_modules"), "junction");
  expect(bundleFunctions(linked)).toEqual(bundleFunctions(installed));
  expect(load(bundleFunctions(linked).code.keeper).handler()).toBe("by an old package");
});

test("of the AWS SDK's schemas only what is used gets in, and other modules' computed keys stay as they are", () => {
  const schemas =
    'const _xN = "item";\nexport const used = { [_xN]: "used" };\nexport const other = { [_xN]: "unused" };\n';
  const file = "@aws-sdk/client/dist-es/schemas/schemas_0.js";
  const { code } = bundleFunctions(
    project("schemas", {
      [`node_modules/${file}`]: schemas,
      "node_modules/schemas/schemas_0.js": schemas,
      "handlers/keeper/index.ts": `import { used } from "${file}";\nexport const handler = () => used;\n`,
      "handlers/wake/index.ts": 'import { used } from "schemas/schemas_0.js";\nexport const handler = () => used;\n',
    }),
  );
  expect([load(code.keeper).handler(), load(code.wake).handler()]).toEqual([{ item: "used" }, { item: "used" }]);
  expect([code.keeper, code.wake].map((text) => text.includes("unused"))).toEqual([false, true]);
});

test("only a change of what a function is made of changes its bytes", () => {
  const before = bundleFunctions(project("before"));
  const after = bundleFunctions(
    project("after", {
      "handlers/keeper/index.ts": 'export const handler = () => "hello";\n',
      "handlers/shared.ts": SOURCES["handlers/shared.ts"].replace("nobody", "somebody"),
    }),
  );
  expect(after.code.keeper).not.toBe(before.code.keeper);
  expect(after.code.wake).toBe(before.code.wake);
});

test("every mistake is reported where it is, in one run", () => {
  const root = project("wrong", {
    "handlers/keeper/index.ts": 'import { a } from "./nowhere";\nexport const handler = a;\n',
    "handlers/wake/index.ts": "export const handler = ;\n",
  });
  const bundling = (): unknown => bundleFunctions(root);
  expect(bundling).toThrow(UserError);
  expect(bundling).toThrow(
    new Error(
      'handlers/keeper/index.ts:1:19 Could not resolve "./nowhere"\nhandlers/wake/index.ts:1:24 Unexpected ";"',
    ),
  );
});

test("a function without code is reported", () => {
  expect(() => bundleFunctions(parent.path)).toThrow(
    /^Could not resolve "handlers\/(keeper|wake)\/index.ts"\nCould not resolve /,
  );
});

test("the project's own functions build, without a path of this machine in them", () => {
  const root = resolve(__dirname, "..", "..");
  for (const code of Object.values(bundleFunctions(root).code)) {
    expect(code).toMatch(/\bhandler\b/);
    expect(code).not.toContain(root);
    expect(code.length).toBeLessThan(2_000_000); // what a cold start has to read while a player waits
  }
});
