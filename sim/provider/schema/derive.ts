import type { Type } from "../values";
import { type Attribute, type Block, type NestedBlock, objectType } from "./model";

/** The generated classes of one binding: each struct has one, with one member per attribute or nested block. */
interface GeneratedClass {
  readonly name: string;
  readonly base: string;
  readonly body: string;
}

interface Member {
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  readonly body: string;
}

const GETTERS: readonly (readonly [RegExp, Type])[] = [
  [/tolist\(this\.getListAttribute\(/, ["set", "string"]],
  [/tolist\(this\.getNumberListAttribute\(/, ["set", "number"]],
  [/this\.getListAttribute\(/, ["list", "string"]],
  [/this\.getNumberListAttribute\(/, ["list", "number"]],
  [/this\.getStringMapAttribute\(|new cdktf\.StringMap\(/, ["map", "string"]],
  [/this\.getNumberMapAttribute\(|new cdktf\.NumberMap\(/, ["map", "number"]],
  [/this\.getBooleanMapAttribute\(|new cdktf\.BooleanMap\(/, ["map", "bool"]],
  [/this\.getStringAttribute\(/, "string"],
  [/this\.getNumberAttribute\(/, "number"],
  [/this\.getBooleanAttribute\(/, "bool"],
];

/**
 * The schema of a resource or data type, read from the generated source of its binding.
 *
 * @param source what {@link bindingSource} gives
 */
export function deriveBlock(source: string): Block {
  const classes = new Map(splitClasses(source).map((generated) => [generated.name, generated]));
  for (const { name, base } of classes.values()) {
    if (base === "TerraformResource" || base === "TerraformDataSource") return blockOf(name, classes);
  }
  throw new Error("the source defines no resource or data type");
}

function splitClasses(source: string): GeneratedClass[] {
  const found = [...source.matchAll(/^export class (\w+) extends cdktf\.(\w+) \{$/gm)];
  return found.map(({ 1: name = "", 2: base = "", index }, position) => ({
    name,
    base,
    body: source.slice(index, found[position + 1]?.index),
  }));
}

function blockOf(name: string, classes: ReadonlyMap<string, GeneratedClass>): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const member of members(classes.get(name)?.body ?? "")) {
    const struct = /new (\w+)\(this, "\w+"(?:, (true|false))?\)/.exec(member.body);
    if (struct === null || struct[1] === undefined) {
      attributes[member.name] = attribute(member, typeOf(name, member));
      continue;
    }
    const nested = nestedBlock(struct[1], struct[2], member.required, classes);
    // The AWS provider has some arguments that are written as blocks and are attributes: only those can be computed.
    if (member.computed && nested.nesting !== "single") {
      attributes[member.name] = attribute(member, [nested.nesting, objectType(nested.block)]);
    } else blocks[member.name] = nested;
  }
  return { attributes, blocks };
}

function members(body: string): Member[] {
  const found = [
    ...body.matchAll(/^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$/gm),
  ];
  return found.map(({ 1: name = "", 2: computed, 3: optional, 4: required, index }, position) => ({
    name,
    computed: computed === "true",
    optional: optional === "true",
    required: required === "true",
    body: body.slice(index, found[position + 1]?.index),
  }));
}

function attribute({ name, computed, optional, required }: Member, type: Type): Attribute {
  // By the AWS provider's naming rule; the bindings don't tell.
  const writeOnly = name.endsWith("_wo") && !computed;
  return { type, computed, optional, required, writeOnly, sensitive: writeOnly };
}

function typeOf(owner: string, { name, body }: Member): Type {
  const getter = GETTERS.find(([pattern]) => pattern.test(body));
  if (getter === undefined) throw new Error(`${owner}: the type of ${name} is not to be seen`);
  return getter[1];
}

function nestedBlock(
  className: string,
  isSet: string | undefined,
  required: boolean,
  classes: ReadonlyMap<string, GeneratedClass>,
): NestedBlock {
  const minItems = required ? 1 : 0;
  if (isSet !== undefined) {
    const block = blockOf(className.replace(/List$/, "OutputReference"), classes);
    return { nesting: isSet === "true" ? "set" : "list", block, minItems, maxItems: 0 };
  }
  const block = blockOf(className, classes);
  // A reference that knows its index stands for a list of at most one; `timeouts` has none.
  const isList = /super\(terraformResource, terraformAttribute, (?:true|false), /.test(
    classes.get(className)?.body ?? "",
  );
  return isList
    ? { nesting: "list", block, minItems, maxItems: 1 }
    : { nesting: "single", block, minItems: 0, maxItems: 0 };
}
