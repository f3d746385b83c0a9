import { type Attributes, canonical, isList, isObject, text, type Value } from "./values";

/** Arguments that are JSON documents: the provider compares them by content, not by text. */
const DOCUMENTS = new Set([
  "access_policy",
  "assume_role_policy",
  "container_definitions",
  "dashboard_body",
  "event_pattern",
  "filter_policy",
  "policy",
  "policy_document",
]);

/** True for equal documents, however they are written. */
export function sameDocument(argument: string, a: Value, b: Value): boolean {
  if (!DOCUMENTS.has(argument) || typeof a !== "string" || typeof b !== "string") return false;
  const [one, other] = [parse(a), parse(b)];
  return one !== undefined && other !== undefined && canonical(sorted(one)) === canonical(sorted(other));
}

/** What is wrong with a document, if anything is. */
export function documentProblem(argument: string, value: Value): string | undefined {
  if (!DOCUMENTS.has(argument) || typeof value !== "string" || value === "") return undefined;
  const document = parse(value);
  if (document === undefined) return `"${argument}" contains an invalid JSON document: ${value.slice(0, 60)}`;
  if (argument === "container_definitions") {
    // provider: internal/service/ecs/task_definition.go, "ECS Task Definition container_definitions is invalid"
    return isList(document) && document.every(isObject)
      ? undefined
      : "container_definitions is no JSON array of objects";
  }
  return argument === "event_pattern" ? undefined : statementProblem(document);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function statementProblem(document: Value): string | undefined {
  const statements = isObject(document) && isList(document["Statement"]) ? document["Statement"].filter(isObject) : [];
  const sids = statements.map(({ Sid }) => text(Sid)).filter((sid) => sid !== "");
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  return twice === undefined
    ? undefined
    : `MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique, ${twice} is there twice`;
}

/** The provider's state has environment and secrets sorted: their order is no change (ecs/task_definition.go). */
function sorted(document: Value): Value {
  if (!isList(document)) return document;
  return document.map((container) =>
    isObject(container)
      ? { ...container, environment: byName(container, "environment"), secrets: byName(container, "secrets") }
      : container,
  );
}

function byName(container: Attributes, member: string): Value {
  const items = container[member];
  return isList(items) ? items.map(canonical).sort() : (items ?? null);
}

function parse(document: string): Value | undefined {
  try {
    return JSON.parse(document) as Value;
  } catch {
    return undefined;
  }
}
