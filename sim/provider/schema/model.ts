import type { Definition } from "../catalogue";
import type { Type } from "../values";

/** One argument or computed value of a resource type. */
export interface Attribute {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
}

export interface NestedBlock {
  readonly nesting: "single" | "list" | "set";
  readonly block: Block;
  readonly minItems: number;
  /** 0 = any number. */
  readonly maxItems: number;
}

/** What may stand between a block's braces. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

/** The type of a block's value: attributes and nested blocks alike, as Terraform stores them. */
export function objectType({ attributes, blocks }: Block): Type {
  const plain = Object.entries(attributes).map(([name, { type }]) => [name, type] as const);
  const nested = Object.entries(blocks).map(([name, { nesting, block }]): [string, Type] => [
    name,
    nesting === "single" ? objectType(block) : [nesting, objectType(block)],
  ]);
  return ["object", Object.fromEntries([...plain, ...nested])];
}

/** The schemas as Terraform asks for them. */
export function schemaMessage({ configuration, resources, dataSources }: Definition): object {
  const message = (block: Block): object => ({ block: blockMessage(block) });
  const messages = (types: Readonly<Record<string, { readonly block: Block }>>): object =>
    Object.fromEntries(Object.entries(types).map(([name, { block }]) => [name, message(block)]));
  return {
    provider: message(configuration),
    resource_schemas: messages(resources),
    data_source_schemas: messages(dataSources),
    server_capabilities: { get_provider_schema_optional: true },
  };
}

function blockMessage({ attributes, blocks }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      write_only: writeOnly,
      ...flags,
    })),
    block_types: Object.entries(blocks).map(([name, { nesting, block, minItems, maxItems }]) => ({
      type_name: name,
      block: blockMessage(block),
      nesting: { single: 1, list: 2, set: 3 }[nesting],
      min_items: minItems,
      max_items: maxItems,
    })),
  };
}
