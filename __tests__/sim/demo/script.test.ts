import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "../../helpers/folders";
import { ProjectCopy } from "../../scripts/project-copy";
import { terraformTest } from "../workspace";

jest.setTimeout(120_000);

const folder = temporaryFolder();
let script: string;
let withoutTerraform: string;
let temporary: string;

beforeAll(() => {
  script = join(new ProjectCopy(join(folder.path, "project")).path, "scripts", "demo.mjs");
  withoutTerraform = join(folder.path, "bin");
  temporary = join(folder.path, "tmp");
  for (const made of [withoutTerraform, temporary]) mkdirSync(made);
  symlinkSync(process.execPath, join(withoutTerraform, "node"));
});

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  INIT_CWD: folder.path,
  TMPDIR: temporary,
  TERRAFORM_BINARY_NAME: "",
});
const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env: { ...environment(), ...env } });

/** Of a container, up to the next one or what follows all of them. */
const story = (output: string, container: string): string =>
  output.slice(output.indexOf(`\n${container}: `)).split(/\n\n\n|\n\nOther /)[0] ?? "";

test("without Terraform on the PATH it says so in one line, and plays", () => {
  const { status, stdout, stderr } = run(["--scenario", "link-preview"], { PATH: withoutTerraform });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [first, second, third] = stdout.split("\n");
  expect(first).toMatch(/^Plays examples\/valheim, .*requires Terraform 1\.11 or newer, .*install it/);
  expect([second, third]).toEqual(["", expect.stringMatching(/^valheim: link-preview /)]);
});

test.each([
  ["wrong options", ["--json", "--seed", "x"], /^wake-on-dns: --seed .*\n--json .*\nnpm run demo -- --help .*\n$/],
  [
    "another configuration without Terraform",
    ["--config", "configs"],
    /^wake-on-dns: --config requires Terraform 1\.11 or newer, .*\n$/,
  ],
])("%s end it with what to do", (_, args, message) => {
  const { status, stdout, stderr } = run(args, { PATH: withoutTerraform });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
});

terraformTest(
  "a folder's containers play one after the other, each as it would alone, and nothing is left behind",
  () => {
    const both = join(folder.path, "both");
    for (const [example, file] of [
      ["valheim", "base.yaml"],
      ["valheim", "valheim.yaml"],
      ["minecraft", "minecraft.yaml"],
    ] as const)
      cpSync(join("examples", example, file), join(both, file));
    const applied = run(["--config", "both", "--scenario", "link-preview"]);
    expect(applied).toMatchObject({ status: 0, stderr: "" });
    const recorded = run(["--scenario", "link-preview"], { PATH: withoutTerraform });
    expect(story(applied.stdout, "valheim")).toBe(story(recorded.stdout, "valheim"));
    expect(story(applied.stdout, "minecraft")).toContain("m7g.large");
    expect(readdirSync(temporary)).toEqual([]);
  },
);

terraformTest(
  "a mistake in a configuration is reported at its place in the person's own file, and nothing is left",
  () => {
    const wrong = join(folder.path, "wrong");
    cpSync(join("examples", "minecraft"), wrong, { recursive: true });
    rmSync(join(wrong, "base.yaml"));
    const file = join(wrong, "minecraft.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("availability_zone: a", "availability_zone: z"));
    const { status, stderr } = run(["--config", "wrong/minecraft.yaml"]);
    expect(status).toBe(1);
    expect(stderr).toContain("wrong/minecraft.yaml:5:20");
    expect(readdirSync(temporary)).toEqual([]);
  },
);

terraformTest("a missing folder for temporary files is reported in one line", () => {
  const { status, stderr } = run([], { TMPDIR: join(folder.path, "gone") });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^wake-on-dns: \/.*\/gone can't be written \(ENOENT\): set TMPDIR to a folder that can\n$/);
});

/** Processes whose command names the folder for temporary files. */
const processes = (): string[] => {
  const { stdout } = spawnSync("ps", ["-A", "-o", "args="], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes(temporary));
};

terraformTest.each([
  ["SIGINT", "it synthesizes", "run.mjs"],
  ["SIGTERM", "it applies", "-chdir="],
] as const)("%s while %s leaves no process and no file", async (signal, _, command) => {
  const child = spawn(process.execPath, [script], { env: environment(), stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => (said += String(data)));
  const ended = new Promise((done) => child.on("close", done));
  while (!processes().some((line) => line.includes(command))) await sleep(20);
  child.kill(signal);
  expect({ status: await ended, said }).toEqual({
    status: 130,
    said: "wake-on-dns: interrupted: nothing is left behind\n",
  });
  expect(processes()).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});
