import type { z } from "zod";
import { isHole, putHole, takeKey } from "./holes";
import type { Path, Problem } from "./problem";
import { problemsOf } from "./rule";
import { defaultMessage, didYouMean } from "./messages";

/**
 * Checks a value. Rules between fields run only if the fields are valid, so after each parse every invalid value becomes a
 * hole, and the rest is parsed again until no new problem is found.
 *
 * @param written is changed: it gets the holes
 */
export function validate<Schema extends z.ZodType>(
  written: unknown,
  schema: Schema,
): { readonly value?: z.output<Schema>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const missing: Problem[] = [];
  const places = new Set<string>();
  const whole = { value: written };
  for (let up = 0; !isHole(whole.value);) {
    const parsed = schema.safeParse(whole.value, { error: defaultMessage });
    if (parsed.success) return { value: parsed.data, problems: withoutMisspelled(problems, missing) };
    const all = problemsOf(parsed.error.issues);
    const more = all.filter(({ path }) => !places.has(JSON.stringify(path)));
    missing.push(...more.filter(({ path }) => !isWritten(whole.value, path)));
    problems.push(...more);
    for (const { path } of more) places.add(JSON.stringify(path));
    // A value that selects a form (a volume's storage) cannot be a hole by itself: then its parent becomes one.
    up = more.length === 0 ? up + 1 : 0;
    for (const { path, isUnknown } of all) {
      if (isUnknown && up === 0) takeKey(whole, path);
      else putHole(whole, path.slice(0, Math.max(0, path.length - up)));
    }
  }
  return { problems: withoutMisspelled(problems, missing) };
}

/** If `volume:` is reported as unknown, `volumes:` is not reported as missing, too. */
function withoutMisspelled(problems: readonly Problem[], missing: readonly Problem[]): readonly Problem[] {
  const parent = ({ path }: Problem): string => JSON.stringify(path.slice(0, -1));
  const last = ({ path }: Problem): string => String(path.at(-1));
  return problems.filter(
    (one) =>
      !missing.includes(one) ||
      !problems.some(
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
