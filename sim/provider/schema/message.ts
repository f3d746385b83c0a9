import type { Definition } from "../catalogue";
import { mapValues } from "../values";
import type { Block } from "./model";

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
