import type { DataType, ResourceType } from "../kind";
import type { Block } from "./model";

const NESTING = { single: 1, list: 2, set: 3 } as const;

/** The schemas as Terraform asks for them. */
export function schemaMessage(
  configuration: Block,
  resources: Readonly<Record<string, ResourceType>>,
  dataSources: Readonly<Record<string, DataType>>,
): object {
  return {
    provider: { version: 0, block: blockMessage(configuration) },
    resource_schemas: schemas(resources),
    data_source_schemas: schemas(dataSources),
    server_capabilities: { get_provider_schema_optional: true },
  };
}

function schemas(types: Readonly<Record<string, { readonly block: Block }>>): object {
  const entries = Object.entries(types).map(([name, { block }]) => [name, { version: 0, block: blockMessage(block) }]);
  return Object.fromEntries(entries) as object;
}

function blockMessage({ attributes, blocks }: Block): object {
  return {
    version: 0,
    attributes: Object.entries(attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      write_only: writeOnly,
      ...flags,
    })),
    block_types: Object.entries(blocks).map(([name, { nesting, block, minItems, maxItems }]) => ({
      type_name: name,
      block: blockMessage(block),
      nesting: NESTING[nesting],
      min_items: minItems,
      max_items: maxItems,
    })),
  };
}
