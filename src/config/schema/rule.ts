import { z } from "zod";
import { orElse } from "./holes";
import { problemIf, type Path, type Problem } from "./problem";

/** Separates the messages for several keys in one zod issue; each key gets its own line and place. */
export const PER_KEY = "\n";

/**
 * Adds a rule between the parts of a value. It runs only if each part is valid by itself or a hole. A zod refinement would
 * also run on a text of the wrong form.
 */
export function withRule<Schema extends z.ZodType>(
  schema: Schema,
  rule: (value: z.output<Schema>) => readonly Problem[],
) {
  return schema.transform((value, context) => {
    report(context, value, () => rule(value));
    return value;
  });
}

/** The same for a value as it is written, without defaults. The rule runs before anything else is checked. */
export function withRuleOnWritten<Schema extends z.ZodType>(
  schema: Schema,
  rule: (written: unknown) => readonly Problem[],
) {
  return z.preprocess((written, context) => {
    report(context, written, () => rule(written));
    return written;
  }, schema);
}

function report({ issues }: z.RefinementCtx, input: unknown, rule: () => readonly Problem[]): void {
  for (const { path, message, atKey } of runRule(rule))
    issues.push({ code: "custom", input, path: [...path], message, params: { atKey } });
}

/** The problems that a rule finds; none if it reads a hole. */
export const runRule = (rule: () => readonly Problem[]): readonly Problem[] => orElse(rule, []);

/** The rule that a list names nothing twice. */
export function eachOnce(names: readonly string[]): Problem[] {
  return names.flatMap((name, index) =>
    runRule(() => problemIf([index], names.indexOf(name) < index && `${name} is listed twice: keep one`)),
  );
}

/** A schema's issues as problems: one per key, and for a value with several forms only those of the form that fits by kind. */
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

/** True if the value is of another kind than this form, like text instead of a list. */
const isOtherKind = ({ code, path }: z.core.$ZodIssue): boolean => code === "invalid_type" && path.length === 0;
