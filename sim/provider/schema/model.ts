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
