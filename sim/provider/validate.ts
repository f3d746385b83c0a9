import { documentProblem } from "./documents";
import type { Kind, Names, Valid } from "./kind";
import { type Attributes, isList, isObject, isSet, type Value } from "./values";

export const words = (names: Names): string[] => names.split(" ").filter((name) => name !== "");

/** What the provider finds wrong in a configuration before AWS is asked. Unknown values are not judged. */
export function problems(kind: Kind, config: Attributes): string[] {
  const { valid = {}, exactlyOne = [], conflicts = {}, checks = [] } = kind;
  const has = (path: string): boolean => valuesAt(config, path).some(isSet);
  const found = [
    ...Object.entries(valid).flatMap(([path, rule]) =>
      valuesAt(config, path).map((value) =>
        isValid(value, rule) ? undefined : `${path}: ${told(rule)}, got ${show(value)}`,
      ),
    ),
    ...exactlyOne.map((names) =>
      words(names).filter(has).length === 1
        ? undefined
        : `one of \`${words(names).join(",")}\` must be specified, found ${words(names).filter(has).join(" and ") || "none"}`,
    ),
    ...Object.entries(conflicts).flatMap(([path, others]) =>
      words(others).map((other) => (has(path) && has(other) ? `"${path}": conflicts with ${other}` : undefined)),
    ),
    ...checks.map((check) => check(config)),
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

function isValid(value: Value, rule: Valid): boolean {
  if (typeof value !== "string" && typeof value !== "number") return true;
  if (typeof rule === "string") return words(rule).includes(String(value));
  if ("test" in rule) return rule.test(String(value));
  return Number(value) >= rule[0] && Number(value) <= rule[1];
}

function told(rule: Valid): string {
  if (typeof rule === "string") return `expected one of [${rule}]`;
  if (!("test" in rule)) return `expected a number in the range (${rule[0]} - ${rule[1]})`;
  return rule instanceof RegExp ? `expected a text like ${rule.source}` : "not valid";
}

const show = (value: Value): string => JSON.stringify(value);

/** A network address, not the address of a host in it. */
export const CIDR = {
  test(value: string): boolean {
    if (value.includes(":")) return /^[0-9a-f:]+\/\d{1,3}$/.test(value);
    const [a = 256, b = 256, c = 256, d = 256, bits = 33] = value.split(/[./]/).map(Number);
    if ([a, b, c, d].some((byte) => byte > 255) || bits > 32) return false;
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % 2 ** (32 - bits) === 0;
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export const SCHEDULE = {
  test(value: string): boolean {
    const [, count, plural] = /^rate\((\d+) (?:minute|hour|day)(s?)\)$/.exec(value) ?? [];
    if (count !== undefined) return Number(count) > 0 && (count === "1") === (plural === "");
    const fields = /^cron\((.+)\)$/.exec(value)?.[1]?.split(" ") ?? [];
    // Day of month and day of week can't both be told: one of them is a question mark.
    return fields.length === 6 && [fields[2], fields[4]].filter((field) => field === "?").length === 1;
  },
};
