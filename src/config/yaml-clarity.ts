import { isAlias, isCollection, isNode, isScalar, visit, type Document, type Node, type YAMLError } from "yaml";

/** The parser's errors in the words of somebody who writes YAML now and then. */
export function explain({ code, message }: YAMLError): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "a tab: indent with spaces";
    case "DUPLICATE_KEY":
      return "this key stands here twice: keep one";
    case "BAD_SCALAR_START":
      return "text cannot begin with @, ` or %: put it in quotes";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "a second colon in one value: put the text in quotes, or begin a new line";
    case "MULTILINE_IMPLICIT_KEY":
      return "a line without a key: a colon is missing, or the space after it";
    case "BAD_INDENT":
      return /end with a/.test(message)
        ? "a bracket is opened before here and not closed"
        : "is not indented like the lines it belongs to";
    case "BAD_DQ_ESCAPE":
      return "a backslash means something in double quotes: write it twice, or use single quotes";
    case "MISSING_CHAR":
      if (/closing .quote/.test(message)) return "a quote is opened before here and not closed";
      break;
    case "RESOURCE_EXHAUSTION":
      return "is nested too deeply";
    default:
  }
  return `is not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

interface Unclear {
  readonly offset: number;
  readonly message: string;
}

/** What YAML allows and people misread: anchors, tags, odd keys, and scalars that would arrive as something else than written. */
export function unclearNodes(document: Document.Parsed): Unclear[] {
  const found: Unclear[] = [];
  visit(document, (role, node) => {
    if (!isNode(node)) return;
    const message = (role === "key" ? unclearKey(node) : undefined) ?? unclear(node);
    if (message !== undefined) found.push({ offset: node.range?.[0] ?? 0, message });
  });
  return found;
}

function unclearKey(key: Node): string | undefined {
  if (isAlias(key)) return undefined;
  if (!isScalar(key)) return "a key must be plain text";
  if (key.value === null) return "a key is missing before the colon";
  if (key.value === "<<") return "merge keys are not taken: write the keys out";
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
