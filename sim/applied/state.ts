import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Attributes } from "../provider/values";
import { type AppliedObject, objectsOfState } from "../world/terraform/objects";

/** A file with Terraform's state, as far as the demo reads it. */
export interface State {
  readonly version: number;
  readonly terraform_version: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly Resource[];
}

interface Resource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly instances: readonly Instance[];
}

interface Instance {
  readonly index_key?: string;
  readonly schema_version: number;
  readonly attributes: Attributes;
}

/** What was applied and recorded: the demo without Terraform plays on it. */
export const RECORDED = "sim/applied/recorded";
const RECORDED_STACKS = ["base", "valheim"];

/** What an apply leaves: Terraform's states by stack, base first, and what is in the zips of functions. */
export interface Applied {
  readonly states: Readonly<Record<string, State>>;
  readonly zips: readonly AppliedObject[];
}

export const readRecorded = (): Applied => ({
  states: Object.fromEntries(RECORDED_STACKS.map((stack) => [stack, recorded(stack) as State])),
  zips: recorded("zips") as Applied["zips"],
});

/** Keeps what an apply makes today for those who have no Terraform. */
export function record({ states, zips }: Applied): void {
  mkdirSync(RECORDED, { recursive: true });
  const kept = { ...Object.fromEntries(Object.entries(states).map(([stack, state]) => [stack, essence(state)])), zips };
  for (const [name, content] of Object.entries(kept))
    writeFileSync(join(RECORDED, `${name}.json`), JSON.stringify(content));
}

const recorded = (name: string): unknown => JSON.parse(readFileSync(join(RECORDED, `${name}.json`), "utf8"));

/** What exists because these stacks were applied: all of them if nothing is said. */
export function objectsOf({ states, zips }: Applied, stacks = Object.keys(states)): AppliedObject[] {
  const shown = stacks.map((stack) => ({
    values: {
      root_module: {
        resources: (states[stack]?.resources ?? []).flatMap(({ mode, type, instances }) =>
          instances.map(({ attributes }) => ({ mode, type, values: attributes })),
        ),
      },
    },
  }));
  return [...objectsOfState(...shown), ...zips];
}

/** Say which code a function has: it changes often, and the world runs the code that is here. */
const CODE = ["code_sha256", "source_code_hash", "source_code_size"];

/**
 * The part of a state that is worth keeping, the same for the same apply. It leaves out empty values, the hashes of the
 * functions' code, lookups, and ids that differ each time.
 */
export function essence({ version, outputs, resources }: State): State {
  const isKept = ({ mode, type }: Resource): boolean => mode === "managed" || type === "aws_route53_zone";
  return {
    version,
    // Older ones may read it, too.
    terraform_version: "1.11.0",
    outputs,
    resources: resources.filter(isKept).map(({ mode, type, name, provider, instances }) => ({
      mode,
      type,
      name,
      provider,
      instances: instances.map(({ index_key, schema_version, attributes }) => ({
        ...(index_key !== undefined && { index_key }),
        schema_version,
        attributes: worthKeeping(type, attributes),
      })),
    })),
  };
}

function worthKeeping(type: string, attributes: Attributes): Attributes {
  const kept = Object.entries(attributes).filter(
    ([name, value]) => value !== null && !(type === "aws_lambda_function" && CODE.includes(name)),
  );
  return { ...Object.fromEntries(kept), ...(type === "terraform_data" && { id: "recorded" }) };
}

/** What a person can put right: reported in one line. */
export class Problem extends Error {}
