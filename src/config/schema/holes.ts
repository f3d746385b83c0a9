import type { z } from "zod";
import type { Path } from "./problem";

/** Thrown by whatever looks into a hole. */
class HoleTouched extends Error {}

const touched = (): never => {
  throw new HoleTouched();
};

/**
 * Stands where a value is wrong, so that the rest of its file is checked all the same. A rule that looks into it ends
 * there: nothing is reported that another problem only caused.
 */
export const HOLE = new Proxy(
  {},
  { get: touched, has: touched, ownKeys: touched, getOwnPropertyDescriptor: touched },
) as never;

export const isHole = (value: unknown): boolean => value === HOLE;

/** A schema that lets a hole pass, which otherwise checks as before. */
export function passing<Schema extends z.core.SomeType>(schema: Schema): Schema {
  const inside = schema._zod;
  const run = inside.run.bind(inside);
  inside.run = (payload, context) => (isHole(payload.value) ? payload : run(payload, context));
  return schema;
}

/**
 * Puts a hole at this place, or at the nearest that is there; a key that is missing gets one, too.
 *
 * @param whole is changed; a copy by `structuredClone` has no holes yet
 */
export function putHole(whole: { value: unknown }, path: Path): void {
  const parent = walk(whole, path);
  if (parent === undefined) return;
  const [holder, step] = parent;
  holder[step] = HOLE;
}

/** Takes away a key. */
export function takeKey(whole: { value: unknown }, path: Path): void {
  const [holder, step] = walk(whole, path) ?? [{}, ""];
  Reflect.deleteProperty(holder, step);
}

type Holder = Record<string | number, unknown>;

/** What holds the value at a path, or the nearest value above it; undefined if that is in a hole. */
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

/** What is read; something else where that needs what is wrong. */
export function orElse<Read, Otherwise>(read: () => Read, otherwise: Otherwise): Read | Otherwise {
  try {
    return read();
  } catch (error) {
    if (error instanceof HoleTouched) return otherwise;
    throw error;
  }
}

/** What follows from other values; a hole where one of them is. */
export const orHole = <Read>(read: () => Read): Read => orElse(read, HOLE);

/** A list without holes. */
export const unbroken = <Item>(items: readonly Item[]): readonly Item[] => (items.some(isHole) ? HOLE : items);

/** The entries of a list that are right, with their places in it. */
export const rightOnes = <Item>(items: readonly Item[]): readonly (readonly [index: number, item: Item])[] =>
  items.map((item, index) => [index, item] as const).filter(([, item]) => !isHole(item));
