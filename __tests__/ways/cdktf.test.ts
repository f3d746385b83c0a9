import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy, type Outcome } from "../scripts/project-copy";
import { terraformTest } from "../sim/workspace";

jest.setTimeout(120_000);

const folder = temporaryFolder();

/** In one line and without colours: cdktf shows what Terraform wrote for a screen. */
function plain({ stdout, stderr }: Outcome): string {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
  return `${stdout} ${stderr}`.replace(colours, "").replace(/[│\s]+/g, " ");
}

terraformTest(
  "people deploy base, then a container alone, see no difference, and are refused to destroy a kept world",
  () => {
    const project = new ProjectCopy(join(folder.path, "project"));
    const base = join(project.path, "configs", "base.yaml");
    writeFileSync(base, readFileSync(base, "utf8").replace("example.com", "mine.org"));
    project.write("terraform.tfvars", readFileSync("terraform.tfvars.example", "utf8"));
    const cdktf = (...args: string[]): Outcome =>
      project.script("pretend.mjs", ["--store", join(folder.path, "store"), "--", "npx", "cdktf", ...args]);

    const first = cdktf("deploy", "base", "--auto-approve");
    expect(plain(first)).toContain("Apply complete!");
    expect(first.code).toBe(0);

    const second = cdktf("deploy", "valheim", "--auto-approve");
    expect(plain(second)).toContain("address = valheim.mine.org");
    expect(second.code).toBe(0);

    const diff = cdktf("diff", "valheim", "--skip-synth");
    expect(plain(diff)).toContain("No changes. Your infrastructure matches the configuration.");

    const output = cdktf("output", "valheim", "--skip-synth");
    expect(plain(output)).toContain("valheim.mine.org");

    const destroyed = cdktf("destroy", "valheim", "--auto-approve", "--skip-synth");
    expect(destroyed.code).toBe(1);
    expect(plain(destroyed)).toMatch(/kept_volumes\["world"\]/);
  },
);
