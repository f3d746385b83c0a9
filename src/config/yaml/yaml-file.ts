import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, Scalar, visit, type Document } from "yaml";
import { putHole } from "../schema/holes";
import type { Path } from "../schema/problem";
import type { FileProblem, Place } from "./file-problem";
import { readTextFile } from "./text-file";
import { explain, unclearNodes } from "./yaml-clarity";

/** One YAML file: its value, and the place of each part. */
export interface YamlFile {
  /** With a hole for each unclear part. */
  readonly value: unknown;
  /** Each with the path of its hole. */
  readonly unclear: readonly { readonly path: Path; readonly problem: FileProblem }[];
  /** Place of a value, or of its key. A missing value has the place of its parent's key. */
  at(path: Path, part?: "key" | "value"): Place;
}

/** Without `file` the content cannot be checked further. */
interface YamlResult {
  readonly file?: YamlFile;
  readonly problems: readonly FileProblem[];
}

/** Reads one YAML file strictly: whatever YAML readers interpret differently is a problem. */
export function readYamlFile(path: string, name: string): YamlResult {
  const read = readTextFile(path, name);
  if ("problem" in read) return { problems: [read.problem] };

  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, message: string): FileProblem => ({ file: name, ...place(offset), message });
  const [document, second] = [
    ...parseAllDocuments(read.text, { lineCounter: lines, prettyErrors: false, logLevel: "error" }),
  ];
  if (document === undefined || (second === undefined && isEmpty(document))) {
    return { problems: [{ file: name, message: "is empty: add settings, or delete the file" }] };
  }
  const all = document.errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  // Errors after an unexpected token are the parser's guesses, and so are those after a tab.
  const lost = all.findIndex(({ code }) => code === "UNEXPECTED_TOKEN");
  const tabs = all.filter(({ code }) => code === "TAB_AS_INDENT");
  const errors = tabs.length > 0 ? tabs : lost === -1 ? all : all.slice(0, lost + 1);
  // In each line only the first error is reliable.
  const broken = new Map(
    errors
      .map((error) => problem(error.pos[0], explain(error)))
      .toReversed()
      .map((first) => [first.line, first]),
  );
  const unclear = unclearNodes(document).map(({ path: at, offset, message }) => ({
    path: at,
    problem: problem(offset, message),
  }));
  if (broken.size > 0) {
    const readUntil = tabs[0] === undefined ? Infinity : place(tabs[0].pos[0]).line;
    const others = unclear.map((one) => one.problem).filter(({ line = 0 }) => line < readUntil && !broken.has(line));
    return { problems: [...broken.values(), ...others] };
  }
  if (second !== undefined)
    return { problems: [problem(second.range[0], "a second document starts here: write one per file")] };
  if (!isMap(document.contents))
    return { problems: [problem(startOf(document.contents), "must be a mapping (key: value lines)")] };
  // Each alias becomes a hole: its anchor may be missing, or its value very long.
  visit(document, {
    Alias: () => new Scalar(null),
    Pair: (_, { key }) => (isScalar(key) && key.source === "<<" ? visit.REMOVE : undefined),
  });
  const whole = { value: document.toJS() as unknown };
  for (const { path: at } of unclear) putHole(whole, at);
  const { value } = whole;
  return { problems: [], file: { value, unclear, at: (to, part) => place(offsetOf(document.contents, to, part)) } };
}

const isEmpty = ({ contents, errors }: Document.Parsed): boolean =>
  errors.length === 0 && isScalar(contents) && contents.value === null;

/** Offset of the value at a path, or of its nearest parent that exists. */
function offsetOf(root: unknown, path: Path, part: "key" | "value" = "value"): number {
  let at: Entry = { key: root, value: root };
  for (const step of path) {
    const next = entryOf(at.value, step);
    if (next === undefined) return startOf(at.key);
    at = next;
  }
  return startOf(part === "value" && isNode(at.value) ? at.value : at.key);
}

/** A part of a mapping or list; an item of a list has no key but itself. */
interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function entryOf(node: unknown, step: string | number): Entry | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  const item: unknown = isSeq(node) && typeof step === "number" ? node.items[step] : undefined;
  return item === undefined ? undefined : { key: item, value: item };
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
