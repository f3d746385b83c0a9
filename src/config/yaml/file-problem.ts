import { UserError } from "../../lib/user-error";
import type { Problem } from "../schema/problem";

/** 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A problem with its place in a file. Without a place it concerns the whole file. */
export interface FileProblem extends Partial<Place>, Pick<Problem, "message"> {
  /** The file as messages show it, like configs/valheim.yaml. */
  readonly file: string;
  /** Dotted path of the field, like services.valheim.ports.0; absent if it concerns the whole file. */
  readonly field?: string;
}

/** Every problem of every configuration file, one line each. */
export class ConfigError extends UserError {
  constructor(readonly problems: readonly FileProblem[]) {
    super(problems.map(formatProblem).join("\n"));
  }
}

/** `file:line:col field: message`, which editors and terminals make clickable. One line, whatever the file contains. */
export function formatProblem({ file, line, column, field, message }: FileProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  const text = field === undefined || field === "" ? `${place}: ${message}` : `${place} ${field}: ${message}`;
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sorts by file (in byte order, on every machine alike), then from top to bottom. */
export function inReadingOrder(problems: readonly FileProblem[]): FileProblem[] {
  return problems.toSorted(
    (a, b) =>
      Number(a.file > b.file) - Number(a.file < b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
