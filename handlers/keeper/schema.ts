import * as z from "zod/mini";

/** Milliseconds in code, readable in the console: 2026-11-21T19:58:03.120Z. */
export const instant = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (milliseconds) => new Date(milliseconds).toISOString(),
});

/** Nothing of what is read is changed in place. */
export const objectOf = <Fields extends z.core.$ZodLooseShape>(fields: Fields) => z.readonly(z.object(fields));
export const listOf = <Item extends z.core.SomeType>(item: Item) => z.readonly(z.array(item));
export const recordOf = <Item extends z.core.SomeType>(item: Item) => z.readonly(z.record(z.string(), item));
