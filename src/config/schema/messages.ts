import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";

/** Writes the message for a wrong value. */
export type MessageFor = (issue: { readonly input?: unknown }) => string;

/** The message for an invalid value; `what` is a noun with its article, like "a list". */
export const mustBe =
  (what: string): MessageFor =>
  ({ input }) => {
    if (input === undefined) return `is missing: write ${what}`;
    if (input === null) return `has no value: write ${what}`;
    return `must be ${what}, got ${show(input)}`;
  };

/** The same for text, which YAML may have parsed as a number or boolean. */
export const mustBeText =
  (what: string, pattern = /^/): MessageFor =>
  ({ input }) =>
    (typeof input === "number" || typeof input === "boolean") && pattern.test(String(input))
      ? `must be text: put it in quotes, "${String(input)}"`
      : mustBe(what)({ input });

/** A value as messages quote it, shortened. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
    case "number":
      return `the number ${value}`;
    case "boolean":
      return String(value);
    default:
      return value === null || value === undefined ? "nothing" : "a mapping";
  }
}

/** `: did you mean x?` for a near miss (typing error, camelCase, hyphens), else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const written = normalized(word.replace(/([a-z0-9])([A-Z])/g, "$1_$2"));
  const candidates = known.map(normalized);
  const nearest = closest(written, candidates);
  const candidate = known[candidates.indexOf(nearest)];
  if (candidate === undefined || distance(written, nearest) > Math.max(1, Math.floor(candidate.length / 3))) return "";
  return `: did you mean ${candidate}?`;
}

const normalized = (word: string): string => word.replace(/[-\s]/g, "_").toLowerCase();

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping (key: value lines)",
  record: "a mapping (key: value lines)",
};

/** The message where a schema has none of its own. Passed to every parse as its error map. */
export function defaultMessage(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "invalid_type") return mustBe(KINDS[issue.expected] ?? "something else")(issue);
  if (issue.code === "too_small") return "is empty: write at least one";
  if (issue.code === "too_big") return `has too many entries: at most ${issue.maximum.toString()} are allowed`;
  return mustBe("something else")(issue);
}
