import type { z } from "zod";
import { PER_KEY } from "./fields";
import { show, type Path } from "./problems";

/** One thing wrong with a value, and the path to it. `atKey` = the key itself should not be there. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly atKey?: boolean;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping (key: value lines)",
  record: "a mapping (key: value lines)",
};

/** The project's wording where a schema has none of its own. Passed to every parse as its error map. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type": {
      const expected = EXPECTED[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `is missing: write ${expected}`
        : `must be ${expected}, got ${show(issue.input)}`;
    }
    case "too_small":
      return issue.origin === "array"
        ? `needs at least ${String(issue.minimum)}`
        : `must be at least ${String(issue.minimum)}, got ${show(issue.input)}`;
    case "too_big":
      return issue.origin === "array"
        ? `takes at most ${String(issue.maximum)}`
        : `must be at most ${String(issue.maximum)}, got ${show(issue.input)}`;
    default:
      return undefined;
  }
}

/** Turns the schema's issues into findings: one per key, and of a union only what concerns the form that was meant. */
export function findings(issues: readonly z.core.$ZodIssue[], prefix: Path = []): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    const path = [...prefix, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    switch (issue.code) {
      case "unrecognized_keys": {
        const messages = issue.message.split(PER_KEY);
        return issue.keys.map((key, index) => ({
          path: [...path, key],
          message: messages[index] ?? issue.message,
          atKey: true,
        }));
      }
      case "invalid_key":
        return issue.issues.map(({ message }) => ({ path, message, atKey: true }));
      case "invalid_union":
        return ofUnion(issue, path);
      default:
        return [{ path, message: issue.message }];
    }
  });
}

function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path): Finding[] {
  const wrongKind = (branch: readonly z.core.$ZodIssue[]): boolean =>
    branch.some(({ code, path: at }) => code === "invalid_type" && at.length === 0);
  const meant = issue.errors.find((branch) => !wrongKind(branch));
  if (meant !== undefined) return findings(meant, path);
  const own = issue.errors.flat().filter(({ code }) => code === "invalid_type");
  const specific = own.find(({ message }) => !message.startsWith("must be ") && !message.startsWith("is missing"));
  if (specific !== undefined) return [{ path, message: specific.message }];
  const kinds = own.map((kind) => (kind.code === "invalid_type" ? (EXPECTED[kind.expected] ?? kind.expected) : ""));
  const got = own[0]?.message.split(", got ")[1];
  return [
    {
      path,
      message:
        got === undefined ? `is missing: write ${kinds.join(" or ")}` : `must be ${kinds.join(" or ")}, got ${got}`,
    },
  ];
}
