import { inspect } from "node:util";
import * as fc from "fast-check";
import { Stage } from "../scenarios/scenario";
import type { AppliedObject } from "../world/objects";
import type { World } from "../world/world";
import { anyHappening, type Happening } from "./happenings";
import { BrokenPromise } from "./promise";
import { prove } from "./prove";

/** Any day. It shrinks to fewer happenings, not to other ones: so it stays quick, and as it was. */
const anyHistory: fc.Arbitrary<readonly Happening[]> = fc
  .array(fc.noShrink(anyHappening), { minLength: 1, maxLength: 14 })
  .map((happenings) => [...happenings].sort((one, other) => one.at - other.at));

/** 07:05 h  Anna plays … */
const told = ({ at, what }: Happening): string =>
  `  ${[at / 60, at % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":")} h  ${what}`;

export interface Outcome {
  /** How many histories were played; after a failure, also those that made it smaller. */
  readonly played: number;
  /** The smallest history that breaks a promise, and how; undefined if all were kept. */
  readonly failure?: string;
}

/** Plays so many days of anything on what was applied. The same seed gives the same histories. */
export async function proveHistories(
  objects: readonly AppliedObject[],
  numRuns: number,
  seed: number,
): Promise<Outcome> {
  let played = 0;
  const kept = fc.asyncProperty(anyHistory, fc.noShrink(fc.nat()), async (history, worldSeed) => {
    played++;
    const play = (world: World): void => {
      const stage = new Stage(world);
      for (const happening of history) happening.play(stage);
    };
    await prove(objects, { play, days: 1 }, { seed: worldSeed });
  });
  const { counterexample, errorInstance } = await fc.check(kept, { numRuns, seed });
  if (counterexample === null) return { played };
  const [history, worldSeed] = counterexample;
  const how = errorInstance instanceof BrokenPromise ? errorInstance.message : inspect(errorInstance);
  return { played, failure: `after\n${history.map(told).join("\n")}\n(world ${worldSeed}) ${how}` };
}
