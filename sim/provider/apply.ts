import { type Cloud, regionOf } from "./cloud";
import { Refusal, type Request, type ResourceType } from "./kind";
import { changes } from "./plan";
import { referring, refusedChange, refusedDeletion } from "./refusals";
import type { Store, StoredObject } from "./store";
import { arn, expand, maker } from "./templates";
import { type Attributes, canonical, isList, isObject, mapValues, pick, text, UNKNOWN, type Value } from "./values";

/** What Terraform asks for: nothing prior for a creation, nothing planned for a deletion. */
export interface Change extends Pick<Request, "prior" | "written" | "folder"> {
  readonly planned: Attributes | undefined;
}

/** Carries out a change, and gives the object as it is then; nothing for what is gone. */
export function carryOut(type: ResourceType, change: Change, cloud: Cloud): Attributes | null {
  const { prior, planned } = change;
  const object = planned ?? prior ?? {};
  const [id, region] = [text(prior?.["id"]), regionOf(prior ?? object)];
  const request: Request = { ...change, object, id, region, store: cloud.store };
  if (planned === undefined) return remove(type, request, cloud);
  const reason = refusedChange(type, request);
  if (reason !== undefined) throw new Refusal(reason);
  return prior === undefined ? create(type, request, cloud) : update(type, prior, request, cloud);
}

function create(type: ResourceType, request: Request, cloud: Cloud): Attributes {
  const { object, region, store } = request;
  // Enough to tell objects without a name apart; long texts like scripts would change the id at each edit.
  const short = pick(object, (_, value) => value !== UNKNOWN && canonical(value).length < 200);
  const seed = [type.name, region, text(object["name"]) || canonical(short)].join();
  const attributes = withComputed(type, request, `${seed} ${store.count(seed)}`);
  const id = text(attributes["id"]);
  store.put({ type: type.name, id, key: keyOf(type, attributes), region, attributes });
  keep(type, request);
  cloud.tell("create", type, attributes, { attributes });
  return attributes;
}

/** Only what Terraform changes is sent: what others changed meanwhile stays. */
function update(type: ResourceType, prior: Attributes, request: Request, cloud: Cloud): Attributes {
  const { id, region, store } = request;
  const existing = store.get(type.name, region, keyOf(type, prior));
  if (existing === undefined) throw new Refusal(`ResourceNotFoundException: ${id} does not exist any more`);
  const attributes = withComputed(type, request, id);
  const sent = changes(prior, attributes);
  const values = (from: Attributes): Attributes => pick(from, (name) => sent.includes(name));
  store.put({ ...existing, attributes: { ...existing.attributes, ...values(attributes) } });
  keep(type, request);
  cloud.tell("update", type, attributes, { before: values(prior), after: values(attributes) });
  return attributes;
}

function keep({ kind }: ResourceType, request: Request): void {
  const kept = kind.keeps?.(request);
  if (kept !== undefined) request.store.put(kept);
}

/** Removes an object and what goes with it. One that is gone already is no error, as in the real provider. */
function remove(type: ResourceType, request: Request, cloud: Cloud): null {
  const { object, region, store } = request;
  const key = keyOf(type, object);
  if (store.get(type.name, region, key) === undefined) return null;
  const reason = refusedDeletion(type.kind, request);
  if (reason !== undefined) throw new Refusal(reason);
  // Terraform forgets it, AWS keeps it: what the argument is for.
  if (object["skip_destroy"] === true) return null;
  for (const taken of referring(type.kind.takes ?? "", request)) {
    store.remove(taken);
    cloud.journal.write({ action: "taken", type: taken.type, id: taken.id, region: taken.region });
  }
  store.remove({ type: type.name, region, key });
  cloud.tell("delete", type, object);
  return null;
}

/** By what an object is found in the store. */
const keyOf = ({ kind }: ResourceType, attributes: Attributes): string => expand(kind.key ?? "{id}", attributes);

/** An object as it is now, or null if it is gone. */
export const current = (type: ResourceType, state: Attributes, store: Store): Attributes | null =>
  store.get(type.name, regionOf(state), keyOf(type, state))?.attributes ?? null;

/**
 * An object by its import id, with or without the region (`id@us-east-1`): the id, the name or the store's key, which
 * are what the provider's documentation wants. What only Terraform knows (timeouts) is empty.
 */
export function imported(type: ResourceType, importId: string, store: Store): Attributes {
  const [, id = importId, region] = /^(.*)@([a-z]{2}-[a-z]+-\d)$/.exec(importId) ?? [];
  const isIt = ({ id: its, key, attributes }: StoredObject): boolean => [its, key, attributes["name"]].includes(id);
  const object = store.find(type.name, (found) => isIt(found) && (region ?? found.region) === found.region);
  if (object === undefined) throw new Refusal(`Cannot import non-existent remote object: ${type.name} ${importId}`);
  return { ...object.attributes, timeouts: null };
}

function withComputed({ kind }: ResourceType, request: Request, seed: string): Attributes {
  const { object, region, store } = request;
  const make = maker(seed);
  const vpc = store.get("aws_vpc", region, text(object["vpc_id"]))?.attributes;
  const cluster = text(object["cluster"]).replace(/^.*\//, ""); // its name, out of its ARN
  const given = { ...object, region, cluster, default_of_vpc: vpc?.["default_security_group_id"] ?? null };
  const arnWith = (id: string): string => arn(make(kind.arn ?? "", { ...given, id }), region);
  const id = request.id || make(kind.id ?? "{name}", { ...given, arn: text(object["arn"]) || arnWith("") });
  const filled = (value: Value): Value => {
    if (isList(value)) return value.map(filled);
    return typeof value === "string" ? make(value, { ...given, id }) : value;
  };
  const computed = typeof kind.computed === "function" ? kind.computed(object, request) : kind.computed;
  const answer: Attributes = {
    ...(kind.arn !== undefined && { arn: arnWith(id) }),
    id,
    ...mapValues(computed ?? {}, filled),
  };
  return mapValues(object, (value, name) => settled(value === UNKNOWN ? (answer[name] ?? null) : value));
}

/** Nothing stays unknown: what AWS's answer leaves out is empty. */
function settled(value: Value): Value {
  if (value === UNKNOWN) return null;
  if (isList(value)) return value.map(settled);
  return isObject(value) ? mapValues(value, settled) : value;
}
