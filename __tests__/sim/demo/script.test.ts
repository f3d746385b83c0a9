import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
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

/** From the scenario's name on: what comes before says where the state is from. */
const story = (output: string): string => output.slice(output.indexOf("\nlink-preview "));

test("without Terraform on the PATH it says so in one line, and plays", () => {
  const { status, stdout, stderr } = run(["--scenario", "link-preview"], { PATH: withoutTerraform });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(
    /^Plays configs\/valheim\.yaml as it ships, from the state recorded in sim\/demo\/recorded: applying requires Terraform [^\n]*\.\n\nlink-preview {3}/,
  );
  expect(stdout).toMatch(/Anna +is in the game/);
});

test.each([
  ["a wrong option", ["--json"], {}, /^wake-on-dns: Unknown option '--json': --help [^\n]*\n$/],
  [
    "an unknown scenario",
    ["--scenario", "x"],
    {},
    /^wake-on-dns: there is no scenario x: there are evenings, [^\n]*\n$/,
  ],
])("%s ends it with one line", (_, args, env, message) => {
  expect(run(args, env)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(message) as string });
});

terraformTest("with Terraform the same story comes from what it has just applied, and nothing is left behind", () => {
  const applied = run(["--scenario", "link-preview"]);
  expect(applied).toMatchObject({ status: 0, stderr: "" });
  const steps =
    /^Deploys .*\n {2}synthesizes .* s\n {2}applies base +\d+ resources .* s\n {2}applies valheim +\d+ resources .* s\n\n/;
  expect(applied.stdout).toMatch(steps);
  expect(story(applied.stdout)).toBe(story(run(["--scenario", "link-preview"], { PATH: withoutTerraform }).stdout));
  expect(readdirSync(temporary)).toEqual([]);
});

terraformTest("a folder for temporary files that is not there is told in one line", () => {
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
