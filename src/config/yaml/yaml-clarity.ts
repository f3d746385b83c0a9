import { isAlias, isCollection, isNode, isPair, isScalar, isSeq, visit } from "yaml";
import type { Document, ErrorCode, Node, Pair, YAMLError } from "yaml";
import type { Path } from "../schema/problem";

/** The parser's errors in plain words for people who rarely write YAML. The first entry that matches applies. */
const MESSAGES: readonly (readonly [code: ErrorCode, about: RegExp, text: string])[] = [
  ["TAB_AS_INDENT", /^/, "is indented with a tab: use spaces"],
  ["DUPLICATE_KEY", /^/, "this key is listed twice: keep one"],
  ["BAD_SCALAR_START", /^/, "text cannot start with @, ` or %: put it in quotes"],
  [
    "BLOCK_AS_IMPLICIT_KEY",
    /^/,
    "has a colon that YAML does not expect: put the text in quotes, start a new line, or add the colon missing after the key before it",
  ],
  ["MULTILINE_IMPLICIT_KEY", /^/, "this line has no key: add a colon with a space after it"],
  ["MISSING_CHAR", /map values|without -/, "this line has no key: add a colon with a space after it"],
  ["MISSING_CHAR", /closing .quote/, "a quote that opens before here is not closed"],
  ["MISSING_CHAR", /, (or : )?between/, "a comma is missing before here"],
  ["MISSING_CHAR", /^Comments/, "a comment needs a space before the #: add it, or put text that contains # in quotes"],
  ["BAD_INDENT", /end with a/, "a bracket that opens before here is not closed"],
  ["BAD_INDENT", /^/, "has a different indentation than the lines around it"],
  ["BAD_DQ_ESCAPE", /^/, "a backslash in double quotes starts an escape sequence: write \\\\, or use single quotes"],
  ["UNEXPECTED_TOKEN", /flow-(map|seq)-start at node end/, "text that contains { or [ must be in quotes here"],
  ["UNEXPECTED_TOKEN", /block-seq-ind/, "a list must start on a new line"],
  ["RESOURCE_EXHAUSTION", /^/, "is nested too deeply"],
];

export function explain({ code, message }: YAMLError): string {
  const [, , text] = MESSAGES.find(([known, about]) => known === code && about.test(message)) ?? [];
  return text ?? `is not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

interface Unclear {
  /** Path of the value; for a key that has no name, of its mapping. */
  readonly path: Path;
  readonly offset: number;
  readonly message: string;
}

/** YAML that people misread: anchors, tags, odd or duplicate keys, and scalars whose parsed value differs from the text. */
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
  if (key.source === "<<") return "merge keys are not supported: write the keys out";
  if (key.value === "__proto__") return "is not allowed as a name";
  return undefined;
}

function unclear(node: Node): string | undefined {
  if (isAlias(node))
    return "anchors and aliases are not supported: write the value out, or put text that starts with * in quotes";
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (node.anchor !== undefined) {
    return "anchors and aliases are not supported: write the value out, or put text that starts with & in quotes";
  }
  if (node.tag !== undefined)
    return "tags are not supported: write only the value, or put text that starts with ! in quotes";
  if (isScalar(node) && (typeof node.value === "number" || typeof node.value === "boolean")) {
    const [written, read] = [node.source ?? "", String(node.value)];
    if (written !== read)
      return `YAML reads ${written} as ${read}: write ${read}, or "${written}" in quotes if it is text`;
  }
  return undefined;
}
