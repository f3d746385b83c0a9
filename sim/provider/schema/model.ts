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
  const types: Record<string, Type> = {};
  for (const [name, { type }] of Object.entries(attributes)) types[name] = type;
  for (const [name, { nesting, block }] of Object.entries(blocks)) {
    types[name] = nesting === "single" ? objectType(block) : [nesting, objectType(block)];
  }
  return ["object", types];
}

/** Changes single attributes, named by their path like `rule.start_window`. */
export function amend(block: Block, changes: Readonly<Record<string, Partial<Attribute>>>): Block {
  return Object.entries(changes).reduce((amended, [path, change]) => amendOne(amended, path.split("."), change), block);
}

function amendOne(block: Block, [name = "", ...rest]: readonly string[], change: Partial<Attribute>): Block {
  const attribute = block.attributes[name];
  if (rest.length === 0 && attribute !== undefined) {
    return { ...block, attributes: { ...block.attributes, [name]: { ...attribute, ...change } } };
  }
  const nested = block.blocks[name];
  if (nested === undefined || rest.length === 0) throw new Error(`the schema has no ${[name, ...rest].join(".")}`);
  return { ...block, blocks: { ...block.blocks, [name]: { ...nested, block: amendOne(nested.block, rest, change) } } };
}
