import { z } from "zod";
import { didYouMean, show } from "./problems";

/** Separates the lines of one message that is about several keys; the loader gives each key its own line and place. */
export const PER_KEY = "\n";

/** Why a key is not taken, by its name. */
export type NotTaken = Readonly<Record<string, string>>;

/** The answer for a name that is reserved for something a later version builds. */
export const notBuiltYet = (what: string): string => `is not built yet (${what}): leave it out for now`;

/** A mapping that knows all its keys. Keys in `notTaken` are refused with their own reason, others with "did you mean". */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape, notTaken: NotTaken = {}) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => notTaken[key] ?? unknownKey(key, known)).join(PER_KEY)
        : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const suggestion = didYouMean(key, known);
  return suggestion === ""
    ? `is not a setting here: allowed are ${known.join(", ")}`
    : `is not a setting here${suggestion}`;
}

/** One word of a list. `reserved` words are known, but not built yet. */
export function choice<const Word extends string>(words: readonly Word[], reserved: NotTaken = {}) {
  return z.enum(words, {
    error: ({ input }) => {
      const later = typeof input === "string" ? reserved[input] : undefined;
      if (later !== undefined) return `${String(input)} ${notBuiltYet(later)}`;
      const suggestion = typeof input === "string" ? didYouMean(input, words) : "";
      return `must be ${words.length === 1 ? "" : "one of "}${words.join(", ")}, got ${show(input)}${suggestion}`;
    },
  });
}

/** A whole number between two limits, both allowed themselves. */
export function whole({ min, max }: { readonly min: number; readonly max: number }) {
  return z
    .number({ error: ({ input }) => (input === undefined ? undefined : `must be a whole number, got ${show(input)}`) })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      error: ({ input }) => `must be a whole number from ${min} to ${max}, got ${String(input)}`,
    })
    .meta({ type: "integer", minimum: min, maximum: max });
}

/** Text of one line that matches a pattern; `rule` says in words what is allowed. */
export function text(pattern: RegExp, rule: string) {
  return z.string().regex(pattern, { error: ({ input }) => `${rule}, got ${show(input)}` });
}

/**
 * Text in which Compose would replace `$NAME` from the shell that runs it. Nothing is replaced here, and a file that
 * expects it would run with the literal text as its password; so it is refused. `$$` is a dollar sign, as in Compose.
 */
export const composeText = z
  .string({
    error: ({ input }) => {
      if (input === null) return "has no value: write one, or list the name under secrets";
      return typeof input === "number" || typeof input === "boolean"
        ? `must be text: write "${String(input)}" in quotes`
        : undefined;
    },
  })
  .regex(/^(?:[^$]|\$\$|\$(?![A-Za-z_{$]))*$/, {
    error:
      "$NAME and ${NAME} are not replaced here: write the value, list a secret under secrets, or write $$ for a dollar sign",
  })
  .transform((value) => value.replaceAll("$$", "$"));

/** Environment values are text to the container; YAML's numbers and booleans become the text they were written as. */
export const composeScalar = z.preprocess(
  (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : value),
  composeText,
);

/** `{NAME: value}` or `["NAME=value"]`, the two forms Compose has for environment, labels and sysctls. */
export function pairs(name: RegExp, rule: string) {
  const key = text(name, rule);
  const list = z
    .array(composeText.pipe(text(/^[^=]+=/s, 'must look like "NAME=value"')))
    .transform((items, context) => {
      const result: Record<string, string> = {};
      for (const [index, item] of items.entries()) {
        const at = item.indexOf("=");
        const itemName = item.slice(0, at);
        if (!name.test(itemName))
          context.issues.push({
            code: "custom",
            path: [index],
            input: item,
            message: `${rule}, got ${show(itemName)}`,
          });
        else if (itemName in result)
          context.issues.push({
            code: "custom",
            path: [index],
            input: item,
            message: `${itemName} stands here twice: keep one`,
          });
        else result[itemName] = item.slice(at + 1);
      }
      return result;
    });
  return z.union([z.record(key, composeScalar), list]);
}
