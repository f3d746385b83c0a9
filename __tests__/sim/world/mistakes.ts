import { decide } from "../../../handlers/keeper/decide";
import type { Decision } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import type { Memory } from "../../../handlers/keeper/memory";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { BrokenPromise } from "../../../sim/prove/promises/all";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import type { Code } from "../../../sim/world/lambda/instances";
import { type AppliedObject, FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import type { Uncertain } from "../../../sim/world/uncertain";

/*
 * Whether the promises bite: each mistake, in keeper or in what Terraform applied, must break the promise that is
 * named, in the scenario that is named. Without it all scenarios keep all promises (scenarios.test.ts).
 */

const applied = objectsOf(readRecorded());

export interface Mistake {
  readonly scenario: string;
  /** The promise's letter. */
  readonly breaks: string;
  readonly keeper?: Code;
  readonly objects?: (objects: readonly AppliedObject[]) => readonly AppliedObject[];
  /** Answers to what AWS does not say, where only another one shows the mistake. */
  readonly uncertain?: Partial<Uncertain>;
}
export type Mistakes = Readonly<Record<string, Mistake>>;

/** The promises that the mistakes of each test file break. */
export const BROKEN = {
  "with-hosts": "abcdhk",
  "with-people": "bcdegij",
  "in-the-stack": "acdefhimn",
  "with-signals": "cdghlm",
} as const;

/** Makes a file's mistakes, each a test. */
export function testMistakes(file: keyof typeof BROKEN, who: string, mistakes: Mistakes): void {
  jest.setTimeout(60_000);

  test("these mistakes break each promise that is named for them", () => {
    const letters = new Set(Object.values(mistakes).map(({ breaks }) => breaks));
    expect([...letters].sort().join("")).toBe(BROKEN[file]);
  });

  describe(who, () => {
    test.each(Object.entries(mistakes))("%s breaks a promise", async (_, mistake) => {
      expect(await brokenBy(mistake)).toBe(mistake.breaks);
    });
  });
}

/** The letter of the promise that breaks, or "nothing". */
export async function brokenBy({
  scenario: name,
  keeper,
  objects = (all) => all,
  uncertain,
}: Omit<Mistake, "breaks">): Promise<string> {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const code: Record<string, Code> = keeper === undefined ? {} : { keeper };
  try {
    await prove(objects(applied), scenario, { code, uncertain });
  } catch (error) {
    if (error instanceof BrokenPromise) return error.promised.letter;
    throw error;
  }
  return "nothing";
}

/** Keeper with other rules. */
export const deciding =
  (rules: (facts: Facts, now: number) => Decision): Code =>
  (told, now) =>
    keeperFor(() => keeperSettings(told), now, rules);

/** Keeper that sees something else than what is. */
export const seeing = (change: (facts: Facts, now: number) => Facts): Code =>
  deciding((facts, now) => decide(change(facts, now), now));

/** Keeper that remembers something else than it should. */
export const remembering = (change: (memory: Memory) => Memory): Code =>
  deciding((facts, now) => {
    const decision = decide(facts, now);
    return { ...decision, memory: change(decision.memory) };
  });

/** Another text somewhere in the attributes of a type's objects. */
export const rewrite =
  (type: string, from: string | RegExp, to: string, id = "") =>
  (objects: readonly AppliedObject[]) => {
    const changed = objects.map((object) => {
      if (object.type !== type || !object.id.includes(id)) return object;
      return { ...object, ...(JSON.parse(JSON.stringify(object).replaceAll(from, to)) as AppliedObject) };
    });
    if (JSON.stringify(changed) === JSON.stringify(objects)) throw new Error(`nothing to rewrite in ${type}`);
    return changed;
  };

/** The same with `time_zone` in base.yaml. */
export const inTimeZone = (name: string) => rewrite(FUNCTION_ZIP, '"timeZone":"UTC"', `"timeZone":"${name}"`, "keeper");

/** As above, in what is base64. */
export const rewriteScript = (from: string, to: string) => (objects: readonly AppliedObject[]) =>
  objects.map((object) => {
    const { user_data } = object.attributes;
    if (typeof user_data !== "string") return object;
    const script = Buffer.from(user_data, "base64").toString();
    if (!script.includes(from)) throw new Error(`nothing to rewrite in the boot script`);
    const changed = Buffer.from(script.replace(from, to)).toString("base64");
    return { ...object, attributes: { ...object.attributes, user_data: changed } };
  });

export const without = (type: string, id: string) => (objects: readonly AppliedObject[]) => {
  const left = objects.filter((object) => object.type !== type || !object.id.includes(id));
  if (left.length === objects.length) throw new Error(`no ${type} ${id}`);
  return left;
};

export const inRegion = (type: string, id: string, region: string) => (objects: readonly AppliedObject[]) =>
  objects.map((object) =>
    object.type === type && object.id.includes(id)
      ? { ...object, region, attributes: { ...object.attributes, region } }
      : object,
  );
