import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { contentsOf, temporaryFolder } from "../helpers/folders";
import { ProjectCopy, type Outcome } from "./project-copy";

const folder = temporaryFolder();
let project: ProjectCopy;
let done: Outcome;

beforeAll(() => {
  project = new ProjectCopy(join(folder.path, "one"));
  done = project.synth();
});

const output = (of = project, name = "cdktf.out"): Record<string, string> => contentsOf(join(of.path, name));

/** Bundled code has words of its own; that no path is in it is bundle.test's to see. */
const withoutCode = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([file]) => !file.includes("/functions/")));

/** Standard output with a note on the example domain, other notes, and the last line. */
const printed = (configs: string, lastLine: string, note = ""): string => {
  const first = `note: ${configs}/base.yaml:6:9 domain: example.com `;
  return expect.stringMatching(new RegExp(`^${first}[^\\n]+\\n${note}${lastLine}\\n$`)) as string;
};

test("the shipped configuration becomes two stacks, and only its domain is noted", () => {
  expect(done).toEqual({ code: 0, signal: null, stdout: printed("configs", "cdktf.out: base, valheim"), stderr: "" });
  expect(Object.keys(output())).toEqual([
    "manifest.json",
    "stacks/base/cdk.tf.json",
    "stacks/base/requirements.tf.json",
    "stacks/base/versions.tf.json",
    "stacks/valheim/cdk.tf.json",
    "stacks/valheim/functions/keeper/index.js",
    "stacks/valheim/functions/keeper/settings.json",
    "stacks/valheim/functions/wake/index.js",
    "stacks/valheim/functions/wake/settings.json",
    "stacks/valheim/requirements.tf.json",
    "stacks/valheim/versions.tf.json",
  ]);
});

describe("in both formats", () => {
  let other: ProjectCopy;
  let otherHcl: Record<string, string>;
  let again: Outcome;

  beforeAll(() => {
    other = new ProjectCopy(join(folder.path, "deeper", "and", "called", "other"));
    other.synth(["--hcl"]);
    otherHcl = output(other);
    again = other.synth([], { env: { CDKTF_OUTDIR: "", WAKE_ON_DNS_CONFIGS: "" } });
    project.synth(["--hcl", "-o", "hcl.out"]);
  });

  test("two runs in two folders give the same bytes, whatever was there before", () => {
    expect(output(other)).toEqual(output());
    expect(otherHcl).toEqual(output(project, "hcl.out"));
    expect(Object.keys(otherHcl)).toContain("stacks/valheim/cdk.tf");
  });

  test("settings that are set but empty count as not set", () => {
    expect(again).toEqual(done);
  });

  test.each([
    ["no path of this machine", (): string[] => [folder.path, dirname(folder.path), homedir(), resolve(".")]],
    ["nothing that cdktf left unresolved", (): string[] => ["TfToken"]],
    ["no value that somebody forgot", (): string[] => ["undefined", "[object Object]", "NaN"]],
  ])("the output holds %s", (_, words) => {
    const text = JSON.stringify([output(), output(project, "hcl.out")].map(withoutCode));
    expect(words().filter((word) => text.includes(word))).toEqual([]);
  });
});

describe("two containers in one app", () => {
  /** A stack's files, but for the folder in which one of them says the domain is. */
  const stack = (out: string, name: string): string[] =>
    Object.entries(output(project, join(out, "stacks", name))).map(([file, text]) =>
      [file, text.replace(/(configs|both|alone)\/base\.yaml/, "base.yaml")].join("\n"),
    );

  test("are what each is alone", () => {
    for (const configs of ["both", "alone"]) {
      const copy = (from: string, file: string): void => {
        cpSync(join(project.path, from, file), join(project.path, configs, file));
      };
      copy("configs", "base.yaml");
      copy("examples/minecraft", "minecraft.yaml");
      if (configs === "both") copy("configs", "valheim.yaml");
      project.synth(["-o", `${configs}.out`], { env: { WAKE_ON_DNS_CONFIGS: configs } });
    }
    expect(stack("both.out", "valheim")).toEqual(stack("cdktf.out", "valheim"));
    expect(stack("both.out", "minecraft")).toEqual(stack("alone.out", "minecraft"));
    for (const out of ["both.out", "alone.out"]) expect(stack(out, "base")).toEqual(stack("cdktf.out", "base"));
  });
});

test("mistakes in the configuration are reported line by line, and nothing is written", () => {
  const base = "name: games\nregion: us-west-2\ndomain: mine.org\n";
  project.write("wrong/base.yaml", `${base}bugdet: {}\n`).write("wrong/valheim.yaml", "instance_types: 7\n");
  const wrong = project.synth(["-o", "wrong.out"], { env: { WAKE_ON_DNS_CONFIGS: "wrong" } });
  expect(wrong).toMatchObject({ code: 1, stdout: "" });
  const lines = wrong.stderr.split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.shift()).toMatch(/^wrong\/base\.yaml:4:1 .*bugdet/);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !/^wrong\/valheim\.yaml:\d+:\d+ \S/.test(line))).toEqual([]);
  expect(existsSync(join(project.path, "wrong.out"))).toBe(false);
});

