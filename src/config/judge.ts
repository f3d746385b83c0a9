import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { findings, type Finding } from "./findings";
import { isHole, withHole, without } from "./holes";
import type { Path } from "./problems";
import { didYouMean, wording } from "./wording";

/**
 * What a file says, with a hole wherever something is wrong. A rule between fields is heard only where these are right;
 * so after each hearing what was found becomes a hole, until nothing more is found.
 */
export function judge<Schema extends z.ZodType>(
  written: unknown,
  schema: Schema,
): { readonly value?: z.output<Schema>; readonly found: readonly Finding[] } {
  const found: Finding[] = [];
  let value = written;
  for (let up = 0; !isHole(value);) {
    const parsed = schema.safeParse(value, { error: wording });
    if (parsed.success) return { value: parsed.data, found: heard(found, written) };
    const told = findings(parsed.error.issues);
    const more = told.filter(({ path }) => !found.some((before) => isDeepStrictEqual(path, before.path)));
    found.push(...more);
    // What decides about others (a volume's storage) is no hole by itself: all of it is then.
    up = more.length === 0 ? up + 1 : 0;
    for (const { path, isUnknown } of told)
      value = isUnknown && up === 0 ? without(value, path) : withHole(value, path.slice(0, path.length - up));
  }
  return { found: heard(found, written) };
}

/** Whoever writes `volume:` is told that `volumes:` was meant, not also that it is missing. */
function heard(found: readonly Finding[], written: unknown): readonly Finding[] {
  const isSibling = (one: Finding, other: Finding): boolean =>
    isDeepStrictEqual(one.path.slice(0, -1), other.path.slice(0, -1));
  const last = ({ path }: Finding): string => String(path.at(-1));
  return found.filter(
    (one) =>
      isWritten(written, one.path) ||
      !found.some((other) => other.isUnknown && isSibling(one, other) && didYouMean(last(other), [last(one)]) !== ""),
  );
}

const isWritten = (value: unknown, [step, ...rest]: Path): boolean =>
  step === undefined ||
  (typeof value === "object" &&
    value !== null &&
    !isHole(value) &&
    Object.hasOwn(value, step) &&
    isWritten((value as Readonly<Record<string | number, unknown>>)[step], rest));
