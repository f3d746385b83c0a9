import type { Definition } from "../catalogue";
import { mapValues, type Type } from "../values";

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
  const nested = ({ nesting, block }: NestedBlock): Type =>
    nesting === "single" ? objectType(block) : [nesting, objectType(block)];
  return ["object", { ...mapValues(attributes, ({ type }) => type), ...mapValues(blocks, nested) }];
}

/** The schemas as Terraform asks for them. */
export function schemaMessage({ configuration, resources, dataSources }: Definition): object {
  const message = ({ block }: { readonly block: Block }): object => ({ block: blockMessage(block) });
  return {
    provider: message({ block: configuration }),
    resourceSchemas: mapValues(resources, message),
    dataSourceSchemas: mapValues(dataSources, message),
    serverCapabilities: { getProviderSchemaOptional: true },
  };
}

function blockMessage({ attributes, blocks }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    blockTypes: Object.entries(blocks).map(([typeName, { nesting, block, ...limits }]) => ({
      typeName,
      block: blockMessage(block),
      nesting: { single: 1, list: 2, set: 3 }[nesting],
      ...limits,
    })),
  };
}
