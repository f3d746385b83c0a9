/** A way to a value in a YAML file, like ["services", "valheim", "ports", 0]. */
export type Path = readonly (string | number)[];

/** Something a person has to change in a configuration file. */
export interface Problem {
  /** File as the person knows it, like configs/valheim.yaml. */
  readonly file: string;
  /** 1-based; absent when the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  /** Dotted path of the field, like services.valheim.ports.0; absent when the whole file is meant. */
  readonly field?: string;
  /** What is wrong, what is allowed, what to do: lower case, no full stop. */
  readonly message: string;
}

/** A mistake of the person who runs the program: told as it is, without a stack trace. */
export class UserError extends Error {}

/** Every problem of every configuration file, one line each. */
export class ConfigError extends UserError {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
  }
}

/** A path as messages write it: services.game.ports.0, and in quotes what would be misread without. */
export const fieldName = (path: Path): string =>
  path.map((part) => (/^[^\s"]+$/.test(String(part)) ? part : JSON.stringify(part))).join(".");

/** `file:line:col field: message`, the form editors and terminals make clickable: one line, whatever the file holds. */
export function formatProblem({ file, line, column, field, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  const text = field === undefined || field === "" ? `${place}: ${message}` : `${place} ${field}: ${message}`;
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sorts as a person reads: by file, then from top to bottom. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

/** Byte order, the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
