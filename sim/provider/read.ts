import { keyOf, regionOf } from "./apply";
import { Refusal, type ResourceType } from "./kind";
import { conform } from "./protocol/codec";
import type { Store } from "./store";
import { type Attributes, text } from "./values";

/** An object as it is now, or null if it is gone. */
export const current = (type: ResourceType, state: Attributes, store: Store): Attributes | null =>
  conform(store.get(type.name, regionOf(state), keyOf(type, state))?.attributes, type.type) as Attributes | null;

/**
 * An object by its import id: the id, the form `region` of the provider's documentation (`id@us-east-1`), or the name.
 * What only Terraform knows (timeouts) is empty.
 */
export function imported(type: ResourceType, importId: string, store: Store): Attributes {
  const [, id = importId, region] = /^(.*)@([a-z]{2}-[a-z]+-\d)$/.exec(importId) ?? [];
  const object = store.find(
    type.name,
    (found) => [found.id, text(found.attributes["name"])].includes(id) && (region ?? found.region) === found.region,
  );
  if (object === undefined) throw new Refusal(`Cannot import non-existent remote object: ${type.name} ${importId}`);
  return conform({ ...object.attributes, timeouts: null }, type.type) as Attributes;
}
