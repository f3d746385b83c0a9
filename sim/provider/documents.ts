import type { Store } from "./store";
import { type Attributes, block, blocks, canonical, isObject, isSet, pick, text, texts, type Value } from "./values";

/** Arguments that are JSON documents: the provider compares them by content, not by text. */
const DOCUMENTS = [
  "assume_role_policy",
  "container_definitions",
  "event_pattern",
  "lifecycle_policy",
  "policy",
  "policy_document",
];

/** True for equal documents, however they are written. */
export function sameDocument(argument: string, a: Value, b: Value): boolean {
  if (!DOCUMENTS.includes(argument)) return false;
  const [one, other] = [parse(a), parse(b)];
  const form = argument === "container_definitions" ? reduced : (value: Value) => value;
  return one !== undefined && other !== undefined && canonical(form(one)) === canonical(form(other));
}

/** Container definitions without what AWS fills in, in one order: the provider's internal/service/ecs/container_definitions.go. */
const reduced = (definitions: Value): Attributes[] =>
  byName(definitions).map((definition) => {
    const { environment, portMappings, secrets } = definition;
    const lists = { environment: byName(environment), portMappings: blocks(portMappings), secrets: byName(secrets) };
    const mappings = lists.portMappings.map((mapping) => withoutDefaults(mapping, { hostPort: 0, protocol: "tcp" }));
    return withoutDefaults({ essential: true, ...definition, ...lists, portMappings: mappings }, { cpu: 0 });
  });

const withoutDefaults = (values: Attributes, defaults: Attributes): Attributes =>
  pick(values, (name, value) => isSet(value) && value !== defaults[name]);
const byName = (list: Value | undefined): Attributes[] =>
  blocks(list).toSorted((a, b) => (text(a["name"]) < text(b["name"]) ? -1 : 1));

/** What is wrong with a document: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export function documentProblem(argument: string, value: Value): string | undefined {
  if (!DOCUMENTS.includes(argument) || typeof value !== "string" || value === "") return undefined;
  if (parse(value) === undefined) return `"${argument}" contains an invalid JSON document: ${value.slice(0, 60)}`;
  const sids = statements(value).map(({ Sid }) => text(Sid));
  const odd = sids.find((sid) => !/^[A-Za-z0-9]*$/.test(sid));
  if (odd !== undefined) return `MalformedPolicyDocument: Statement IDs (SID) must be alpha-numeric: ${odd}`;
  const twice = sids.find((sid, index) => sid !== "" && sids.indexOf(sid) !== index);
  return twice && `MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique: ${twice}`;
}

/** The statements of a policy document, whatever shorthand it is written in. */
export function statements(document: Value | undefined): Attributes[] {
  const policy = parse(document ?? null);
  return isObject(policy) ? blocks(policy["Statement"]) : [];
}

/** One text or several: policies allow both. */
export const several = (value: Value | undefined): readonly string[] =>
  typeof value === "string" ? [value] : typeof value === "boolean" ? [String(value)] : texts(value);

/** True if a resource policy of CloudWatch Logs lets a service write streams of a group; conditions are not judged. */
export function mayWriteLogs(store: Store, region: string, service: string, group: string): boolean {
  const allowing = store
    .all("aws_cloudwatch_log_resource_policy")
    .filter((policy) => policy.region === region)
    .flatMap(({ attributes }) => statements(attributes["policy_document"]))
    .filter(({ Effect, Principal }) => Effect === "Allow" && several(block(Principal)["Service"]).includes(service))
    .filter(({ Resource }) => several(Resource).some((resource) => matches(resource, `${group}:log-stream:x`)));
  return ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) =>
    allowing.some(({ Action }) => several(Action).some((pattern) => matches(pattern, action))),
  );
}

/** IAM's patterns: `*` for any text, `?` for one letter. */
export function matches(pattern: string, value: string): boolean {
  const parts = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${parts}$`, "s").test(value);
}

function parse(document: Value): Value | undefined {
  try {
    return typeof document === "string" ? (JSON.parse(document) as Value) : undefined;
  } catch {
    return undefined;
  }
}
