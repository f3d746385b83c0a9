import { z } from "zod";
import { PER_KEY, withRule } from "./rule";
import { isHole, passing } from "./holes";
import { didYouMean, mustBe, mustBeText } from "./messages";

/** Why a key or word is refused, by its name. */
type Refusals = ReadonlyMap<string, string>;

/** `{"is not supported: …": "dns dns_opt"}` as a map from each word to its reason. */
export const refusals = (reasons: Readonly<Record<string, string>>): Refusals =>
  new Map(
    Object.entries(reasons).flatMap(([reason, words]) => words.split(" ").map((word) => [word, reason] as const)),
  );

/** The message for a name that is reserved for a later version. */
export const notYet = (what: string): string => `is not supported yet (${what}): remove it for now`;

/** A mapping with a fixed set of keys. Keys in `refused` get their own message, others a suggestion. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, refused: Refusals = new Map()) {
  const known = Object.keys(shape);
  Object.values(shape).forEach(passing);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => refused.get(key) ?? unknownKey(key, known)).join(PER_KEY)
        : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  if (key.startsWith("x-")) return "is not supported: x-… keys have no effect here, remove it";
  const suggestion = didYouMean(key, known);
  return suggestion === ""
    ? `is not a setting here: expected one of ${known.join(", ")}`
    : `is not a setting here${suggestion}`;
}

/** One of several words. `reserved` words get their own message. */
export function choice<const Word extends string>(words: readonly Word[], reserved: Refusals = new Map()) {
  const what = words.length === 1 ? words.join() : `one of ${words.join(", ")}`;
  return z.enum(words, {
    error: ({ input }) => {
      if (typeof input !== "string") return mustBe(what)({ input });
      const later = reserved.get(input);
      return later === undefined ? `${mustBe(what)({ input })}${didYouMean(input, words)}` : `${input} ${later}`;
    },
  });
}

/** True or false; the description ends with the default. */
export const flag = (byDefault: boolean, description: string) =>
  z.boolean().prefault(byDefault).describe(`${description}; default ${byDefault}`);

/** A whole number between two limits, which are both allowed. */
export function whole({ min, max }: { readonly min: number; readonly max: number }) {
  const error = mustBe(`a whole number from ${min} to ${max}`);
  return z
    .number({
      error: ({ input }) =>
        typeof input === "string" && /^-?\d+$/.test(input)
          ? `must be a number: write ${input} without quotes`
          : error({ input }),
    })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, { error })
    .meta({ type: "integer", minimum: min, maximum: max });
}

/** Text that matches a pattern; `what` names what is allowed, like "a letter from a to h". */
export function text(pattern: RegExp, what: string) {
  const error = mustBeText(what, pattern);
  return z.string({ error }).regex(pattern, { error });
}

/** A list; `like` is an example, `loss` what an empty list costs where it must be written out. */
export function list<Item extends z.core.SomeType>(item: Item, like: string, loss?: string) {
  return z.array(passing(item), {
    error: ({ input }) => {
      if (Array.isArray(input)) return undefined; // too short or too long
      if (typeof input === "string") return `must be a list: write [${JSON.stringify(input)}]`;
      const message = mustBe(`a list like ${like}`)({ input });
      const isWritten = input !== undefined && input !== null;
      return isWritten || loss === undefined ? message : `${message}; ${loss}, so write [] only if you want that`;
    },
  });
}

/** A mapping whose keys the user chooses; `what` names what is allowed, like "the name of a host", `instead` what to do. */
export function record<Value extends z.core.SomeType>(
  pattern: RegExp,
  what: string,
  value: Value,
  instead: (name: string) => string = () => "",
) {
  const key = z.string().meta({ pattern: pattern.source });
  // A problem with a key must not hide the problems of its value.
  return withRule(z.record(key, passing(value)), (all) =>
    Object.entries(all)
      .filter(([name, one]) => !isHole(one) && !pattern.test(name))
      .map(([name]) => ({ path: [name], message: mustBe(what)({ input: name }) + instead(name), atKey: true })),
  );
}

/** A value in one of several forms of different kinds (text, list, mapping). Problems are those of the form that fits by kind. */
export function oneOf<const Forms extends readonly z.core.SomeType[]>(forms: Forms, what: string) {
  return z.union(forms, { error: mustBe(what) });
}
