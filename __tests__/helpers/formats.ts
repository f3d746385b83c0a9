import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";

export type Format = "json" | "hcl";
export const FORMATS: readonly Format[] = ["json", "hcl"];
export const FILE_OF: Readonly<Record<Format, string>> = { json: "cdk.tf.json", hcl: "cdk.tf" };

/** Runs with cdktf writing one format or the other. */
export function inFormat<Result>(format: Format, run: () => Result): Result {
  const before = process.env.SYNTH_HCL_OUTPUT;
  process.env.SYNTH_HCL_OUTPUT = String(format === "hcl");
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env.SYNTH_HCL_OUTPUT;
    else process.env.SYNTH_HCL_OUTPUT = before;
  }
}

/** The text cdktf writes for one stack. */
export function textOf(define: (app: App) => TerraformStack, format: Format = "json"): string {
  const outdir = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  try {
    return inFormat(format, () => {
      const app = new App({ outdir, stackTraces: false });
      const { node } = define(app);
      app.synth();
      return readFileSync(join(outdir, "stacks", node.id, FILE_OF[format]), "utf8");
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The Terraform JSON of one stack. */
export const jsonOf = (define: (app: App) => TerraformStack): Record<string, unknown> =>
  JSON.parse(textOf(define)) as Record<string, unknown>;
