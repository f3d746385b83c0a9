import { readFileSync } from "node:fs";
import type { Type } from "../values";
import { type Attribute, type Block, type NestedBlock, objectType } from "./model";

/** The generated classes of one binding: each struct has one, with one member per attribute or nested block. */
const CLASS = /^export class (\w+) extends cdktf\.(\w+) \{$/gm;
const MEMBER = /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$/gm;
const GETTER = /(tolist\()?(?:this\.get|new cdktf\.)(String|Number|Boolean)?(List|Map)?(?:Attribute)?\(/;
const PLAIN: Readonly<Record<string, Type>> = { String: "string", Number: "number", Boolean: "bool" };

/** What stands between a class's braces, by its name. */
type Classes = ReadonlyMap<string, string>;

/**
 * The schema of a resource or data type, read from the generated source of its binding.
 *
 * @param binding like `@cdktf/provider-aws/lib/vpc`
 */
export function deriveBlock(binding: string): Block {
  const found = pieces(bindingSource(binding), CLASS);
  const main = found.find(([[, , base]]) => base === "TerraformResource" || base === "TerraformDataSource");
  if (main === undefined) throw new Error(`${binding} defines no resource or data type`);
  return blockOf(main[0][1] ?? "", new Map(found.map(([[, name = ""], body]) => [name, body])));
}

/** Each match, with the text from there to the next. */
function pieces(text: string, pattern: RegExp): (readonly [RegExpExecArray, string])[] {
  const found = [...text.matchAll(pattern)];
  return found.map((match, at) => [match, text.slice(match.index, found[at + 1]?.index)] as const);
}

function blockOf(className: string, classes: Classes): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const [[, name = "", ...words], body] of pieces(classes.get(className) ?? "", MEMBER)) {
    const [computed, optional, required] = words.map((word) => word === "true");
    // By the AWS provider's naming rule; the bindings don't tell.
    const writeOnly = name.endsWith("_wo") && computed !== true;
    const flags = { computed, optional, required, writeOnly, sensitive: writeOnly } as Omit<Attribute, "type">;
    const [, struct, isSet] = /new (\w+)\(this, "\w+"(?:, (true|false))?\)/.exec(body) ?? [];
    if (struct === undefined) {
      attributes[name] = { type: typeOf(`${className}.${name}`, body), ...flags };
      continue;
    }
    const nested = nestedBlock(struct, isSet, required === true ? 1 : 0, classes);
    // The AWS provider has some arguments that are written as blocks and are attributes: only those can be computed.
    if (computed === true && nested.nesting !== "single") {
      attributes[name] = { type: [nested.nesting, objectType(nested.block)], ...flags };
    } else blocks[name] = nested;
  }
  return { attributes, blocks };
}

function typeOf(member: string, body: string): Type {
  const [found, set, item = "String", many] = GETTER.exec(body) ?? [];
  const plain = PLAIN[item];
  if (found === undefined || plain === undefined) throw new Error(`the type of ${member} is not to be seen`);
  if (many === undefined) return plain;
  return [many === "Map" ? "map" : set === undefined ? "list" : "set", plain];
}

function nestedBlock(className: string, isSet: string | undefined, minItems: number, classes: Classes): NestedBlock {
  if (isSet !== undefined) {
    const block = blockOf(className.replace(/List$/, "OutputReference"), classes);
    return { nesting: isSet === "true" ? "set" : "list", block, minItems, maxItems: 0 };
  }
  const block = blockOf(className, classes);
  // A reference that knows its index stands for a list of at most one; `timeouts` has none.
  return /super\(terraformResource, terraformAttribute, (?:true|false), /.test(classes.get(className) ?? "")
    ? { nesting: "list", block, minItems, maxItems: 1 }
    : { nesting: "single", block, minItems: 0, maxItems: 0 };
}

/**
 * The TypeScript a binding was generated as. The packages hold only JavaScript, but each file carries its source in an
 * inline source map, and that has what the JavaScript lost: which attributes are computed, optional or required.
 */
function bindingSource(binding: string): string {
  const javascript = readFileSync(require.resolve(binding), "utf8");
  const marker = "sourceMappingURL=data:application/json;base64,";
  const at = javascript.lastIndexOf(marker);
  if (at < 0) throw new Error(`${binding} has no inline source map: install the pinned version of the bindings`);
  const map = JSON.parse(Buffer.from(javascript.slice(at + marker.length).trim(), "base64").toString("utf8")) as {
    readonly sourcesContent: readonly string[];
  };
  return map.sourcesContent[0] ?? "";
}
