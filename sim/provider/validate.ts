import { documentProblem } from "./documents";
import type { Kind, Names } from "./kind";
import { type Attributes, isList, isObject, isSet, type Value } from "./values";

export const words = (names: Names): string[] => names.split(" ").filter((name) => name !== "");

/** What the provider finds wrong in a configuration before AWS is asked. Unknown values are not judged. */
export function problems({ valid = {}, exactlyOne = "", allOrNone = "", check }: Kind, config: Attributes): string[] {
  const given = words(exactlyOne).filter((name) => isSet(config[name]));
  const together = new Set(words(allOrNone).map((name) => isSet(config[name])));
  const found = [
    exactlyOne !== "" &&
      given.length !== 1 &&
      `one of \`${words(exactlyOne).join()}\` must be specified, found ${given.join(" and ") || "none"}`,
    together.size > 1 && `all of \`${words(allOrNone).join()}\` must be specified`,
    check?.(config),
    ...Object.entries(valid).map(([name, rule]) => {
      const value = config[name];
      const isKnown = typeof value === "string" || typeof value === "number";
      return isKnown && !words(rule).includes(String(value)) && `${name}: expected one of [${rule}], got ${value}`;
    }),
    ...Object.entries(config).map(([name, value]) => documentProblem(name, value)),
  ];
  return found.filter((problem) => typeof problem === "string");
}

/** Every value at paths like `rule.rule_name`, through all blocks of a kind. */
export function valuesAt(config: Attributes, paths: Names): Value[] {
  const flat = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
  const step = (found: Value[], name: string): Value[] =>
    found.filter(isObject).flatMap((value) => flat(value[name] ?? null));
  return words(paths).flatMap((path) => path.split(".").reduce(step, [config]));
}
