import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { defineStacks } from "../../src/app";
import type { BaseConfig, ContainerConfig } from "../../src/config/load";
import type { StateLocation } from "../../src/lib/state";
import type { Companions } from "../../src/lib/companions";
import { decode } from "./terraform-expression";

/** A block of Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;
interface ResourceClass {
  readonly tfResourceType: string;
}

/** The Terraform JSON of one stack, as the tests look at it. */
export class Synthesized {
  constructor(
    readonly json: {
      readonly resource: Record<string, Record<string, Block>>;
      readonly data?: Record<string, Record<string, Block>>;
    } & Block,
    readonly companions: Companions,
  ) {}

  /** All resources of a type, by the name in their address. */
  all(type: ResourceClass): Record<string, Block> {
    return this.json.resource[type.tfResourceType] ?? {};
  }

  /** The one resource of a type; a second one fails the test. */
  only(type: ResourceClass): Block {
    const [[, block] = [], ...others] = Object.entries(this.all(type));
    if (block === undefined || others.length > 0)
      throw new Error(`expected one ${type.tfResourceType}, found ${others.length + (block === undefined ? 0 : 1)}`);
    return block;
  }

  /** One resource by the name in its address. */
  get(type: ResourceClass, name: string): Block {
    const block = this.all(type)[name];
    if (block === undefined)
      throw new Error(`no ${type.tfResourceType}.${name} among ${Object.keys(this.all(type)).join(", ")}`);
    return block;
  }

  /** Every resource with its address. */
  resources(): { readonly type: string; readonly address: string; readonly block: Block }[] {
    return Object.entries(this.json.resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
    );
  }
}

/** The JSON document in an argument, references left as `${…}`. */
export const document = (argument: unknown): unknown => decode(String(argument));

const LOCAL: StateLocation = { kind: "local", folder: "../../../state" };

/** Synthesizes an app of one base and any containers, and gives each stack's JSON by its name. */
export function synthApp(
  base: BaseConfig,
  containers: readonly ContainerConfig[],
  state: StateLocation = LOCAL,
): Record<string, Synthesized> {
  const outdir = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    const stacks = defineStacks(app, { base, containers }, state);
    app.synth();
    return Object.fromEntries(
      stacks.map(({ node, companions }) => {
        const json = JSON.parse(
          readFileSync(join(outdir, "stacks", node.id, "cdk.tf.json"), "utf8"),
        ) as Synthesized["json"];
        return [node.id, new Synthesized(json, companions)];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function synthBase(base: BaseConfig, state?: StateLocation): Synthesized {
  return found(synthApp(base, [], state), "base");
}

export function synthContainer(base: BaseConfig, container: ContainerConfig, state?: StateLocation): Synthesized {
  return found(synthApp(base, [container], state), container.name);
}

function found(stacks: Record<string, Synthesized>, name: string): Synthesized {
  const stack = stacks[name];
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}
