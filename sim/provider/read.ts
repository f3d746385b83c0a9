import { keyOf, regionOf } from "./apply";
import { Refusal, type ResourceType } from "./kind";
import { conform } from "./protocol/codec";
import type { Store } from "./store";
import { type Attributes, isObject, text } from "./values";

/** An object as it is now, or null if it is gone. */
export function fromStore(type: ResourceType, state: Attributes, store: Store): Attributes | null {
  const object = store.get(type.name, regionOf(state), keyOf(type, state));
  const attributes = object === undefined ? null : conform(object.attributes, type.type);
  return isObject(attributes) ? attributes : null;
}

/**
 * An object by its import id: the id, the form `region` of the provider's documentation (`id@us-east-1`), or the name.
 * What only Terraform knows (timeouts) is empty.
 */
export function imported(type: ResourceType, importId: string, store: Store): Attributes {
  const [, id = importId, region] = /^(.*)@([a-z]{2}-[a-z]+-\d)$/.exec(importId) ?? [];
  const object = store.find(
    type.name,
    (candidate) =>
      (candidate.id === id || text(candidate.attributes["name"]) === id) &&
      (region === undefined || candidate.region === region),
  );
  if (object === undefined) throw new Refusal(`Cannot import non-existent remote object: ${type.name} ${importId}`);
  const state = conform(object.attributes, type.type) as Attributes;
  return "timeouts" in state ? { ...state, timeouts: null } : state;
}