test("an always-on container notes that an apply ends connections, and refuses what belongs to sleep", () => {
  const web =
    'instance_types: [t4g.nano]\nmode: always\nservices:\n  web: { image: "a:1", ports: ["80"], volumes: [] }\n';
  const jobs =
    'instance_types: [t4g.nano]\nmode: always\nservices:\n  job: { image: "a:1", volumes: [], schedule: rate(1 day) }\n';
  const job = "  job: { image: 'a:1', volumes: [], schedule: rate(1 day), wakes: true }\n";
  const sleep =
    "idle: {}\nwake: {}\nlimit: { per_session: 8h, per_day: 8h, per_month: 9h }\ncrash_loop: { rest: 1h }\n";
  const synth = () => project.synth(["-o", "always.out"], { env: { WAKE_ON_DNS_CONFIGS: "always" } });
  project.write("always/base.yaml", "name: games\nregion: us-west-2\ndomain: mine.org\n").write("always/web.yaml", web);
  expect(synth()).toMatchObject({
    code: 0,
    stdout:
      "note: always/web.yaml:2:7 mode: an apply that changes what runs restarts the container and ends connections, " +
      "unless you write deploy: next_wake, which waits for the next host\nalways.out: base, web\n",
  });
  project.write("always/web.yaml", web + job + sleep).write("always/jobs.yaml", jobs);
  expect(synth()).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `always/jobs.yaml:2:7 mode: always needs a service that runs all the time, but every service here has a schedule: add one without, or remove mode and write wakes: true where a run has to start a host
always/web.yaml:5:60 services.job.wakes: has no effect with mode: always, because the host is always up: remove it
always/web.yaml:6:1 idle: has no effect with mode: always, because the container runs even if nobody is connected: remove it
always/web.yaml:7:1 wake: has no effect with mode: always, because the container waits for no DNS query: remove it
always/web.yaml:8:10 limit.per_session: has no effect with mode: always, because only traffic is limited then: remove it
always/web.yaml:8:27 limit.per_day: has no effect with mode: always, because only traffic is limited then: remove it
always/web.yaml:8:40 limit.per_month: has no effect with mode: always, because only traffic is limited then: remove it
always/web.yaml:9:15 crash_loop.rest: has no effect with mode: always, because there is no pause after a failure: remove it
`,
  });
});

describe("local state", () => {
  const stateOf = (folder: string): string => {
    const text = readFileSync(join(folder, "stacks", "valheim", "cdk.tf.json"), "utf8");
    const { backend } = (JSON.parse(text) as { terraform: { backend: { local: { path: string } } } }).terraform;
    return resolve(folder, "stacks", "valheim", backend.local.path);
  };

  afterEach(() => {
    rmSync(join(project.path, "state"), { recursive: true, force: true });
  });

  test("is a file of the project, wherever the output goes", () => {
    const absolute = join(folder.path, "elsewhere", "out");
    expect(project.synth(["-o", absolute])).toEqual({
      ...done,
      stdout: printed("configs", `${absolute}: base, valheim`),
    });
    const outputs = [absolute, join(project.path, "cdktf.out")];
    const file = join(project.path, "state", "games", "valheim.tfstate");
    expect(outputs.map(stateOf)).toEqual([file, file]);
  });

  test("of a container whose YAML is gone is reported", () => {
    project.write("state/games/minecraft.tfstate", JSON.stringify({ resources: [{}] }));
    const nested = join("build", "a", "b");
    expect(project.synth(["-o", nested])).toEqual({
      ...done,
      stdout: printed(
        "configs",
        `${nested}: base, valheim`,
        "note: state/games/minecraft.tfstate: minecraft [^\n]+ retired: true [^\n]+\n",
      ),
    });
    expect(stateOf(join(project.path, nested))).toBe(join(project.path, "state", "games", "valheim.tfstate"));
  });

  test("is not looked at when state is in S3", () => {
    const base = readFileSync(join(project.path, "configs", "base.yaml"), "utf8");
    project.write("s3/base.yaml", `${base}state: { bucket: my-states }\n`);
    project.write("state/games/minecraft.tfstate", JSON.stringify({ resources: [{}] }));
    const s3 = project.synth(["-o", "s3.out"], { env: { WAKE_ON_DNS_CONFIGS: "s3" } });
    expect(s3).toEqual({ ...done, stdout: printed("s3", "s3.out: base") });
  });
});

test("the project's lock file goes to every stack, and stays there as Terraform's when the project has it no more", () => {
  const locks = (): unknown[] => ["base", "valheim"].map((stack) => output()[`stacks/${stack}/.terraform.lock.hcl`]);
  project.write("cdktf.out/stacks/base/.terraform.lock.hcl", "by terraform init");
  project.write("terraform.lock.hcl", "pinned").synth();
  expect(locks()).toEqual(["pinned", "pinned"]);

  rmSync(join(project.path, "terraform.lock.hcl"));
  project.synth();
  expect(locks()).toEqual(["pinned", "pinned"]);
});
