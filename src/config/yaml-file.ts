import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, type Document } from "yaml";
import type { Path, Problem } from "./problems";
import { readTextFile } from "./text-file";
import { explain, unclearNodes } from "./yaml-clarity";

/** 1-based. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** One YAML file: its value, and where each part of it stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Place of a value (or of its key, for a key that should not be there). A missing value is placed at its parent's key. */
  at(path: Path, part?: "key" | "value"): Place;
}

export type YamlResult = { readonly file: YamlFile } | { readonly problems: readonly Problem[] };

/** Reads one YAML file strictly: what different readers would understand differently is a problem, not a guess. */
export function readYamlFile(path: string, name: string): YamlResult {
  const read = readTextFile(path);
  if ("trouble" in read) return { problems: [{ file: name, ...read.trouble }] };

  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = (offset: number, message: string): Problem => ({ file: name, ...place(offset), message });
  const [document, second] = [...parseAllDocuments(read.text, { lineCounter: lines, prettyErrors: false })];
  if (document === undefined || (second === undefined && isEmpty(document))) {
    return { problems: [{ file: name, message: "is empty: describe something in it, or remove it" }] };
  }
  const broken = onePerLine(document.errors.map((error) => problem(error.pos[0], explain(error))));
  const unclear = unclearNodes(document).map(({ offset, message }) => problem(offset, message));
  const problems = [...broken.values(), ...unclear.filter(({ line }) => !broken.has(line))];
  if (second !== undefined)
    problems.push(problem(second.range[0], "a second document begins here: write one per file"));
  else if (problems.length === 0 && !isMap(document.contents)) {
    problems.push(problem(startOf(document.contents), "must be a mapping (key: value lines)"));
  }
  if (problems.length > 0) return { problems };
  return {
    file: { value: document.toJS() as unknown, at: (to, part) => place(offsetOf(document.contents, to, part)) },
  };
}

const isEmpty = ({ contents, errors }: Document.Parsed): boolean =>
  errors.length === 0 && isScalar(contents) && contents.value === null;

/** By line. After its first error in a line the parser guesses, and tells what follows from its guess. */
function onePerLine(problems: readonly Problem[]): Map<number | undefined, Problem> {
  const first = new Map<number | undefined, Problem>();
  for (const problem of problems) if (!first.has(problem.line)) first.set(problem.line, problem);
  return first;
}

/** Follows a path as far as it goes. */
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
