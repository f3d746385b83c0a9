import * as fc from "fast-check";
import type { AppliedObject } from "../world/terraform/objects";
import { Random } from "../world/random";
import { QUESTIONS, type Uncertain } from "../world/uncertain";
import { anyHappening } from "./happenings";
import { alwaysOnIn, failureOf, type History, playHistory } from "./history";
import type { Outcome } from "./scores";

/** A new instance of a function at each event takes four times as long to play: stories do. */
const SLOW = "no time";
const ANSWERS = Object.fromEntries(
  Object.entries(QUESTIONS).map(([name, { answers }]) => {
    const drawn = name === "idleFunction" ? answers.filter((answer) => answer !== SLOW) : answers;
    return [name, fc.constantFrom<string>(...drawn)];
  }),
);
/** On two of three days AWS is otherwise where it does not say how it is; shrinks to what the world does usually. */
export const anyAnswers: fc.Arbitrary<Partial<Uncertain>> = fc.oneof(fc.constant({}), {
  arbitrary: fc.record(ANSWERS) as fc.Arbitrary<Partial<Uncertain>>,
  weight: 2,
});

/** One of twenty is longer: what asks once a day adds up. */
export const anyLength = fc.oneof({ arbitrary: fc.constant(1), weight: 19 }, fc.constant(3));

/** Any day. It shrinks to fewer happenings, not to other ones: so it stays quick, and as it was. */
const anyHistory: fc.Arbitrary<History> = fc
  .record({
    happenings: fc.array(fc.noShrink(anyHappening), { minLength: 1, maxLength: 14 }),
    uncertain: anyAnswers,
    days: fc.noShrink(anyLength),
    seed: fc.noShrink(fc.nat()),
  })
  .map(({ happenings, days, ...history }) => ({
    ...history,
    days,
    happenings: happenings.map((happening) => happening.movedTo(happening.atSeconds * days)),
  }));

/** A part of the histories, played in one go. */
export interface Share {
  readonly runs: number;
  readonly seed: number;
  /** True: each is always on, not one in four. */
  readonly isAlways?: boolean;
}
const SHARE = 25;

/** The same seed gives the same histories, on any number of cores; more runs give more of them. */
export function sharesOf({ runs, seed, ...how }: Share): readonly Share[] {
  const starts = Array.from({ length: Math.ceil(runs / SHARE) }, (_, index) => index * SHARE);
  const random = new Random(seed);
  return starts.map((start) => ({ ...how, runs: Math.min(SHARE, runs - start), seed: random.between(0, 2 ** 31 - 1) }));
}

/** Plays so many days of anything on what was applied. */
export async function playShare(
  objects: readonly AppliedObject[],
  { runs, seed, isAlways = false }: Share,
): Promise<Outcome> {
  let played = 0;
  let failure: string | undefined;
  const kept = fc.asyncProperty(anyHistory, async (drawn) => {
    const history = isAlways ? alwaysOnIn(drawn) : drawn;
    played++;
    const { error } = await playHistory({ objects }, history);
    if (error !== undefined) failure = failureOf(history, error);
    return error === undefined;
  });
  // The last that failed is the smallest.
  await fc.check(kept, { numRuns: runs, seed });
  return { played, failure };
}

/** Plays all shares, each player one after the other, until an invariant breaks: then nobody is waited for. */
export async function playAll<Part>(
  shares: readonly Part[],
  players: readonly ((share: Part) => Promise<Outcome>)[],
): Promise<Outcome> {
  const left = [...shares];
  let all: Outcome = { played: 0 };
  const playLeft = async (play: (share: Part) => Promise<Outcome>, broken: () => void): Promise<void> => {
    for (let share = left.shift(); share !== undefined; share = left.shift()) {
      const { played, failure, worst = [] } = await play(share);
      const found = [...(all.worst ?? []), ...worst];
      all = { played: all.played + played, failure: all.failure ?? failure, ...(found.length > 0 && { worst: found }) };
      if (failure === undefined) continue;
      left.length = 0;
      broken();
    }
  };
  await new Promise<void>((resolve, reject) => {
    void Promise.all(players.map((play) => playLeft(play, resolve))).then(() => {
      resolve();
    }, reject);
  });
  return all;
}
