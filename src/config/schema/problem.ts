/** A way to a value in a YAML file, like ["services", "valheim", "ports", 0]. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, and the path to it. */
export interface Problem {
  readonly path: Path;
  /** What is wrong, what is allowed, what to do: lower case, no full stop. */
  readonly message: string;
  /** The key itself should not be there. */
  readonly atKey?: boolean;
  /** No such key is known here. */
  readonly isUnknown?: boolean;
}

/** A path as messages write it: services.game.ports.0, and in quotes what would be misread without. */
export const fieldName = (path: Path): string =>
  path.map((part) => (/^[^\s"]+$/.test(String(part)) ? part : JSON.stringify(part))).join(".");
