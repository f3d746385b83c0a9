import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy, type Outcome } from "./project-copy";

const folder = temporaryFolder();
let project: ProjectCopy;

beforeAll(() => {
  project = new ProjectCopy(folder.path, { withPackages: false });
});

const refused = (message: string): Outcome => ({
  code: 1,
  signal: null,
  stdout: "",
  stderr: `wake-on-dns: ${message}\n`,
});
const versionIs = (version: string): string =>
  `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;

describe.each([
  ["run.mjs", ["main.ts"]],
  ["tool.mjs", ["jest"]],
])("%s", (script, args) => {
  test("refuses another Node in one line that says what to do", () => {
    expect(project.script(script, args, { first: versionIs("18.20.4") })).toEqual(
      refused("requires Node 20.9 to 24, found 18.20.4: install Node 22 (https://nodejs.org)"),
    );
  });

  test("says what to do when packages are missing", () => {
    expect(project.script(script, args)).toEqual(refused("packages are missing: run npm ci first"));
  });
});

test("takes the versions of Node that package.json names, and no other", () => {
  const versions = ["18.20.4", "19.9.0", "20.8.1", "20.9.0", "22.99.0", "24.99.0", "25.0.0"];
  project.write(
    "scripts/versions.mjs",
    `import { requireNode } from "./require.mjs";
    process.exit = () => { throw new Error("exit") };
    process.stderr.write = () => true;
    const taken = ${JSON.stringify(versions)}.filter((node) => {
      Object.defineProperty(process, "versions", { value: { node }, configurable: true });
      try { requireNode(); return true; } catch { return false; }
    });
    console.log(taken.join(" "));`,
  );
  expect(project.script("versions.mjs").stdout).toBe("20.9.0 22.99.0 24.99.0\n");
  const manifest = JSON.parse(readFileSync(join(project.path, "package.json"), "utf8")) as { engines: unknown };
  expect(manifest.engines).toEqual({ node: ">=20.9 <25" });
});

test("says what to do where npm has left cdktf's command line out", () => {
  project.write("node_modules/esbuild/package.json", "{}");
  expect(project.script("pretend.mjs", ["npx", "cdktf", "synth"], { first: versionIs("24.1.0") })).toEqual(
    refused(
      "the cdktf CLI has no binary for Node 24.1.0 on this machine: run npm ci again with Node 22, or use plain Terraform",
    ),
  );
});

describe("Terraform", () => {
  const INSTALL = "install it from https://developer.hashicorp.com/terraform/install";
  const pretended = (): string => join(project.path, "bin", "terraform");

  /** What a command says that needs Terraform, where the only one on the PATH prints this. */
  function asked(answer: string, env: Record<string, string> = {}): Outcome {
    project.write("bin/terraform", `#!/bin/sh\necho '${answer}'\n`);
    project.write("scripts/terraform.mjs", 'console.log((await import("./require.mjs")).requireTerraform());\n');
    chmodSync(pretended(), 0o755);
    return project.script("terraform.mjs", [], { env: { PATH: join(project.path, "bin"), ...env } });
  }

  test.each(["1.11.0", "1.14.0-rc1", "2.0.0"])("%s will do", (version) => {
    expect(asked(`{ "terraform_version": "${version}" }`)).toMatchObject({ code: 0, stdout: `${pretended()}\n` });
  });

  test.each([
    ["1.10.5", '{ "terraform_version": "1.10.5" }'],
    ["0.15.0", '{ "terraform_version": "0.15.0" }'],
    ["unknown", "OpenSomething"],
  ])("version %s is refused in one line that says what to do", (version, answer) => {
    expect(asked(answer)).toEqual(
      refused(`requires Terraform 1.11 or newer, but ${pretended()} is version ${version}: ${INSTALL}`),
    );
  });

  test("is missed in one line that says what to do", () => {
    expect(asked("", { PATH: "/nowhere" })).toEqual(
      refused(`requires Terraform 1.11 or newer, but terraform is not on the PATH: ${INSTALL}`),
    );
    expect(asked("", { TERRAFORM_BINARY_NAME: "tofu" })).toEqual(
      refused(`requires Terraform 1.11 or newer, but tofu is not on the PATH: ${INSTALL}`),
    );
  });
});
