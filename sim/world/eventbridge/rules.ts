import { type Attributes, text } from "../../provider/values";
import type { Core } from "../core";
import type { AppliedObject } from "../terraform/objects";

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
