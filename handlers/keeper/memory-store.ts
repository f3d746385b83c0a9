import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import type { Item } from "./aws/dynamodb";
import type { NoMemory } from "./facts";
import { MEMORY, noMemory, type Memory } from "./memory";
import { MINUTE, type Instant } from "./time";

/** Rises when an older memory can't be read any more. */
const SCHEMA = "2";
/** Clocks and counts alone are written no oftener: each write makes a look that meets it start again. */
const CLOCKS_MINUTES = 4;
/** How much of what is wrong goes into the log and the mail. */
const LONGEST_PROBLEM = 300;

/** What the item calls these fields: as the first versions did, so that those before and after an upgrade read each other's. */
const STORED_NAMES: readonly (readonly [name: string, stored: string])[] = [
  ["pendingWake", "wanted"],
  ["handledQuery", "seenQuery"],
  ["emptySessions", "vain"],
  ["claimedMails", "told"],
  ["hasPoints", "counts"],
  ["deploymentProblem", "refused"],
  ["passedObstacles", "passed"],
];

/** For JSON.stringify and JSON.parse: objects with other names for some of their fields. */
const renaming = (names: ReadonlyMap<string, string>) => (_: string, value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [names.get(name) ?? name, field as unknown]))
    : value;
const asStored = renaming(new Map(STORED_NAMES));
const asRead = renaming(new Map(STORED_NAMES.map(([name, stored]) => [stored, name])));

/** What the table said. */
export interface Stored {
  readonly memory: Memory;
  /** Why the memory is a new one. */
  readonly noMemory?: NoMemory;
  /** As it was read, whatever it is; undefined if there was none. */
  readonly version?: Item[string];
}

/** The memory in the item that was read. One that can't be read is replaced by a new one, at its next writing. */
export function memoryIn(item: Item | undefined, now: Instant): Stored {
  if (item === undefined) return { memory: noMemory(now), noMemory: { kind: "new" } };
  const { version, schema, memory } = item;
  try {
    if (schema?.N !== SCHEMA) throw new Error(`its schema is ${schema?.N ?? "missing"}, this keeper reads ${SCHEMA}`);
    return { memory: parse(memory?.S ?? ""), version };
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_PROBLEM);
    return { memory: noMemory(now), noMemory: { kind: "spoiled", problem }, version };
  }
}

/** The item to write instead of the one that was read. */
export function itemOf(memory: Memory, before: Stored): Item {
  const version = Number(before.version?.N ?? 0) + 1;
  return { schema: { N: SCHEMA }, version: { N: String(version) }, memory: { S: textOf(memory) } };
}

/** True if there is something to write: the rest is as it was read, or clocks that were written a moment ago. */
export function isChanged(memory: Memory, before: Stored): boolean {
  if (before.noMemory !== undefined) return true;
  if (JSON.stringify(memory) === JSON.stringify(before.memory)) return false;
  const { countedUntil = 0 } = memory;
  const areClocksNew = countedUntil - (before.memory.countedUntil ?? 0) < CLOCKS_MINUTES * MINUTE;
  const without = areClocksNew ? withoutClocks : (all: Memory): Memory => all;
  return !isDeepStrictEqual(plain(without(memory)), plain(without(before.memory)));
}

/** What the next look finds out again, from the same facts. */
const withoutClocks = ({ countedUntil, day, month, session, ...rest }: Memory): Memory => ({
  ...rest,
  sentUntil: undefined,
  // The first and the last count of a host are more than a clock.
  ...(countedUntil !== undefined && { countedUntil: 0 }),
  day: { ...day, minutes: 0, sentMiB: 0 },
  month: { ...month, minutes: 0, sentMiB: 0 },
  ...(session && { session: { ...session, hostSeenAt: session.hostSeenAt === undefined ? undefined : 0 } }),
});

/** Without fields that hold nothing, as in the item. */
const plain = (memory: Memory): unknown => JSON.parse(JSON.stringify(memory));

const textOf = (memory: Memory): string => JSON.stringify(z.encode(MEMORY, memory), asStored);

function parse(text: string): Memory {
  const result = z.safeDecode(MEMORY, JSON.parse(text, asRead) as z.input<typeof MEMORY>);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path }) => path.join(".") || "all of it");
  throw new Error(`it has another shape than expected at ${[...new Set(wrong)].join(", ")}`);
}
