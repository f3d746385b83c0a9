import { inspect } from "node:util";
import * as fc from "fast-check";
import type { Stage } from "../scenarios/scenario";
import type { AppliedObject } from "../world/objects";
import { Random } from "../world/random";
import { answersOf, QUESTIONS, type Uncertain } from "../world/uncertain";
import type { Happening } from "./happening";
import { anyHappening } from "./happenings";
import { BrokenPromise } from "./promise";
import { prove } from "./prove";

/** Any day. It shrinks to fewer happenings, not to other ones: so it stays quick, and as it was. */
const anyHistory: fc.Arbitrary<readonly Happening[]> = fc
  .array(fc.noShrink(anyHappening), { minLength: 1, maxLength: 14 })
  .map((happenings) => [...happenings].sort((one, other) => one.at - other.at));

/** A new instance of a function at each event takes four times as long to play: stories do. */
const SLOW = "no time";
const ANSWERS = Object.fromEntries(
  Object.entries(QUESTIONS).map(([name, { answers }]) => {
    const drawn = name === "idleFunction" ? answers.filter((answer) => answer !== SLOW) : answers;
    return [name, fc.constantFrom<string>(...drawn)];
  }),
);
/** On two of three days AWS is otherwise where it does not say how it is; shrinks to what the world does usually. */
const anyAnswers: fc.Arbitrary<Partial<Uncertain>> = fc.oneof(fc.constant({}), {
  arbitrary: fc.record(ANSWERS) as fc.Arbitrary<Partial<Uncertain>>,
  weight: 2,
});

/** 07:05 h  Anna plays … */
const told = ({ at, what }: Happening): string =>
  `  ${[at / 60, at % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":")} h  ${what}`;

/** Draining: Does … stop …? it does not */
function otherwise(given: Partial<Uncertain>): readonly string[] {
  const usual = answersOf();
  const names = Object.keys(QUESTIONS) as readonly (keyof Uncertain)[];
  return names
    .filter((name) => (given[name] ?? usual[name]) !== usual[name])
    .map((name) => `  ${name}: ${QUESTIONS[name].asks} ${given[name] ?? ""}`);
}

export interface Outcome {
  /** How many histories were played; after a failure, also those that made it smaller. */
  readonly played: number;
  /** The smallest history that breaks a promise, and how; undefined if all were kept. */
  readonly failure?: string;
}

/** A part of the histories, played in one go. */
export interface Share {
  readonly runs: number;
  readonly seed: number;
}
/** Plays a share, here or in a thread of its own. */
export type PlayShare = (share: Share) => Promise<Outcome>;

const SHARE = 25;

/** The same seed gives the same histories, on any number of cores; more runs give more of them. */
export function sharesOf(runs: number, seed: number): readonly Share[] {
  const starts = Array.from({ length: Math.ceil(runs / SHARE) }, (_, index) => index * SHARE);
  const random = new Random(seed);
  return starts.map((start) => ({ runs: Math.min(SHARE, runs - start), seed: random.between(0, 2 ** 31 - 1) }));
}

/** Plays so many days of anything on what was applied. */
export async function playShare(objects: readonly AppliedObject[], { runs, seed }: Share): Promise<Outcome> {
  let played = 0;
  const kept = fc.asyncProperty(
    anyHistory,
    anyAnswers,
    fc.noShrink(fc.nat()),
    async (history, uncertain, worldSeed) => {
      played++;
      const play = (stage: Stage): void => {
        for (const happening of history) happening.play(stage);
      };
      await prove(objects, { play, days: 1 }, { seed: worldSeed, uncertain });
    },
  );
  const { counterexample, errorInstance } = await fc.check(kept, { numRuns: runs, seed });
  if (counterexample === null) return { played };
  const [history, uncertain, worldSeed] = counterexample;
  const how = errorInstance instanceof BrokenPromise ? errorInstance.message : inspect(errorInstance);
  return {
    played,
    failure: `after\n${[...otherwise(uncertain), ...history.map(told)].join("\n")}\n(world ${worldSeed}) ${how}`,
  };
}

/** Plays all shares, each player one after the other, until a promise breaks. */
export async function playAll(shares: readonly Share[], players: readonly PlayShare[]): Promise<Outcome> {
  const left = [...shares];
  let all: Outcome = { played: 0 };
  const playLeft = async (play: PlayShare): Promise<void> => {
    for (let share = left.shift(); share !== undefined; share = left.shift()) {
      const { played, failure } = await play(share);
      all = { played: all.played + played, failure: all.failure ?? failure };
      if (failure !== undefined) left.length = 0;
    }
  };
  await Promise.all(players.map(playLeft));
  return all;
}
