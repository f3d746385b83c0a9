import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a setting must be. */
interface Kind<T> {
  /** In the words of an error. */
  readonly what: string;
  readonly is: (value: unknown) => value is T;
}

/** What each setting must be, in the shape of the settings. */
export type Shape<Settings> = {
  readonly [Name in keyof Settings]: Settings[Name] extends readonly unknown[]
    ? Kind<Settings[Name]>
    : Settings[Name] extends object
      ? Shape<Settings[Name]>
      : Kind<Settings[Name]>;
};

const kind = <T>(what: string, is: (value: unknown) => boolean): Kind<T> => ({ what, is: is as Kind<T>["is"] });

export const text = kind<string>("text", (value) => typeof value === "string" && value !== "");
export const flag = kind<boolean>("true or false", (value) => typeof value === "boolean");
export const number = kind<number>("a number", (value) => typeof value === "number" && value >= 0);
export const texts = kind<readonly string[]>(
  "a list of texts",
  (value) => Array.isArray(value) && value.every(text.is),
);
export const oneOf = <const Word extends string>(...words: readonly Word[]): Kind<Word> =>
  kind(words.join(" or "), (value) => words.some((word) => word === value));

/** A list of such objects. */
export const listOf = <Item extends object>(shape: Shape<Item>): Kind<readonly Item[]> =>
  kind("a list", (value) => Array.isArray(value) && value.every((item) => wrongIn(shape, item, "").length === 0));

/**
 * Settings that have the shape.
 *
 * @throws Error that names all that are missing or something else
 */
export function settingsOf<Settings>(shape: Shape<Settings>, settings: unknown): Settings {
  const wrong = wrongIn(shape, settings, "");
  if (wrong.length > 0) throw new Error(`settings.json: ${wrong.join(", ")}`);
  return settings as Settings;
}

function wrongIn(shape: object, settings: unknown, path: string): string[] {
  return Object.entries(shape).flatMap(([name, part]: [string, Kind<unknown> | object]) => {
    const value = (settings as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    if (!("is" in part)) return wrongIn(part, value, `${path}${name}.`);
    return part.is(value) ? [] : [`${path}${name} must be ${part.what}, got ${JSON.stringify(value)}`];
  });
}

/** A function's input: settings.json beside its code, and its environment. */
export interface Input {
  readonly settings: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What synthesis wrote beside a function's code, and what the apply added. */
export const inputBeside = (folder: string): Input => ({
  settings: JSON.parse(readFileSync(join(folder, "settings.json"), "utf8")),
  environment: process.env,
});

/**
 * What an apply has learned, read from the environment.
 *
 * @param variables the variable of each value
 * @throws Error that names all that are missing
 */
export function learnedFrom<Name extends string>(
  variables: Readonly<Record<Name, string>>,
  environment: Input["environment"],
): Readonly<Record<Name, string>> {
  const entries = Object.entries<string>(variables);
  const missing = entries.map(([, variable]) => variable).filter((variable) => !text.is(environment[variable]));
  if (missing.length > 0) throw new Error(`not in the environment: ${missing.join(", ")}`);
  return Object.fromEntries(entries.map(([name, variable]) => [name, environment[variable]])) as Record<Name, string>;
}
