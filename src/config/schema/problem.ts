/** The path to a value in a YAML file, like ["services", "valheim", "ports", 0]. */
export type Path = readonly (string | number)[];

/** What is wrong with a value, and the path to it. */
export interface Problem {
  readonly path: Path;
  /** What is wrong, what is allowed, what to do: lower case, no full stop. */
  readonly message: string;
  /** True if the problem is the key, not its value. */
  readonly atKey?: boolean;
  /** True if the key is not known. */
  readonly isUnknown?: boolean;
}

/** A problem, if there is a message. */
export const problemIf = (path: Path, message: string | false | undefined, atKey?: boolean): Problem[] =>
  message === false || message === undefined ? [] : [{ path, message, atKey }];

/** What a rule finds in each service of a file; its paths start within the service. */
export const inServices = <Service>(
  services: Readonly<Record<string, Service>>,
  rule: (service: Service, name: string) => readonly Problem[],
): Problem[] =>
  Object.entries(services).flatMap(([name, service]) =>
    rule(service, name).map((problem) => ({ ...problem, path: ["services", name, ...problem.path] })),
  );

/** A path as messages show it, like services.game.ports.0. Parts with spaces or quotes are quoted. */
export const fieldName = (path: Path): string =>
  path.map((part) => (/^[^\s"]+$/.test(String(part)) ? part : JSON.stringify(part))).join(".");
