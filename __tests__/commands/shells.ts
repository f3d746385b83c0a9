import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** What a person pastes into. Interactive shells are another language: zsh, macOS's own, knows no comments there. */
const SHELLS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "a bash script": ["/bin/bash", "-euo", "pipefail"],
  "bash, interactive and without comments": [
    "/bin/bash",
    "--norc",
    "--noprofile",
    "+O",
    "interactive_comments",
    "-ieu",
  ],
  "a dash script": ["/bin/dash", "-eu"],
  "zsh, interactive": ["/bin/zsh", "-fieu"],
};

/** Writes down how it was called. File tools do their work, and Terraform tells an output, so that it can be run. */
const STUB = `#!/bin/sh
printf '%s\\0' "$(($# + 1))" "\${0##*/}" "$@" >>"$CALLS"
case "\${0##*/} $*" in
  cp* | mkdir*) exec "/bin/\${0##*/}" "$@" ;;
  *" output -raw "*) for last; do :; done && exec /bin/cat "$OUTPUTS/$last" ;;
esac
`;
const STUBBED = ["aws", "cp", "mkdir", "npm", "npx", "terraform"];

/** A program and its arguments. */
export type Called = readonly string[];

/** The project's folder as its reader has it, where nothing but stubs and file tools can be called. */
export class Desk {
  constructor(
    readonly folder: string,
    outputs: ReadonlyMap<string, string>,
  ) {
    for (const made of ["bin", "outputs"]) mkdirSync(join(folder, made), { recursive: true });
    for (const name of STUBBED) this.#write(`bin/${name}`, STUB);
    for (const name of STUBBED) chmodSync(join(folder, "bin", name), 0o755);
    for (const [name, text] of outputs) this.#write(`outputs/${name}`, text);
    for (const file of ["terraform.tfvars", "terraform.tfvars.example"])
      cpSync(join(ROOT, "terraform.tfvars.example"), join(folder, file));
    for (const stack of ["base", "valheim"]) this.#write(`cdktf.out/stacks/${stack}/.terraform.lock.hcl`, "");
  }

  /**
   * Runs a text in every shell that there is.
   *
   * @returns what it called, the same in each
   * @throws Error with the words of a shell that refuses it, or takes it for something else than another does
   */
  run(text: string): Called[] {
    const all = Object.entries(SHELLS).filter(([, [program]]) => existsSync(program));
    const [calls = [], ...others] = all.map(([shell, command]) => this.#runIn(shell, command, text));
    for (const [index, other] of others.entries())
      if (JSON.stringify(other) !== JSON.stringify(calls))
        throw new Error(`${all[index + 1]?.[0] ?? ""} takes it for ${other.flat().join(" ")}`);
    if (calls.length === 0) throw new Error("it calls nothing");
    return calls;
  }

  #runIn(shell: string, [program, ...options]: readonly [string, ...string[]], text: string): Called[] {
    const calls = join(this.folder, "calls");
    rmSync(calls, { force: true });
    const { status, stderr } = spawnSync(program, options, {
      cwd: this.folder,
      env: { PATH: join(this.folder, "bin"), HOME: this.folder, CALLS: calls, OUTPUTS: join(this.folder, "outputs") },
      input: `${text.trimEnd()}\n`,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${shell} ends with ${status}: ${stderr}`);
    const words = existsSync(calls) ? readFileSync(calls, "utf8").split("\0").slice(0, -1) : [];
    const found: Called[] = [];
    while (words.length > 0) found.push(words.splice(0, Number(words.shift())));
    return found;
  }

  #write(file: string, text: string): void {
    mkdirSync(join(this.folder, file, ".."), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }
}
