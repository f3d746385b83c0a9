import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { PretendServer } from "../../sim/provider/server";
import { SHIPPED } from "../helpers/shipped";
import { runsTerraform } from "../helpers/terraform-version";

/** A test that needs Terraform. */
export const terraformTest: typeof test = runsTerraform ? test : test.skip;

interface Ran {
  readonly status: number;
  /** In one line: Terraform breaks its messages at the width it believes to have. From the first error on, if any. */
  readonly output: string;
}

/** The shipped configuration with a domain of its own, synthesized into a folder of its own, with its own state. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  readonly server = new PretendServer(join(this.folder, "store"));

  /** Environment of Terraform besides the tests' own, like where S3 is. */
  env: Readonly<Record<string, string>> = {};

  constructor(
    private readonly options: readonly string[] = [],
    example = SHIPPED,
  ) {
    cpSync(example, join(this.folder, "configs"), { recursive: true });
    this.configure("base.yaml", (text) => text.replace("example.com", "mine.org"));
    this.enter('{ valheim = { SERVER_PASS = "hunter22" } }');
    this.synth();
  }

  /** Writes terraform.tfvars with these secrets. */
  enter(secrets: string): void {
    writeFileSync(join(this.folder, "terraform.tfvars"), `alerts = { base = ["me@mine.org"] }\nsecrets = ${secrets}\n`);
  }

  /** Changes a configuration as a person would; `synth` makes it Terraform. */
  configure(file: string, change: (text: string) => string): void {
    const path = join(this.folder, "configs", file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${file}`);
    writeFileSync(path, after);
  }

  /** Synthesizes, and gives what the program printed. */
  synth(): string {
    const output = join(this.folder, "out");
    const printed = execFileSync(process.execPath, ["scripts/run.mjs", "main.ts", "-o", output, ...this.options], {
      env: { ...process.env, WAKE_ON_DNS_CONFIGS: join(this.folder, "configs") },
      encoding: "utf8",
    });
    // The project keeps local state beside its code; a test keeps it to itself.
    const shared = relative(join(output, "stacks", "any"), resolve("state"));
    const files = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.tf(\.json)?$/.test(name),
    );
    for (const file of files) {
      edit(join(output, file), (text) => text.replaceAll(shared, join(this.folder, "state")));
    }
    return printed;
  }

  /** Folder in which Terraform runs for a stack. */
  stackFolder(stack: string): string {
    return join(this.folder, "out", "stacks", stack);
  }

  /** Runs Terraform in a stack's folder. */
  async terraform(stack: string, command: string, ...args: readonly string[]): Promise<Ran> {
    return this.terraformIn(this.stackFolder(stack), command, ...args);
  }

  /** Runs Terraform in any folder: a stack's may have been carried elsewhere. */
  async terraformIn(folder: string, command: string, ...args: readonly string[]): Promise<Ran> {
    const variables = ["plan", "apply", "destroy"].includes(command)
      ? [`-var-file=${join(this.folder, "terraform.tfvars")}`]
      : [];
    return runTerraform(this.server, folder, [command, ...variables, ...args], this.env);
  }

  /** Applies a stack that is initialized, and fails with what Terraform says. */
  async apply(stack: string): Promise<string> {
    const { status, output } = await this.terraform(stack, "apply", "-no-color", "-auto-approve");
    if (status !== 0) throw new Error(`terraform apply ${stack}: ${output}`);
    return output;
  }

  /** Addresses in a stack's state. */
  async addresses(stack: string): Promise<string[]> {
    return (await this.terraform(stack, "state", "list")).output.trim().split(" ");
  }

  /** Applies a stack from nothing, and fails with what Terraform says. */
  async deploy(stack: string): Promise<string> {
    const steps = [["init"], ["validate"], ["apply", "-auto-approve"]] as const;
    let output = "";
    for (const [command, ...args] of steps) {
      const ran = await this.terraform(stack, command, "-no-color", ...args);
      if (ran.status !== 0) throw new Error(`terraform ${command} ${stack}: ${ran.output}`);
      output = ran.output;
    }
    return output;
  }

  plan(stack: string): Promise<Ran> {
    return this.terraform(stack, "plan", "-no-color", "-detailed-exitcode");
  }

  /** What a plan would do, as "address action" lines and its own summary. */
  async planned(stack: string): Promise<{ readonly lines: readonly string[]; readonly summary: string }> {
    const { output } = await this.terraform(stack, "plan", "-no-color");
    const lines = [...output.matchAll(/# (\S+) (will be \w+(?: in-place)?|must be replaced|has moved to \S+)/g)].map(
      ([, address = "", action = ""]) => `${address} ${action}`,
    );
    return { lines, summary: /Plan: [^.]+/.exec(output)?.[0] ?? output };
  }

  change(stack: string, edited: (text: string) => string): void {
    edit(join(this.folder, "out", "stacks", stack, "cdk.tf.json"), edited);
  }

  end(): void {
    this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs Terraform with pretend AWS attached. */
export async function runTerraform(
  server: PretendServer,
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const attached = {
    ...process.env,
    ...env,
    TF_CLI_CONFIG_FILE: "", // may name a file that does not exist
    CHECKPOINT_DISABLE: "1",
    TF_INPUT: "0",
    TF_REATTACH_PROVIDERS: await server.reattach(folder),
  };
  return new Promise((done) => {
    const all = [`-chdir=${folder}`, ...args];
    execFile("terraform", all, { env: attached, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : error === null ? 0 : 1;
      done({ status, output: errorOnOneLine(`${stdout}${stderr}`) });
    });
  });
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function errorOnOneLine(output: string): string {
  const line = output.replace(/\s+/g, " ");
  return line.slice(Math.max(0, line.indexOf(" Error: ")));
}
