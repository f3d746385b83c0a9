import { type Attributes, isList, isObject, text, type Value } from "../../provider/values";
import type { Core } from "../core";
import type { AppliedObject } from "../terraform/objects";
import { Unknown } from "../errors";

/** An enabled rule. */
export interface Rule extends AppliedObject {
  readonly pattern: Attributes | undefined;
  readonly targets: readonly AppliedObject[];
}

export function rulesOf({ objects }: Core): readonly Rule[] {
  const enabled = objects
    .all("aws_cloudwatch_event_rule")
    .filter(({ attributes }) => attributes["state"] !== "DISABLED");
  return enabled.map((rule) => {
    const pattern = text(rule.attributes["event_pattern"]);
    const targets = objects
      .all("aws_cloudwatch_event_target")
      .filter(({ region, attributes }) => region === rule.region && attributes["rule"] === rule.attributes["name"]);
    return { ...rule, pattern: pattern === "" ? undefined : (JSON.parse(pattern) as Attributes), targets };
  });
}

/**
 * Event patterns: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @returns true if the event has, for each field of the pattern, one of the values
 * @throws Unknown for an operator other than a plain value, `prefix` or `$or`
 */
export function fitsPattern(pattern: Value, event: unknown): boolean {
  if (!isObject(pattern)) throw new Unknown(`event pattern ${JSON.stringify(pattern)}`);
  const fields = (typeof event === "object" && event !== null ? event : {}) as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === "$or" && isList(expected) && expected.length > 1)
      return expected.some((alternative) => fitsPattern(alternative, event));
    if (name.startsWith("$")) throw new Unknown(`event pattern operator ${name}`);
    const field = fields[name];
    if (!isList(expected)) return fitsPattern(expected, field);
    // A list in the event fits if one of its values does.
    const values: readonly unknown[] = Array.isArray(field) ? field : [field];
    return expected.some((rule) => values.some((value) => fitsValue(rule, value)));
  });
}

function fitsValue(rule: Value, value: unknown): boolean {
  if (!isObject(rule)) return rule === value;
  const { prefix, ...others } = rule;
  if (typeof prefix !== "string" || Object.keys(others).length > 0)
    throw new Unknown(`event pattern operator ${Object.keys(rule).join()}`);
  return typeof value === "string" && value.startsWith(prefix);
}
