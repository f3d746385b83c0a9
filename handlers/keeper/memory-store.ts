import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { Item } from "./aws/dynamodb";
import { noMemory, type Memory } from "./memory";
import { MEMORY } from "./memory-schema";
import type { Instant } from "./time";

/** Rises when an older memory can't be read any more. */
const SCHEMA = "1";
/** How much of what is wrong goes into the log and the mail. */
const LONGEST_PROBLEM = 300;

/** What the table said. */
export interface Stored {
  readonly memory: Memory;
  /** What was wrong with the item; then the memory is a new one. */
  readonly problem?: string;
  /** As it was read, whatever it is; undefined if there was none. */
  readonly version?: AttributeValue;
}

/** The memory in the item that was read. One that can't be read is replaced by a new one, at its next writing. */
export function memoryIn(item: Item | undefined | "no table", now: Instant): Stored {
  if (item === undefined) return { memory: noMemory(now) };
  if (item === "no table") return { memory: noMemory(now), problem: "the table is not there any more" };
  const { version, schema, memory } = item;
  try {
    if (schema?.N !== SCHEMA) throw new Error(`its schema is ${schema?.N ?? "missing"}, this keeper reads ${SCHEMA}`);
    return { memory: parse(memory?.S ?? ""), version };
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_PROBLEM);
    return { memory: noMemory(now), problem, version };
  }
}

/** The item to write instead of the one that was read. */
export function itemOf(memory: Memory, before: Stored): Item {
  const version = Number(before.version?.N ?? 0) + 1;
  return { schema: { N: SCHEMA }, version: { N: String(version) }, memory: { S: textOf(memory) } };
}

/** True if there is something to write: the rest is as it was read. The item's text has its fields in one order. */
export const isChanged = (memory: Memory, before: Stored): boolean =>
  before.problem !== undefined ||
  (JSON.stringify(memory) !== JSON.stringify(before.memory) && textOf(memory) !== textOf(before.memory));

const textOf = (memory: Memory): string => JSON.stringify(z.encode(MEMORY, memory));

function parse(text: string): Memory {
  const result = z.safeDecode(MEMORY, JSON.parse(text));
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path }) => path.join(".") || "all of it");
  throw new Error(`it has another shape than expected at ${[...new Set(wrong)].join(", ")}`);
}
