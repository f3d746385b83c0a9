/** How a setting is written into an environment variable, and read back. */
export interface Kind<T> {
  readonly write: (value: T) => string;
  /** Undefined for a text that is none. */
  readonly read: (text: string) => T | undefined;
}

export const text: Kind<string> = { write: (value) => value, read: (value) => (value === "" ? undefined : value) };

export const flag: Kind<boolean> = {
  write: String,
  read: (value) => (value === "true" ? true : value === "false" ? false : undefined),
};

export const number: Kind<number> = {
  write: String,
  read: (value) => (/^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined),
};

export const list: Kind<readonly string[]> = {
  write: (values) => values.join(","),
  read: (value) => (value === "" ? [] : value.split(",")),
};

/** The settings of a function, by name. In the environment WAKES_PER_DAY is the setting wakesPerDay. */
export type Contract = Readonly<Record<string, { write(value: never): string; read(text: string): unknown }>>;
export type Settings<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends Kind<infer T> ? T : never;
};

/** The name a setting has in the environment: dayTrafficMiB is DAY_TRAFFIC_MIB. */
export const variableName = (setting: string): string =>
  setting.replace("MiB", "Mib").replace(/[A-Z]/g, "_$&").toUpperCase();

/** The environment that says these settings; what the stack gives the function. */
export function environmentOf<C extends Contract>(contract: C, settings: Settings<C>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contract).map(([name, kind]) => [variableName(name), kind.write(settings[name] as never)]),
  );
}

/**
 * The settings an environment says.
 *
 * @throws Error that names all variables that are missing or cannot be read
 */
export function settingsFrom<C extends Contract>(
  contract: C,
  environment: Readonly<Record<string, string | undefined>>,
): Settings<C> {
  const wrong: string[] = [];
  const entries = Object.entries(contract).map(([name, kind]): [string, unknown] => {
    const variable = variableName(name);
    const value = environment[variable];
    const setting = value === undefined ? undefined : kind.read(value);
    if (setting === undefined) wrong.push(value === undefined ? variable : `${variable} ("${value}" cannot be read)`);
    return [name, setting];
  });
  if (wrong.length > 0) throw new Error(`environment variables are missing or wrong: ${wrong.join(", ")}`);
  return Object.fromEntries(entries) as Settings<C>;
}
