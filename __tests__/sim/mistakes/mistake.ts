import { decide } from "../../../handlers/keeper/decide";
import type { Decision } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import type { Memory } from "../../../handlers/keeper/memory";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { BrokenInvariant } from "../../../sim/prove/invariants/all";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import type { Code } from "../../../sim/world/lambda/instances";
import type { Uncertain } from "../../../sim/world/uncertain";
import type { Edit } from "../edits";

/*
 * Whether the invariants bite: each mistake, in keeper or in what Terraform applied, must break the invariant that is
 * named, in the scenario that is named. Without it all scenarios keep all invariants (scenarios.test.ts).
 */

const applied = objectsOf(readRecorded());

export interface Mistake {
  readonly scenario: string;
  /** The invariant's name. */
  readonly breaks: string;
  readonly keeper?: Code;
  readonly objects?: Edit;
  /** Answers to what AWS does not say, where only another one shows the mistake. */
  readonly uncertain?: Partial<Uncertain>;
}
export type Mistakes = Readonly<Record<string, Mistake>>;

/** Makes each of these mistakes. */
export function testMistakes(where: string, mistakes: Mistakes): void {
  jest.setTimeout(60_000);

  test.each(Object.entries(mistakes))(`${where} %s breaks an invariant`, async (_, mistake) => {
    expect(await brokenBy(mistake)).toBe(mistake.breaks);
  });
}

/** The name of the invariant that breaks, or "nothing". */
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
    if (error instanceof BrokenInvariant) return error.invariant.name;
    throw error;
  }
  return "nothing";
}

/** Keeper with other rules. */
export const deciding =
  (rules: (facts: Facts, now: number) => Decision): Code =>
  (configuration, now) =>
    keeperFor(() => keeperSettings(configuration), now, rules);

/** Keeper that sees something else than what is. */
export const seeing = (change: (facts: Facts, now: number) => Facts): Code =>
  deciding((facts, now) => decide(change(facts, now), now));

/** Keeper that remembers something else than it should. */
export const remembering = (change: (memory: Memory) => Memory): Code =>
  deciding((facts, now) => {
    const decision = decide(facts, now);
    return { ...decision, memory: change(decision.memory) };
  });
