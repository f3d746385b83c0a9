import { decode as unpack, encode as pack, ExtensionCodec } from "@msgpack/msgpack";
import { type Attributes, canonical, isList, isObject, mapValues, type Type, UNKNOWN, type Value } from "../values";

const UNKNOWN_EXTENSION = 0;
/** An unknown value of which Terraform tells something, like "not null"; here it is an unknown like any other. */
const REFINED_UNKNOWN_EXTENSION = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: UNKNOWN_EXTENSION,
  encode: (value) => (value === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: REFINED_UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });

/** Writes a value the way Terraform's protocol wants it: every attribute of an object is there, null included. */
export const encode = (value: Value, type: Type): Uint8Array => pack(conform(value, type), { extensionCodec });

/** Reads what Terraform sent. A set comes back sorted, so that equal sets are equal lists. */
export const decode = (bytes: Uint8Array, type: Type): Value => conform(unpack(bytes, { extensionCodec }), type);

/**
 * Brings a value from elsewhere (a state file, a person's edit) into the form of a type: unknown members are dropped,
 * missing ones are null, sets are sorted.
 */
export function conform(value: unknown, type: Type): Value {
  if (value === null || value === undefined) return null;
  if (value === UNKNOWN) return UNKNOWN;
  if (type === "number") return Number(value); // numbers beyond 64 bits arrive as text
  if (type === "bool") return Boolean(value);
  if (type === "string") return typeof value === "string" ? value : canonical(value);
  const [kind, inner] = type;
  if (kind === "object") {
    if (!isObject(value)) throw new Error(`expected an object, found ${canonical(value)}`);
    return mapValues(inner, (member, name) => conform(value[name], member));
  }
  if (kind === "map") return isObject(value) ? mapValues(value, (item) => conform(item, inner)) : {};
  if (!isList(value)) throw new Error(`expected a ${kind}, found ${canonical(value)}`);
  const items = value.map((item) => conform(item, inner));
  return kind === "set" ? sortedSet(items) : items;
}

function sortedSet(items: readonly Value[]): Value[] {
  const byText = items.map((item) => [canonical(item), item] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  // Unknowns look alike and may still turn out different.
  return byText.filter(([key], at) => key.includes("?") || key !== byText[at - 1]?.[0]).map(([, item]) => item);
}

/** A value in a message. */
export interface Dynamic {
  readonly msgpack?: Uint8Array;
}

/** The object in a message; nothing for what isn't there yet or any more. */
export function decoded(value: Dynamic | undefined, type: Type): Attributes | undefined {
  const content = value?.msgpack === undefined ? null : decode(value.msgpack, type);
  return isObject(content) ? content : undefined;
}

export const dynamic = (value: Value, type: Type): Dynamic => ({ msgpack: encode(value, type) });
