import type { ResourceType, Settings } from "./kind";
import { sameDocument } from "./documents";
import type { Attribute, Block, NestedBlock } from "./schema/model";
import { words } from "./validate";
import { type Attributes, blocks, isList, isObject, isSet, mapValues, same, UNKNOWN, type Value } from "./values";

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
  const kept = planBlock(block, config, prior, kind.defaults);
  const planned = { ...kept, ...byProvider(block, config, kept, settings) };
  const changed = prior === undefined ? [] : changes(prior, planned);
  if (prior === undefined || changed.length === 0) return { planned, replacedBy: [] };
  const replacing =
    typeof kind.replacedBy === "function"
      ? kind.replacedBy(prior, planned)
      : [...words(kind.replacedBy ?? ""), ...ALWAYS_REPLACING].filter((name) => changed.includes(name));
  const unknown = (kind.recomputed?.(changed, planned) ?? []).map((name) => [name, UNKNOWN] as const);
  return { planned: { ...planned, ...Object.fromEntries(unknown) }, replacedBy: replacing };
}

const ALWAYS_REPLACING = ["name", "name_prefix", "region"];

/** Names of what differs, unknown values included. */
export const changes = (before: Attributes, after: Attributes): string[] =>
  Object.keys(after).filter((name) => !same(before[name] ?? null, after[name]));

/** What the provider itself fills in, with what its block tells. */
function byProvider({ attributes }: Block, config: Attributes, planned: Attributes, settings: Settings): Attributes {
  const own = planned["tags"] ?? {};
  return {
    ...("region" in attributes && !isSet(config["region"]) && { region: settings.region }),
    ...("tags_all" in attributes && { tags_all: isObject(own) ? { ...settings.defaultTags, ...own } : UNKNOWN }),
  };
}

function planBlock(block: Block, config: Attributes, prior?: Attributes, defaults: Attributes = {}): Attributes {
  const planned = ({ computed, writeOnly }: Attribute, name: string): Value => {
    const [written, before = UNKNOWN] = [config[name] ?? null, prior?.[name]];
    if (writeOnly === true) return null;
    if (written !== null) return sameDocument(name, written, before) ? before : written;
    return computed === true ? (defaults[name] ?? before) : null;
  };
  const nested = (type: NestedBlock, name: string): Value => planBlocks(type, config[name] ?? null, prior?.[name]);
  return { ...mapValues(block.attributes, planned), ...mapValues(block.blocks, nested) };
}

function planBlocks({ block, nesting }: NestedBlock, configured: Value, prior: Value | undefined): Value {
  const earlier = blocks(prior);
  if (isObject(configured)) return planBlock(block, configured, earlier[0]);
  if (!isList(configured)) return configured;
  return blocks(configured).map((item, index) =>
    planBlock(block, item, nesting === "list" ? earlier[index] : earlier.find((candidate) => covers(candidate, item))),
  );
}

/** True if an object has all that was configured, whatever else it has. */
const covers = (existing: Attributes, configured: Attributes): boolean =>
  Object.entries(configured).every(([name, value]) => !isSet(value) || same(existing[name], value));
