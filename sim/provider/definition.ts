import type { DataKind, DataType, Kinds, ResourceType } from "./kind";
import { deriveBlock } from "./schema/derive";
import { amend, type Attribute, type Block, objectType } from "./schema/model";
import { bindingSource } from "./schema/source";
import { words } from "./validate";

/** A provider: what may stand in its block, and its types. */
export interface Definition {
  readonly configuration: Block;
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly dataSources: Readonly<Record<string, DataType>>;
}

/** Joins what the bindings know (the schema) with what only this double knows (the kinds). */
export function define(
  provider: "aws" | "archive",
  configuration: Block,
  kinds: Kinds,
  dataKinds: Readonly<Record<string, DataKind>>,
): Definition {
  const resources = Object.entries(kinds).map(([name, kind]): [string, ResourceType] => {
    const block = amend(schema(provider, name, ""), { ...defaults(kind.defaults), ...sensitive(kind.sensitive) });
    return [name, { name, kind, block, type: objectType(block) }];
  });
  const dataSources = Object.entries(dataKinds).map(([name, kind]): [string, DataType] => {
    const block = amend(schema(provider, name, "data-"), sensitive(kind.sensitive));
    return [name, { name, kind, block, type: objectType(block) }];
  });
  return { configuration, resources: Object.fromEntries(resources), dataSources: Object.fromEntries(dataSources) };
}

function schema(provider: string, type: string, prefix: string): Block {
  // aws_vpc is lib/vpc, but data.aws_caller_identity is lib/data-aws-caller-identity
  const name = prefix === "" ? type.replace(/^aws_/, "") : prefix + type;
  return deriveBlock(bindingSource(`@cdktf/provider-${provider}/lib/${name.replaceAll("_", "-")}`));
}

/** Terraform lets a provider fill in what a person left out only where the schema says computed. */
function defaults(values: Readonly<Record<string, unknown>> = {}): Record<string, Partial<Attribute>> {
  return Object.fromEntries(Object.keys(values).map((path) => [path, { computed: true }]));
}

function sensitive(paths = ""): Record<string, Partial<Attribute>> {
  return Object.fromEntries(words(paths).map((path) => [path, { sensitive: true }]));
}
