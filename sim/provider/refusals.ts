import type { Kind, Names, Request } from "./kind";
import { allowsService, statements } from "./policies";
import type { Store, StoredObject } from "./store";
import { expand } from "./templates";
import { isSet, text } from "./values";
import { valuesAt, words } from "./validate";

/** What AWS says against a creation. */
export function refusedCreation(type: string, kind: Kind, request: Request): string | undefined {
  return refusedChange(kind, request) ?? taken(type, kind, request) ?? kind.refuse?.create?.(request);
}

/** What AWS says against an object as it shall be. */
export function refusedUpdate(kind: Kind, request: Request): string | undefined {
  return refusedChange(kind, request) ?? kind.refuse?.update?.(request);
}

/** What AWS says against a deletion. */
export function refusedDeletion(kind: Kind, request: Request): string | undefined {
  const [references = "", says = ""] = kind.heldBy ?? [];
  return referring(references, request).length > 0
    ? expand(says, { ...request.object, id: request.id })
    : kind.refuse?.delete?.(request);
}

/** Objects whose argument names this one, for references like `aws_subnet.vpc_id`. */
export function referring(references: Names, { id, region, store }: Request): StoredObject[] {
  return words(references).flatMap((reference) => {
    const [type = "", path = ""] = reference.split(/\.(.*)/);
    return store
      .all(type)
      .filter((object) => [object.region, "global"].includes(region) || region === "global")
      .filter(({ attributes }) => valuesAt(attributes, path).includes(id));
  });
}

function refusedChange(kind: Kind, { object, region, store }: Request): string | undefined {
  for (const [path, [types, says]] of Object.entries(kind.needs ?? {})) {
    const missing = valuesAt(object, path).find(
      (name) => typeof name === "string" && name !== "" && lookUp(store, types, region, name) === undefined,
    );
    if (missing !== undefined) return expand(says, { ...object, value: missing });
  }
  for (const [name, [service, says]] of Object.entries(kind.trusts ?? {})) {
    const role = lookUp(store, "aws_iam_role", region, text(object[name]));
    const trusted = statements(role?.attributes["assume_role_policy"]).some((one) => allowsService(one, service));
    if (isSet(object[name]) && !trusted) return expand(says, object);
  }
  return undefined;
}

function taken(type: string, { unique }: Kind, { object, region, store }: Request): string | undefined {
  if (unique === undefined) return undefined;
  const [names, says] = unique;
  const twin = store.find(
    type,
    (other) =>
      other.region === region &&
      words(names).every((name) => (other.attributes[name] ?? null) === (object[name] ?? null)),
  );
  return twin && expand(says, { ...object, value: twin.id });
}

/** An object by its id, its ARN or its name, in a region or global. */
export function lookUp(store: Store, types: Names, region: string, name: string): StoredObject | undefined {
  return words(types)
    .flatMap((type) => store.all(type))
    .filter((object) => object.region === region || object.region === "global" || region === "global")
    .find(({ id, attributes }) => [id, attributes["arn"], attributes["name"]].includes(name));
}
