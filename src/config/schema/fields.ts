import { z } from "zod";
import { PER_KEY, withRule } from "./rule";
import { isHole, passing } from "./holes";
import { didYouMean, mustBe, mustBeText } from "./messages";

/** Why a key is not taken, by its name. */
type NotTaken = ReadonlyMap<string, string>;

/** `{"is not taken: …": "dns dns_opt"}` as a map from each word to its reason. */
export const notTaken = (reasons: Readonly<Record<string, string>>): NotTaken =>
  new Map(
    Object.entries(reasons).flatMap(([reason, words]) => words.split(" ").map((word) => [word, reason] as const)),
  );

/** The answer for a name that is reserved for something a later version builds. */
export const notBuiltYet = (what: string): string => `is not built yet (${what}): leave it out for now`;

/** A mapping that knows all its keys. Keys in `refused` get their own reason, others "did you mean". */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, refused: NotTaken = new Map()) {
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
  if (key.startsWith("x-")) return "is not taken: nothing reads Compose's x-… keys here, remove it";
  const suggestion = didYouMean(key, known);
  return suggestion === ""
    ? `is not a setting here: allowed are ${known.join(", ")}`
    : `is not a setting here${suggestion}`;
}

/** One word of a list. `reserved` words are known, but not built yet. */
export function choice<const Word extends string>(words: readonly Word[], reserved: NotTaken = new Map()) {
  const what = words.length === 1 ? words.join() : `one of ${words.join(", ")}`;
  return z.enum(words, {
    error: ({ input }) => {
      if (typeof input !== "string") return mustBe(what)({ input });
      const later = reserved.get(input);
      return later === undefined ? `${mustBe(what)({ input })}${didYouMean(input, words)}` : `${input} ${later}`;
    },
  });
}

/** True or false; the description says what it is if nobody writes it. */
export const flag = (usual: boolean, description: string) =>
  z
    .boolean()
    .prefault(usual)
    .meta({ description: `${description}; default ${usual}` });

/** A whole number between two limits, both allowed themselves. */
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

/** Text that matches a pattern; `what` says in words what is allowed, like "a letter from a to h". */
export function text(pattern: RegExp, what: string) {
  const error = mustBeText(what, pattern);
  return z.string({ error }).regex(pattern, { error });
}

/** A list; `like` is one as a person would write it, `loss` what an empty one costs, where it must be written all the same. */
export function list<Item extends z.core.SomeType>(item: Item, like: string, loss?: string) {
  return z.array(passing(item), {
    error: ({ input }) => {
      if (Array.isArray(input)) return undefined; // too short or too long
      if (typeof input === "string") return `must be a list: write [${JSON.stringify(input)}]`;
      const message = mustBe(`a list like ${like}`)({ input });
      const isWritten = input !== undefined && input !== null;
      return isWritten || loss === undefined ? message : `${message}; ${loss}, so write [] only if that is meant`;
    },
  });
}

/** A mapping whose keys a person chooses; `what` says in words what they may be, `instead` what to do about a wrong one. */
export function named<Value extends z.core.SomeType>(
  pattern: RegExp,
  what: string,
  value: Value,
  instead: (name: string) => string = () => "",
) {
  const key = z.string().meta({ pattern: pattern.source });
  // What is wrong with a name must not hide what is wrong with its value.
  return withRule(z.record(key, passing(value)), (all) =>
    Object.entries(all)
      .filter(([name, one]) => !isHole(one) && !pattern.test(name))
      .map(([name]) => ({ path: [name], message: mustBe(what)({ input: name }) + instead(name), atKey: true })),
  );
}

/** A value of several forms that differ in kind (text, list, mapping); a problem is that of the form that was meant. */
export function oneOf<const Forms extends readonly z.core.SomeType[]>(forms: Forms, what: string) {
  return z.union(forms, { error: mustBe(what) });
}
