import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { App } from "cdktf";
import { defineStacks } from "../../src/app";
import type { StateLocation } from "../../src/lib/state";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { decode } from "../helpers/terraform-expression";

const NASTY = 'quotes " backslash \\ dollar ${x} percent %{y} newline\nend';

function synthFile(hcl: boolean, stack: string, state: StateLocation): string {
  const outdir = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  const before = process.env.SYNTH_HCL_OUTPUT;
  process.env.SYNTH_HCL_OUTPUT = String(hcl);
  try {
    const base = baseConfig({ budget: { monthly_usd: 15 }, tags: { owner: "me" } });
    const app = new App({ outdir, stackTraces: false });
    const container = containerConfig(
      { ipv6: true },
      { environment: { NASTY: NASTY.replaceAll("$", "$$$$") }, secrets: ["PASS"] },
    );
    defineStacks(app, { base, containers: [container] }, state);
    app.synth();
    return readFileSync(join(outdir, "stacks", stack, hcl ? "cdk.tf" : "cdk.tf.json"), "utf8");
  } finally {
    process.env.SYNTH_HCL_OUTPUT = before;
    if (before === undefined) delete process.env.SYNTH_HCL_OUTPUT;
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Terraform reads a block and a list of one block alike, and an expression with or without its `${}`, a text with or without. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normalized);
    return items.length === 1 && typeof items[0] === "object" ? items[0] : items;
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== "//")
        .map(([key, entry]) => [key, normalized(entry)]),
    );
  }
  if (typeof value !== "string") return value;
  return /^\$\{"[^$]*"\}$/.test(value) ? decode(value) : value.replace(/^\$\{(.*)\}$/s, "$1");
}

describe.each(["base", "valheim"])("the HCL of %s", (stack) => {
  test.each<StateLocation>([
    { kind: "local", folder: "../../../state" },
    { kind: "s3", bucket: "states", region: "eu-west-1" },
  ])("says what the JSON says, with state in $kind", async (state) => {
    const hcl = await parse(`${stack}.tf`, synthFile(true, stack, state));
    const json = JSON.parse(synthFile(false, stack, state)) as unknown;
    expect(normalized(hcl)).toEqual(normalized(json));
  });
});
