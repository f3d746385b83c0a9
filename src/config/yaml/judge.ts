import type { z } from "zod";
import { findings, type Finding } from "../schema/rule";
import { isHole, putHole, takeKey } from "../schema/holes";
import type { Path } from "./problem";
import { didYouMean, wording } from "../schema/wording";

/**
 * What a file says, with a hole wherever something is wrong. A rule between fields is heard only where these are right;
 * so after each hearing what was found becomes a hole, until nothing more is found.
 *
 * @param written has its holes put into it
 */
export function judge<Schema extends z.ZodType>(
  written: unknown,
  schema: Schema,
): { readonly value?: z.output<Schema>; readonly found: readonly Finding[] } {
  const found: Finding[] = [];
  const missing: Finding[] = [];
  const places = new Set<string>();
  const whole = { value: written };
  for (let up = 0; !isHole(whole.value);) {
    const parsed = schema.safeParse(whole.value, { error: wording });
    if (parsed.success) return { value: parsed.data, found: heard(found, missing) };
    const told = findings(parsed.error.issues);
    const more = told.filter(({ path }) => !places.has(JSON.stringify(path)));
    missing.push(...more.filter(({ path }) => !isWritten(whole.value, path)));
    found.push(...more);
    for (const { path } of more) places.add(JSON.stringify(path));
    // What decides about others (a volume's storage) is no hole by itself: all of it is then.
    up = more.length === 0 ? up + 1 : 0;
    for (const { path, isUnknown } of told) {
      if (isUnknown && up === 0) takeKey(whole, path);
      else putHole(whole, path.slice(0, Math.max(0, path.length - up)));
    }
  }
  return { found: heard(found, missing) };
}

/** Whoever writes `volume:` is told that `volumes:` was meant, not also that it is missing. */
function heard(found: readonly Finding[], missing: readonly Finding[]): readonly Finding[] {
  const parent = ({ path }: Finding): string => JSON.stringify(path.slice(0, -1));
  const last = ({ path }: Finding): string => String(path.at(-1));
  return found.filter(
    (one) =>
      !missing.includes(one) ||
      !found.some(
        (other) => other.isUnknown && parent(one) === parent(other) && didYouMean(last(other), [last(one)]) !== "",
      ),
  );
}

const isWritten = (value: unknown, [step, ...rest]: Path): boolean =>
  step === undefined ||
  (typeof value === "object" &&
    value !== null &&
    !isHole(value) &&
    Object.hasOwn(value, step) &&
    isWritten((value as Readonly<Record<string | number, unknown>>)[step], rest));
