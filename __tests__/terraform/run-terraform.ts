import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runsTerraform } from "../helpers/terraform-version";

/** What Terraform answered. */
export interface Answer {
  readonly code: number | null;
  /** Standard output and error as one line: Terraform breaks its messages wherever the line is full. */
  readonly text: string;
  readonly stdout: string;
}

/** Tests that run Terraform itself. */
export const describeWithTerraform = runsTerraform ? describe : describe.skip;

/** One stack's folder, in which Terraform runs. */
export class TerraformFolder {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
  }

  write(files: Readonly<Record<string, unknown>>): this {
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(this.path, file), typeof content === "string" ? content : JSON.stringify(content));
    }
    return this;
  }

  run(command: string, ...options: string[]): Answer {
    const { status, stdout, stderr } = spawnSync("terraform", [command, ...options], {
      cwd: this.path,
      env: environment(),
      encoding: "utf8",
    });
    return { code: status, text: `${stdout} ${stderr}`.replace(/\s+/g, " "), stdout };
  }

  /** Fails the test if Terraform fails. */
  expect(command: string, ...options: string[]): Answer {
    const answer = this.run(command, ...options);
    if (answer.code !== 0) throw new Error(`terraform ${command}: ${answer.text}`);
    return answer;
  }
}

/** Nothing of the person who runs the tests: no settings for Terraform, no configuration of its command line. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("TF_"));
  return { ...Object.fromEntries(own), CHECKPOINT_DISABLE: "1", TF_INPUT: "0", TF_CLI_ARGS: "-no-color" };
}
