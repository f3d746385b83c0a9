import type { z } from "zod";
import type { Path } from "./problem";

/** Thrown when a hole is read. */
class HoleTouched extends Error {}

const touched = (): never => {
  throw new HoleTouched();
};

/**
 * Replaces an invalid value, so that the rest of its file is still checked. A rule that reads it ends there, so that one
 * mistake is not reported twice.
 */
export const HOLE = new Proxy(
  {},
  { get: touched, has: touched, ownKeys: touched, getOwnPropertyDescriptor: touched },
) as never;

export const isHole = (value: unknown): boolean => value === HOLE;

/** Makes a schema accept a hole. */
export function passing<Schema extends z.core.SomeType>(schema: Schema): Schema {
  const inside = schema._zod;
  const run = inside.run.bind(inside);
  inside.run = (payload, context) => (isHole(payload.value) ? payload : run(payload, context));
  return schema;
}

/**
 * Puts a hole at this path, or at its nearest parent that exists. A missing key gets a hole, too.
 *
 * @param whole is changed
 */
export function putHole(whole: { value: unknown }, path: Path): void {
  const parent = walk(whole, path);
  if (parent === undefined) return;
  const [holder, step] = parent;
  holder[step] = HOLE;
}

/** Removes a key. */
export function takeKey(whole: { value: unknown }, path: Path): void {
  const [holder, step] = walk(whole, path) ?? [{}, ""];
  Reflect.deleteProperty(holder, step);
}

/** The value at a path; undefined if there is none, or a hole. */
export function valueAt(value: unknown, [step, ...rest]: Path): unknown {
  if (isHole(value)) return undefined;
  if (step === undefined) return value;
  const isHolder = typeof value === "object" && value !== null && Object.hasOwn(value, step);
  return isHolder ? valueAt((value as Holder)[step], rest) : undefined;
}

type Holder = Record<string | number, unknown>;

/** The holder of the value at a path, or of its nearest parent that exists; undefined inside a hole. */
function walk(whole: { value: unknown }, path: Path): readonly [Holder, string | number] | undefined {
  let [holder, step]: [Holder, string | number] = [whole, "value"];
  for (const next of path) {
    const value: unknown = holder[step];
    if (isHole(value)) return undefined;
    if (typeof value !== "object" || value === null || (Array.isArray(value) && typeof next !== "number")) break;
    [holder, step] = [value as Holder, next];
  }
  return [holder, step];
}

/** The result of `read`, or `otherwise` if it reads a hole. */
export function orElse<Read, Otherwise>(read: () => Read, otherwise: Otherwise): Read | Otherwise {
  try {
    return read();
  } catch (error) {
    if (error instanceof HoleTouched) return otherwise;
    throw error;
  }
}

/** The result of `read`, or a hole if it reads one. */
export const orHole = <Read>(read: () => Read): Read => orElse(read, HOLE);

/** The list, or a hole if it has one. */
export const unbroken = <Item>(items: readonly Item[]): readonly Item[] => (items.some(isHole) ? HOLE : items);

/** The valid entries of a list, with their indexes. */
export const validEntries = <Item>(items: readonly Item[]): readonly (readonly [index: number, item: Item])[] =>
  items.map((item, index) => [index, item] as const).filter(([, item]) => !isHole(item));
