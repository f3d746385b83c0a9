import { documentProblem } from "./documents";
import type { Kind, Names } from "./kind";
import { type Attributes, isList, isObject, isSet, type Value } from "./values";

export const words = (names: Names): string[] => names.split(" ").filter((name) => name !== "");

/** What the provider finds wrong in a configuration before AWS is asked. Unknown values are not judged. */
export function problems({ valid = {}, exactlyOne = "", allOrNone = "", check }: Kind, config: Attributes): string[] {
  const given = words(exactlyOne).filter((name) => isSet(config[name]));
  const together = new Set(words(allOrNone).map((name) => isSet(config[name])));
  const found = [
    exactlyOne === "" || given.length === 1
      ? undefined
      : `one of \`${words(exactlyOne).join()}\` must be specified, found ${given.join(" and ") || "none"}`,
    together.size > 1 ? `all of \`${words(allOrNone).join()}\` must be specified` : undefined,
    check?.(config),
    ...Object.entries(valid).map(([name, rule]) => {
      const value = config[name];
      if (typeof value !== "string" && typeof value !== "number") return undefined;
      const test = typeof rule === "string" ? words(rule).includes(String(value)) : rule.test(String(value));
      const expected = typeof rule === "string" ? `expected one of [${rule}]` : "not valid";
      return test ? undefined : `${name}: ${expected}, got ${value}`;
    }),
    ...Object.entries(config).map(([name, value]) => documentProblem(name, value)),
  ];
  return found.filter((problem) => problem !== undefined);
}

/** Every value at a path like `rule.rule_name`, through all blocks of a kind. */
export function valuesAt(config: Attributes, path: string): Value[] {
  const flat = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
  const step = (found: Value[], name: string): Value[] =>
    found.filter(isObject).flatMap((value) => flat(value[name] ?? null));
  return path.split(".").reduce(step, [config]);
}

/** A network address, not the address of a host in it. */
export const CIDR = {
  test(value: string): boolean {
    if (value.includes(":")) return /^[0-9a-f:]+\/\d{1,3}$/.test(value);
    const [a = 256, b = 256, c = 256, d = 256, bits = 33] = value.split(/[./]/).map(Number);
    if ([a, b, c, d].some((byte) => byte > 255) || bits > 32) return false;
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % 2 ** (32 - bits) === 0;
  },
};
