import { z } from "zod";
import { orElse } from "./holes";
import type { Path, Problem } from "./problem";

/** Separates the lines of one message that is about several keys; each key gets its own line and place. */
export const PER_KEY = "\n";

/**
 * Adds a rule between the parts of a value. It runs only when every part is right by itself, or a hole, so that it never
 * checks what was refused already (a zod refinement would: a text of the wrong form does not keep it from running).
 */
export function withRule<Schema extends z.ZodType>(
  schema: Schema,
  rule: (value: z.output<Schema>) => readonly Problem[],
) {
  return schema.transform((value, context) => {
    for (const { path, message, atKey } of runRule(() => rule(value))) {
      context.issues.push({ code: "custom", input: value, path: [...path], message, params: { atKey } });
    }
    return value;
  });
}

/** The problems a rule finds; none where it needs what is wrong by itself. */
export const runRule = (rule: () => readonly Problem[]): readonly Problem[] => orElse(rule, []);

/** The rule of a list that names nothing twice. */
export function eachOnce(names: readonly string[]): Problem[] {
  return names.flatMap((name, index) =>
    runRule(() =>
      names.indexOf(name) < index ? [{ path: [index], message: `${name} stands here twice: keep one` }] : [],
    ),
  );
}

/** A schema's issues as problems: one per key, and of a value with several forms only what concerns the form that was meant. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], prefix: Path = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...prefix, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    switch (issue.code) {
      case "unrecognized_keys": {
        const messages = issue.message.split(PER_KEY);
        return issue.keys.map((key, index) => ({
          path: [...path, key],
          message: messages[index] ?? "",
          atKey: true,
          isUnknown: true,
        }));
      }
      case "invalid_union": {
        const meant = issue.errors.find((form) => !form.some(isOtherKind));
        return meant === undefined ? [{ path, message: issue.message }] : problemsOf(meant, path);
      }
      default:
        return [{ path, message: issue.message, atKey: issue.code === "custom" && issue.params?.atKey === true }];
    }
  });
}

/** The value is text where this form is a list, or the like: the person meant another form. */
const isOtherKind = ({ code, path }: z.core.$ZodIssue): boolean => code === "invalid_type" && path.length === 0;
