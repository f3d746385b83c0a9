import type { z } from "zod";
import type { Path } from "./problems";

/** Thrown by whatever looks into a hole. */
class HoleTouched extends Error {}

const touched = (): never => {
  throw new HoleTouched();
};

/**
 * Stands where a value is wrong, so that the rest of its file is judged all the same. A rule that looks into it ends
 * there: nothing is told that another problem only caused.
 */
export const HOLE = new Proxy(
  {},
  { get: touched, has: touched, ownKeys: touched, getOwnPropertyDescriptor: touched },
) as never;

export const isHole = (value: unknown): boolean => value === HOLE;

/** A schema that lets a hole pass, where it else judges as before. */
export function passing<Schema extends z.core.SomeType>(schema: Schema): Schema {
  const inside = schema._zod;
  const run = inside.run.bind(inside);
  inside.run = (payload, context) => (isHole(payload.value) ? payload : run(payload, context));
  return schema;
}

/** A copy with a hole at this place, or at the nearest that is there; a key that is missing gets one, too. */
export const withHole = (value: unknown, path: Path): unknown => changed(value, path, () => HOLE);

/** A copy without this key. */
export const without = (value: unknown, path: Path): unknown => changed(value, path, () => undefined);

function changed(value: unknown, [step, ...rest]: Path, change: () => unknown): unknown {
  if (isHole(value)) return value;
  if (step === undefined || typeof value !== "object" || value === null) return change();
  if (Array.isArray(value) && typeof step !== "number") return change();
  const part = changed((value as Readonly<Record<string | number, unknown>>)[step], rest, change);
  if (Array.isArray(value)) return value.with(Number(step), part);
  const others = Object.entries(value).filter(([key]) => key !== String(step));
  return Object.fromEntries(part === undefined ? others : [...others, [step, part]]);
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
