import { readFileSync } from "node:fs";
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
      refused("needs Node 20.9 to 22, this is 18.20.4: install Node 22 (https://nodejs.org)"),
    );
  });

  test("says what to do when packages are missing", () => {
    expect(project.script(script, args)).toEqual(refused("packages are missing: run npm ci first"));
  });
});

test("takes the versions of Node that package.json names, and no other", () => {
  const versions = ["18.20.4", "19.9.0", "20.8.1", "20.9.0", "20.20.2", "21.0.0", "22.99.0", "23.0.0", "24.1.0"];
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
  expect(project.script("versions.mjs").stdout).toBe("20.9.0 20.20.2 21.0.0 22.99.0\n");
  const manifest = JSON.parse(readFileSync(join(project.path, "package.json"), "utf8")) as { engines: unknown };
  expect(manifest.engines).toEqual({ node: ">=20.9 <23" });
});
