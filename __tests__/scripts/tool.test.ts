import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy } from "./project-copy";

const folder = temporaryFolder();
let project: ProjectCopy;

/** Stands in for a package: its program prints how it was called and ends with a code. */
function pretend(name: string, bin: unknown, code = 0): void {
  project.write(`node_modules/${name}/package.json`, JSON.stringify({ name, bin }));
  project.write(
    `node_modules/${name}/cli.cjs`,
    `console.log("${name}", ...process.argv.slice(2), process.env.TF_INPUT); process.exitCode = ${code};`,
  );
}

beforeAll(() => {
  project = new ProjectCopy(folder.path, { withPackages: false });
  pretend("esbuild", "cli.cjs");
});

beforeEach(() => {
  pretend("typescript", { tsc: "cli.cjs", tsserver: "other.cjs" });
  pretend("eslint", { eslint: "./cli.cjs" });
  pretend("prettier", "./cli.cjs");
  pretend("dependency-cruiser", { depcruise: "cli.cjs" });
  pretend("knip", { knip: "cli.cjs" });
});

test("a tool runs from the project's packages with its arguments and the project's settings", () => {
  const { code, stdout } = project.script("tool.mjs", ["prettier", "--write", "a b"]);
  expect([code, stdout]).toEqual([0, "prettier --write a b 0\n"]);
});

test("a tool's exit code is passed on", () => {
  pretend("eslint", { eslint: "./cli.cjs" }, 2);
  expect(project.script("tool.mjs", ["eslint"])).toMatchObject({ code: 2 });
});

test("check runs everything, and fails if one of them fails", () => {
  pretend("typescript", { tsc: "cli.cjs" }, 2);
  const { code, stdout } = project.script("tool.mjs", ["check"]);
  expect(stdout.split("\n")).toEqual([
    "typescript -p . 0",
    "eslint . 0",
    "dependency-cruiser --config .dependency-cruiser.cjs {main.ts,src,shared,handlers,sim,scripts,__tests__} 0",
    "knip 0",
    "prettier --check --log-level warn . 0",
    "",
  ]);
  expect(code).toBe(2);
});

test("without a tool it says how it is called", () => {
  expect(project.script("tool.mjs")).toMatchObject({
    code: 1,
    stderr: "wake-on-dns: usage: node scripts/tool.mjs <tool> [arguments]\n",
  });
});
