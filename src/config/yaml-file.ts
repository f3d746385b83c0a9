import { readFileSync } from "node:fs";
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type YAMLError,
} from "yaml";
import type { Path, Problem } from "./problems";

/** One YAML file: its value, and where each part of it stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Place of a value (or of its key, for a key that should not be there). A missing value is placed at its parent. */
  at(path: Path, part?: "key" | "value"): { readonly line: number; readonly column: number };
}

export type YamlResult = { readonly file: YamlFile } | { readonly problems: readonly Problem[] };

/** Reads one YAML file strictly: what different readers would understand differently is a problem, not a guess. */
export function readYamlFile(path: string, name: string): YamlResult {
  const text = readText(path);
  if ("message" in text) return { problems: [{ file: name, ...text }] };

  const lines = new LineCounter();
  const documents = parseAllDocuments(text.text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = documents[0];
  if (!Array.isArray(documents) || document === undefined || document.contents === null) {
    return { problems: [{ file: name, message: "is empty: describe something in it, or remove it" }] };
  }
  const second = documents[1];
  const problems: Problem[] = [
    ...documents
      .flatMap(({ errors }) => errors)
      .map((error) => ({ file: name, ...place(error.pos[0]), message: explain(error) })),
    ...(second === undefined
      ? []
      : [{ file: name, ...place(second.range[0]), message: "a second document begins here: write one per file" }]),
    ...unclearNodes(document).map(({ node, message }) => ({ file: name, ...place(node.range?.[0] ?? 0), message })),
  ];
  if (problems.length === 0 && !isMap(document.contents)) {
    problems.push({ file: name, line: 1, column: 1, message: "must be a mapping (key: value lines)" });
  }
  if (problems.length > 0) return { problems };
  return { file: { value: document.toJS() as unknown, at: (path, part) => place(offsetOf(document, path, part)) } };
}

function readText(path: string): { text: string } | { message: string; line?: number; column?: number } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { message: `cannot be read: ${readError((error as NodeJS.ErrnoException).code)}` };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    // Everything before the first bad byte decodes; the replacement mark of a lenient decoder tells where it is.
    const before = new TextDecoder("utf-8").decode(bytes).split("\uFFFD")[0] ?? "";
    const line = before.split("\n").length;
    return { line, column: before.length - before.lastIndexOf("\n"), message: "is not UTF-8: save the file as UTF-8" };
  }
}

function readError(code: string | undefined): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "it is a folder: configuration is one file per container";
    case "ENOENT":
      return "the file it links to does not exist";
    case "ELOOP":
      return "its links run in a circle";
    default:
      return code ?? "unknown reason";
  }
}

/** The parser's errors in the words of somebody who writes YAML now and then. */
function explain(error: YAMLError): string {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return "a tab: indent with spaces";
    case "DUPLICATE_KEY":
      return "this key stands here twice: keep one";
    case "MULTIPLE_DOCS":
      return "a second document begins here: write one per file";
    case "BAD_ALIAS":
      return "an alias of nothing: anchors and aliases are not taken, write the value out";
    default:
      return `is not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  }
}

/** What YAML allows and people misread: anchors, tags, and scalars that would arrive as something else than written. */
function unclearNodes(document: Document.Parsed): { node: Node; message: string }[] {
  const found: { node: Node; message: string }[] = [];
  visit(document, (_key, node) => {
    if (!isNode(node)) return;
    if (isAlias(node) || (node as { anchor?: string }).anchor !== undefined) {
      found.push({ node, message: "anchors and aliases are not taken: write the value out" });
    } else if ((isScalar(node) || isCollection(node)) && node.tag?.startsWith("tag:yaml.org,2002:") === false) {
      found.push({ node, message: `the tag ${node.tag} is not taken: write the value without it` });
    } else if (
      isScalar(node) &&
      typeof node.value !== "string" &&
      node.value !== null &&
      String(node.value) !== node.source
    ) {
      found.push({
        node,
        message: `YAML reads ${String(node.source)} as ${String(node.value)}: write "${String(node.source)}" in quotes`,
      });
    }
  });
  return found;
}

function offsetOf(document: Document.Parsed, path: Path, part: "key" | "value" = "value"): number {
  if (part === "key" && path.length > 0) {
    const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const key = path[path.length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
    }
  }
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      // A missing field is told where its parent is named, not at the parent's first line.
      return length < path.length && length > 0 ? offsetOf(document, path.slice(0, length), "key") : node.range[0];
    }
  }
  return 0;
}
