import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandsFor } from "../../shared/commands";
import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy, type Outcome } from "../scripts/project-copy";
import { cdktfTest } from "./cdktf-test";

jest.setTimeout(120_000);

const folder = temporaryFolder();

/** In one line and without colours: cdktf shows what Terraform wrote for a screen. */
function plain({ stdout, stderr }: Outcome): string {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
  return `${stdout} ${stderr}`.replace(colours, "").replace(/[│\s]+/g, " ");
}

cdktfTest(
  "people deploy base, then a container alone, see no difference, and are refused to destroy a kept world",
  () => {
    const project = new ProjectCopy(join(folder.path, "project"));
    const base = join(project.path, "configs", "base.yaml");
    writeFileSync(base, readFileSync(base, "utf8").replace("example.com", "mine.org"));
    project.write("terraform.tfvars", readFileSync("terraform.tfvars.example", "utf8"));
    const cdktf = (...args: string[]): Outcome =>
      project.script("pretend.mjs", ["--store", join(folder.path, "store"), "--", "npx", "cdktf", ...args]);

    // Of a deploy cdktf shows what it managed to read before Terraform ended: what it did is in the state.
    const resources = (stack: string): number => {
      const state = readFileSync(join(project.path, "state", "games", `${stack}.tfstate`), "utf8");
      return (JSON.parse(state) as { resources: unknown[] }).resources.length;
    };
    expect(cdktf("deploy", "base", "--auto-approve")).toMatchObject({ code: 0 });
    expect(resources("base")).toBeGreaterThan(15);
    expect(cdktf("deploy", "valheim", "--auto-approve")).toMatchObject({ code: 0 });
    const made = resources("valheim");
    expect(made).toBeGreaterThan(40);

    const diff = cdktf("diff", "valheim", "--skip-synth");
    expect(plain(diff)).toContain("No changes. Your infrastructure matches the configuration.");
    const output = cdktf("output", "valheim", "--skip-synth");
    expect(plain(output)).toContain("valheim.mine.org");
    // It can be pasted from here, too: cdktf has broken no line of it.
    const [, wake = ""] = /\bwake = (aws .*?)\n *\n/s.exec(output.stdout) ?? [];
    expect(wake.split(/ \\\n */).join(" ")).toBe(
      commandsFor({ project: "games", container: "valheim", region: "us-west-2" }).wake,
    );

    expect(cdktf("destroy", "valheim", "--auto-approve", "--skip-synth")).toMatchObject({ code: 1 });
    expect(resources("valheim")).toBe(made);
    // By name: asked of Terraform itself, because of a refusal, too, cdktf shows only what it managed to read.
    const why = project.script("pretend.mjs", [
      ...[
        "--store",
        join(folder.path, "store"),
        "--",
        "terraform",
        "-chdir=cdktf.out/stacks/valheim",
        "plan",
        "-destroy",
      ],
      `-var-file=${join(project.path, "terraform.tfvars")}`,
    ]);
    expect(plain(why)).toContain('terraform_data.kept_volumes["world"] has lifecycle.prevent_destroy set');
  },
);
