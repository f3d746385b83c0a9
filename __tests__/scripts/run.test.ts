import { join } from "node:path";
import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy } from "./project-copy";

const folder = temporaryFolder();
let project: ProjectCopy;

beforeAll(() => {
  project = new ProjectCopy(folder.path);
});

test.each([
  ["no program", [], "usage: node scripts/run.mjs <entry.ts> [-o folder] [--hcl]"],
  ["an option it does not have", ["main.ts", "--json"], "--json is not an option: use -o <folder> or --hcl"],
  ["-o without a folder", ["main.ts", "-o"], "-o requires a folder"],
  ["-o with another option behind it", ["main.ts", "-o", "--hcl"], "-o requires a folder"],
  ["-o with an empty folder", ["main.ts", "--output", ""], "-o requires a folder"],
])("%s is reported in one line", (_, args, message) => {
  const stderr = `wake-on-dns: ${message}\n`;
  expect(project.script("run.mjs", args)).toEqual({ code: 1, signal: null, stdout: "", stderr });
});

describe("a program", () => {
  interface Seen {
    readonly cwd: string;
    readonly script: string;
    readonly env: Readonly<Record<string, string>>;
  }
  const seen = (args: readonly string[], env: Record<string, string> = {}, cwd?: string): Seen =>
    JSON.parse(project.script("run.mjs", ["probe.ts", ...args], { env, cwd }).stdout) as Seen;

  beforeAll(() => {
    project.write("probe.sh", "echo hello\n");
    project.write(
      "probe.ts",
      'import script from "./probe.sh";\nconsole.log(JSON.stringify({ script, cwd: process.cwd(), env: process.env }));\n',
    );
  });

  test("runs at the root with the project's settings, wherever it is started, and has scripts as text", () => {
    const { cwd, script, env } = seen(["-o", "other", "--hcl"], {}, join(folder.path, "src"));
    expect(cwd).toBe(folder.path);
    expect(script).toBe("echo hello\n");
    expect(env).toMatchObject({
      CDKTF_OUTDIR: "other",
      SYNTH_HCL_OUTPUT: "true",
      CHECKPOINT_DISABLE: "1",
      DISABLE_VERSION_CHECK: "1",
      CI: "1",
      TF_INPUT: "0",
    });
  });

  test("keeps what a person or CI has set, and writes JSON unless asked", () => {
    const set = { CI: "true", TF_INPUT: "1", CHECKPOINT_DISABLE: "0", CDKTF_OUTDIR: "mine" };
    const { env } = seen([], set);
    expect(env).toMatchObject(set);
    expect(env).not.toHaveProperty("SYNTH_HCL_OUTPUT");
  });
});
