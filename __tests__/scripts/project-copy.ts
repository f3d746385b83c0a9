import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SHIPPED } from "../helpers/shipped";

const ROOT = resolve(__dirname, "..", "..");
const PARTS = ["main.ts", "shared", "src", "handlers", "scripts", "sim", "examples", "package.json", "cdktf.json"];

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** JavaScript that Node runs before the script. */
  readonly first?: string;
  /** Folder to start in. @default the copy's root */
  readonly cwd?: string;
}

/** The project's sources in a folder of their own, where its scripts run as they do in the project. */
export class ProjectCopy {
  constructor(
    readonly path: string,
    { withPackages = true }: { readonly withPackages?: boolean } = {},
  ) {
    for (const part of PARTS) cpSync(join(ROOT, part), join(path, part), { recursive: true });
    cpSync(join(ROOT, SHIPPED), join(path, "configs"), { recursive: true });
    if (withPackages) symlinkSync(join(ROOT, "node_modules"), join(path, "node_modules"), "junction");
  }

  write(file: string, content: string): this {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), content);
    return this;
  }

  /** Runs one of the scripts, as `node scripts/<name> <args>` does. */
  script(name: string, args: readonly string[] = [], { env, first, cwd = this.path }: RunOptions = {}): Outcome {
    const before = first === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(first)}`];
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...before, join(this.path, "scripts", name), ...args],
      { cwd, env: { ...ownEnvironment(), ...env }, encoding: "utf8" },
    );
    return { code: status, signal, stdout, stderr };
  }

  /** As `npm run synth -- <options>`. */
  synth(options: readonly string[] = [], more?: RunOptions): Outcome {
    return this.script("run.mjs", ["main.ts", ...options], more);
  }
}

/** Without the settings that a person, a CI system or jest made. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const settings = /^(CI|CDKTF_.*|CHECKPOINT_.*|DISABLE_VERSION_CHECK|NODE_OPTIONS|SYNTH_.*|TF_.*|WAKE_ON_DNS_.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));
}
