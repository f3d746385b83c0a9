import type { Kind, ResourceType, Settings } from "./kind";
import { sameDocument } from "./documents";
import type { Attribute, Block, NestedBlock } from "./schema/model";
import { words } from "./validate";
import { type Attributes, blocks, isList, isObject, isSet, same, UNKNOWN, type Value } from "./values";

export interface Plan {
  readonly planned: Attributes;
  /** Arguments whose change makes a new object. */
  readonly replacedBy: readonly string[];
}

/**
 * What an object will be: configured values as written, what only AWS can tell unknown at first and kept later.
 *
 * @param prior nothing for a creation, also for the one in a replacement
 */
export function planChange(
  { block, kind }: ResourceType,
  config: Attributes,
  prior: Attributes | undefined,
  settings: Settings,
): Plan {
  const kept = planBlock(block, config, prior, "", kind);
  const planned = { ...kept, ...byProvider(block, config, kept, settings) };
  if (prior === undefined) return { planned, replacedBy: [] };

  const changed = changes(prior, planned);
  if (changed.length === 0) return { planned, replacedBy: [] };
  const replacing =
    typeof kind.replacedBy === "function"
      ? kind.replacedBy(prior, planned)
      : [...words(kind.replacedBy), "region"].filter((name) => changed.includes(name));
  const unknown = (kind.recomputed?.(changed, planned) ?? []).map((name) => [name, UNKNOWN] as const);
  return { planned: { ...planned, ...Object.fromEntries(unknown) }, replacedBy: replacing };
}

/** Names of what differs, unknown values included. */
export function changes(before: Attributes, after: Attributes): string[] {
  return Object.keys(after).filter((name) => !same(before[name] ?? null, after[name]));
}

/** What the provider itself fills in, with what its block tells. */
function byProvider({ attributes }: Block, config: Attributes, planned: Attributes, settings: Settings): Attributes {
  const filled: Record<string, Value> = {};
  if ("region" in attributes && !isSet(config["region"])) filled["region"] = settings.region;
  if ("tags_all" in attributes) {
    const own = planned["tags"] ?? {};
    filled["tags_all"] = isObject(own) ? { ...settings.defaultTags, ...own } : UNKNOWN;
  }
  return filled;
}

function planBlock(
  block: Block,
  config: Attributes,
  prior: Attributes | undefined,
  path: string,
  kind: Kind,
): Attributes {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const fallback = kind.defaults?.[path + name];
    planned[name] = planAttribute(name, attribute, config[name] ?? null, prior?.[name], fallback);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    planned[name] = planBlocks(nested, config[name] ?? null, prior?.[name], `${path}${name}.`, kind);
  }
  return planned;
}

function planAttribute(
  name: string,
  { computed, writeOnly }: Attribute,
  configured: Value,
  prior: Value | undefined,
  fallback: Value | undefined,
): Value {
  if (writeOnly === true) return null;
  if (configured !== null) return prior !== undefined && sameDocument(name, configured, prior) ? prior : configured;
  if (computed !== true) return null;
  return fallback ?? (prior === undefined ? UNKNOWN : prior);
}

function planBlocks(
  { block, nesting }: NestedBlock,
  configured: Value,
  prior: Value | undefined,
  path: string,
  kind: Kind,
): Value {
  const earlier = blocks(prior);
  if (isObject(configured)) return planBlock(block, configured, earlier[0], path, kind);
  if (!isList(configured)) return configured;
  return blocks(configured).map((item, index) => {
    const match = nesting === "list" ? earlier[index] : earlier.find((candidate) => covers(candidate, item));
    return planBlock(block, item, match, path, kind);
  });
}

/** True if an object has all that was configured, whatever else it has. */
function covers(existing: Value | undefined, configured: Value): boolean {
  if (configured === null) return true;
  if (isObject(configured)) {
    return (
      isObject(existing) && Object.keys(configured).every((name) => covers(existing[name], configured[name] ?? null))
    );
  }
  if (isList(configured) && isList(existing)) {
    return configured.length === existing.length && configured.every((item, index) => covers(existing[index], item));
  }
  return same(existing, configured);
}
