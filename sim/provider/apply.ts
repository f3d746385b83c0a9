import type { Cloud } from "./cloud";
import { ACCOUNT, type Facts, type Request, type ResourceType } from "./kind";
import { changes } from "./plan";
import { referring, refusedCreation, refusedDeletion, refusedUpdate } from "./refusals";
import type { Block } from "./schema/model";
import { arn, expand, maker } from "./templates";
import {
  type Attributes,
  blocks,
  canonical,
  isKnown,
  isList,
  isObject,
  text,
  type Type,
  UNKNOWN,
  type Value,
} from "./values";

/** Carries out what was planned, and gives the object as it is then. */
export function carryOut(
  type: ResourceType,
  prior: Attributes | undefined,
  planned: Attributes | undefined,
  written: Attributes,
  cloud: Cloud,
): Attributes | null {
  if (planned !== undefined) {
    return prior === undefined ? create(type, planned, written, cloud) : update(type, prior, planned, written, cloud);
  }
  if (prior !== undefined) remove(type, prior, cloud);
  return null;
}

/** Carries out a planned creation and gives the object with all its values. */
export function create(type: ResourceType, planned: Attributes, written: Attributes, cloud: Cloud): Attributes {
  const { store } = cloud;
  const region = regionOf(planned);
  cloud.refuse(refusedCreation(type.name, type.kind, { object: planned, id: "", region, store, prior: {}, written }));

  const seed = [type.name, region, text(planned["name"]) || canonical(shortValues(planned))].join();
  const attributes = withComputed(type, planned, { id: "", region, store }, `${seed} ${store.count(seed)}`);
  const id = text(attributes["id"]);
  const key = keyOf(type, attributes);
  const adopted = type.kind.exists === undefined || planned["allow_overwrite"] === true;
  if (!adopted && store.get(type.name, region, key)) cloud.refuse(expand(type.kind.exists ?? "", planned));
  store.put({ type: type.name, id, key, region, attributes });
  cloud.tell({ action: "create", type, id, region, attributes });
  return attributes;
}

/** Carries out a planned change. Only what Terraform changes is sent: what others changed meanwhile stays. */
export function update(type: ResourceType, prior: Attributes, planned: Attributes, written: Attributes, cloud: Cloud) {
  const { store } = cloud;
  const region = regionOf(prior);
  const id = text(prior["id"]);
  const existing = store.get(type.name, region, keyOf(type, prior));
  if (existing === undefined) return cloud.refuse(`ResourceNotFoundException: ${id} does not exist any more`);
  cloud.refuse(refusedUpdate(type.kind, { object: planned, id, region, store, prior, written }));

  const attributes = withComputed(type, planned, { id, region, store }, id);
  const changed = changes(prior, attributes);
  const sent = changed.map((name) => [name, attributes[name] ?? null] as const);
  store.put({ ...existing, attributes: { ...existing.attributes, ...Object.fromEntries(sent) } });
  const told = sent.map(([name, after]) => [name, [prior[name] ?? null, after] as const] as const);
  cloud.tell({ action: "update", type, id, region, attributes, changes: Object.fromEntries(told) });
  return attributes;
}

/** Removes an object and what goes with it. One that is gone already is no error, as in the real provider. */
export function remove(type: ResourceType, prior: Attributes, cloud: Cloud): void {
  const { store } = cloud;
  const region = regionOf(prior);
  const id = text(prior["id"]);
  const key = keyOf(type, prior);
  if (store.get(type.name, region, key) === undefined) return;
  const request: Request = { object: prior, id, region, store, prior, written: {} };
  cloud.refuse(refusedDeletion(type.kind, request));
  // Terraform forgets it, AWS keeps it: what the argument is for.
  if (prior["skip_destroy"] === true) return;
  for (const taken of referring(type.kind.takes ?? "", request)) {
    store.remove(taken);
    cloud.journal.write({ action: "taken", type: taken.type, id: taken.id, region: taken.region });
  }
  store.remove({ type: type.name, region, key });
  cloud.tell({ action: "delete", type, id, region, attributes: prior });
}

/** Where an object lives; what has no region is global. */
export const regionOf = (attributes: Attributes): string => text(attributes["region"]) || "global";

/** By what an object is found in the store. */
export const keyOf = ({ kind }: ResourceType, attributes: Attributes): string => expand(kind.key ?? "{id}", attributes);

function withComputed(type: ResourceType, planned: Attributes, facts: Omit<Facts, "make">, seed: string): Attributes {
  const { region, store } = facts;
  const vpc = store.get("aws_vpc", region, text(planned["vpc_id"]))?.attributes;
  const given = { ...planned, uuid: maker(seed, {})("##"), default_of_vpc: vpc?.["default_security_group_id"] ?? null };
  const arnWith = (id: string): string =>
    arn(type.kind.arn ?? "", { ...given, id, cluster: text(planned["cluster"]).replace(/^.*\//, "") }, region);
  const id = facts.id || maker(seed, { ...given, arn: text(planned["arn"]) || arnWith("") })(type.kind.id);
  const computed = type.kind.computed?.(planned, { ...facts, id, make: maker(seed, { ...given, id }) });
  const general = {
    arn: type.kind.arn === undefined ? null : arnWith(id),
    owner_id: ACCOUNT,
    owner: ACCOUNT,
    account_id: ACCOUNT,
  };
  return fill(type.block, planned, { ...general, id, ...computed });
}

/** Puts a value wherever the plan left one open. */
function fill({ attributes, blocks: nested }: Block, planned: Attributes, computed: Attributes): Attributes {
  const filled: Record<string, Value> = {};
  for (const [name, { type }] of Object.entries(attributes)) {
    const open = planned[name] === UNKNOWN || planned[name] === undefined;
    const value = (open ? computed[name] : planned[name]) ?? null;
    filled[name] = isKnown(value) ? (open ? (value ?? emptyOf(type)) : value) : null;
  }
  for (const [name, { block }] of Object.entries(nested)) {
    const value = planned[name] ?? null;
    if (isList(value)) filled[name] = blocks(value).map((item) => fill(block, item, {}));
    else filled[name] = isObject(value) ? fill(block, value, {}) : null;
  }
  return filled;
}

function emptyOf(type: Type): Value {
  if (typeof type === "string") return null;
  return type[0] === "map" ? {} : [];
}

/** Enough to tell objects without a name apart; long texts like scripts would change the id at each edit. */
function shortValues(planned: Attributes): Attributes {
  const short = Object.entries(planned).filter(([, value]) => value !== UNKNOWN && canonical(value).length < 200);
  return Object.fromEntries(short);
}
