import {
  isAlias,
  isCollection,
  isNode,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type ErrorCode,
  type Node,
  type Pair,
  type YAMLError,
} from "yaml";
import type { Path } from "../schema/problem";

/** The parser's errors in the words of somebody who writes YAML now and then: the first line that fits. */
const WORDS: readonly (readonly [code: ErrorCode, about: RegExp, words: string])[] = [
  ["TAB_AS_INDENT", /^/, "a tab: indent with spaces"],
  ["DUPLICATE_KEY", /^/, "this key stands here twice: keep one"],
  ["BAD_SCALAR_START", /^/, "text cannot begin with @, ` or %: put it in quotes"],
  ["BLOCK_AS_IMPLICIT_KEY", /^/, "a second colon in one value: put the text in quotes, or begin a new line"],
  ["MULTILINE_IMPLICIT_KEY", /^/, "a line without a key: a colon is missing, or the space after it"],
  ["MISSING_CHAR", /map values|without -/, "a line without a key: a colon is missing, or the space after it"],
  ["MISSING_CHAR", /closing .quote/, "a quote is opened before here and not closed"],
  ["MISSING_CHAR", /, (or : )?between/, "a comma is missing before here"],
  ["MISSING_CHAR", /^Comments/, "a comment needs a space before its #; put text that holds a # in quotes"],
  ["BAD_INDENT", /end with a/, "a bracket is opened before here and not closed"],
  ["BAD_INDENT", /^/, "is not indented like the lines it belongs to"],
  ["BAD_DQ_ESCAPE", /^/, "a backslash means something in double quotes: write it twice, or use single quotes"],
  ["UNEXPECTED_TOKEN", /flow-(map|seq)-start at node end/, "text that holds { or [ must be in quotes here"],
  ["UNEXPECTED_TOKEN", /block-seq-ind/, "a list begins on a line of its own"],
  ["RESOURCE_EXHAUSTION", /^/, "is nested too deeply"],
];

export function explain({ code, message }: YAMLError): string {
  const [, , words] = WORDS.find(([known, about]) => known === code && about.test(message)) ?? [];
  return words ?? `is not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

interface Unclear {
  /** Of the value; of a key that can't be named, its mapping's. */
  readonly path: Path;
  readonly offset: number;
  readonly message: string;
}

/** What YAML allows and people misread: anchors, tags, odd or doubled keys, and scalars that would arrive as something else than written. */
export function unclearNodes(document: Document.Parsed): Unclear[] {
  const found: Unclear[] = [];
  const doubled = document.errors.filter(({ code }) => code === "DUPLICATE_KEY");
  visit(document, (role, node, above) => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    const path = pathTo(node, above);
    const message = (role === "key" ? unclearKey(node) : undefined) ?? unclear(node);
    if (message !== undefined) found.push({ path: role === "key" ? path.slice(0, -1) : path, offset, message });
    const error = doubled.find(({ pos }) => role === "key" && pos[0] === offset);
    if (error !== undefined) found.push({ path, offset, message: explain(error) });
  });
  return found;
}

function pathTo(node: Node, above: readonly (Document | Node | Pair)[]): Path {
  return above.flatMap((parent, index): Path => {
    if (isPair(parent)) return [isScalar(parent.key) ? String(parent.key.value) : ""];
    return isSeq(parent) ? [parent.items.indexOf(above[index + 1] ?? node)] : [];
  });
}

function unclearKey(key: Node): string | undefined {
  if (isAlias(key)) return undefined;
  if (!isScalar(key)) return "a key must be plain text";
  if (key.value === null) return "a key is missing before the colon";
  if (key.source === "<<") return "merge keys are not taken: write the keys out";
  if (key.value === "__proto__") return "is not a name for anything";
  return undefined;
}

function unclear(node: Node): string | undefined {
  if (isAlias(node))
    return "anchors and aliases are not taken: write the value out, or put text that begins with * in quotes";
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (node.anchor !== undefined) {
    return "anchors and aliases are not taken: write the value out, or put text that begins with & in quotes";
  }
  if (node.tag !== undefined)
    return "tags are not taken: write the value alone, or put text that begins with ! in quotes";
  if (isScalar(node) && (typeof node.value === "number" || typeof node.value === "boolean")) {
    const [written, read] = [node.source ?? "", String(node.value)];
    if (written !== read)
      return `YAML reads ${written} as ${read}: write ${read}, or "${written}" in quotes if it is text`;
  }
  return undefined;
}
