/** A type as Terraform writes it in JSON. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>];

class Unknown {
  readonly kind = "known after apply";
}
/** Stands for a value that only an apply can tell. */
export const UNKNOWN = new Unknown();

export type Value = null | string | number | boolean | Unknown | readonly Value[] | Attributes;
/** An object, a map or one block. */
export interface Attributes {
  readonly [name: string]: Value;
}

export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

/** An object, a map or one block, and neither a list nor an unknown. */
export function isObject(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !isList(value) && !(value instanceof Unknown);
}

/** The same members with other values, in the same order. */
export function mapValues<In, Out>(members: Readonly<Record<string, In>>, change: (member: In, name: string) => Out) {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member, name)]));
}

/** The members that fit. */
export const pick = (members: Attributes, fits: (name: string, value: Value) => boolean): Attributes =>
  Object.fromEntries(Object.entries(members).filter(([name, value]) => fits(name, value)));

/** True if no part of it is unknown. */
export function isKnown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return false;
  if (isList(value)) return value.every(isKnown);
  return !isObject(value) || Object.values(value).every(isKnown);
}

/** One text for equal values, whatever the order of an object's keys; used to compare and to sort. */
export function canonical(value: unknown): string {
  if (value instanceof Unknown) return "?";
  if (isList(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join()}}`;
}

/** Two unknowns are not the same: nobody knows. */
export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  isKnown(a) && isKnown(b) && canonical(a) === canonical(b);

/** A text, empty if there is none (yet). */
export const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");

/** The texts of a list or set. */
export const texts = (value: Value | undefined): string[] =>
  isList(value) ? value.filter((item) => typeof item === "string") : [];

/** The blocks of one kind, however many. */
export const blocks = (value: Value | undefined): Attributes[] =>
  isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [];

/** The first block of a kind; empty if there is none. */
export const block = (value: Value | undefined): Attributes => blocks(value)[0] ?? {};

/** Neither null nor an empty list; an unknown will be something. */
export const isSet = (value: Value | undefined): boolean =>
  value !== null && value !== undefined && !(isList(value) && value.length === 0);
