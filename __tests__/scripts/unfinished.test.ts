import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contentsOf, temporaryFolder } from "../helpers/folders";
import { ProjectCopy } from "./project-copy";

const OLD = { "manifest.json": "{}", "stacks/base/cdk.tf": "old", "stacks/minecraft/cdk.tf.json": "{}" };

describe("a run that does not come to its end leaves the old output as it was:", () => {
  const folder = temporaryFolder();
  let project: ProjectCopy;

  beforeAll(() => {
    project = new ProjectCopy(folder.path);
    for (const [file, content] of Object.entries(OLD)) project.write(`cdktf.out/${file}`, content);
  });

  test("sources that do not build, with the place", () => {
    const source = readFileSync(join(project.path, "shared", "tags.ts"), "utf8");
    expect(project.write("shared/tags.ts", `const = 1;\n${source}`).synth()).toEqual({
      code: 1,
      signal: null,
      stdout: "",
      stderr: 'wake-on-dns: main.ts does not build: shared/tags.ts:1:7 Expected identifier but found "="\n',
    });
    project.write("shared/tags.ts", source);
    expect(contentsOf(join(project.path, "cdktf.out"))).toEqual(OLD);
  });

  test("a defect of the program, with its stack", () => {
    const first = 'import fs from "node:fs"; fs.writeFileSync = () => { throw new TypeError("a defect") };';
    const { code, stdout, stderr } = project.synth([], { first });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/TypeError: a defect\n +at /);
    expect(contentsOf(join(project.path, "cdktf.out"))).toEqual(OLD);
  });

  test("an interrupt, but for a hidden folder inside the output", () => {
    const first = 'import fs from "node:fs"; fs.writeFileSync = () => { process.kill(process.pid, "SIGINT") };';
    expect(project.synth([], { first })).toMatchObject({ code: null, signal: "SIGINT" });
    expect(readdirSync(project.path).filter((name) => name.startsWith("cdktf.out"))).toEqual(["cdktf.out"]);
    const files = Object.entries(contentsOf(join(project.path, "cdktf.out")));
    expect(Object.fromEntries(files.filter(([path]) => !path.startsWith(".new-")))).toEqual(OLD);
  });
});
