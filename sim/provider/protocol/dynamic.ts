import { type Attributes, isObject, type Type, type Value } from "../values";
import { decode, encode } from "./codec";

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
