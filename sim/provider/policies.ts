import type { Store } from "./store";
import { type Attributes, blocks, isList, isObject, text, texts, type Value } from "./values";

/** The statements of a policy document, whatever shorthand it is written in. */
export function statements(document: Value | undefined): Attributes[] {
  try {
    return blocks((JSON.parse(text(document)) as Attributes)["Statement"]);
  } catch {
    return [];
  }
}

/** One text or several: policies allow both. */
export const several = (value: Value | undefined): string[] => (isList(value) ? texts(value) : [text(value)]);

/** IAM's patterns: `*` for any text, `?` for one character. */
export function fits(pattern: string, value: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`).test(value);
}

/** True if a service may act by a trust or resource policy; conditions are not judged. */
export function allowsService({ Effect, Principal }: Attributes, service: string): boolean {
  return Effect === "Allow" && isObject(Principal) && several(Principal["Service"]).includes(service);
}

/** True if a resource policy of CloudWatch Logs lets a service write streams of a group. */
export function mayWriteLogs(store: Store, region: string, service: string, group: string): boolean {
  const allowing = store
    .all("aws_cloudwatch_log_resource_policy")
    .filter((policy) => policy.region === region)
    .flatMap(({ attributes }) => statements(attributes["policy_document"]))
    .filter((statement) => allowsService(statement, service))
    .filter((statement) => several(statement["Resource"]).some((resource) => fits(resource, `${group}:log-stream:x`)));
  return ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) =>
    allowing.some((statement) => several(statement["Action"]).some((pattern) => fits(pattern, action))),
  );
}
