import { Random } from "../world/random";
import { changed, fresh, oneOf } from "./changes";
import { describe, failureOf, type Ground, type History, playHistory, smallest } from "./history";
import { BrokenInvariant } from "./invariants/all";
import { type Measure, MEASURES, type Outcome, type Worst } from "./scores";

/** How long a hunt lasts: so many seconds, or so many histories played. */
export interface Hunt {
  readonly seed: number;
  readonly seconds?: number;
  readonly rounds?: number;
}

interface Found {
  readonly history: History;
  readonly score: number;
}
/** The worst so far by one measure, the worst first: the search goes on from these. */
interface Pool {
  readonly measure: Measure;
  readonly isPeaceful: boolean;
  best: readonly Found[];
}

const POOL = 6;
/** So often a history is a new one, not a changed one. */
const FRESH = 0.2;
/** So much of its time goes into the search; the rest makes smaller what it found. */
const SEARCH = 0.8;
/** Made smaller, a history is still so bad. */
const STILL = 0.9;

/** The worst first; of two that are as bad the newer one, so that the search does not stand still. */
function add(pool: Pool, found: Found): void {
  pool.best = [found, ...pool.best].sort((one, other) => other.score - one.score).slice(0, POOL);
}

const causeOf = (error: unknown): unknown => (error instanceof BrokenInvariant ? error.invariant.name : String(error));

/**
 * Searches for the worst histories by each measure, from stories and random days on: changes what is bad and keeps what
 * is as bad. Ends with the first broken invariant. The same seed tries the same histories in the same order.
 */
export async function hunt(ground: Ground, { seed, seconds = Infinity, rounds = Infinity }: Hunt): Promise<Outcome> {
  const random = new Random(seed);
  const pools = (Object.keys(MEASURES) as Measure[]).flatMap((measure) =>
    [true, false].map((isPeaceful): Pool => ({ measure, isPeaceful, best: [] })),
  );
  const begin = performance.now();
  let played = 0;
  const isOver = (part = 1): boolean => played >= rounds * part || performance.now() - begin >= seconds * 1000 * part;
  const play = (history: History): ReturnType<typeof playHistory> => {
    played++;
    return playHistory(ground, history);
  };
  while (!isOver(SEARCH)) {
    const { isPeaceful, best } = oneOf(pools, random) ?? { isPeaceful: true, best: [] };
    const known = random.next() < FRESH ? undefined : oneOf(best, random);
    const history = known === undefined ? fresh(isPeaceful, random) : changed(known.history, isPeaceful, random);
    const { scores, error } = await play(history);
    if (error !== undefined) {
      const breaks = async (less: History) => causeOf((await play(less)).error) === causeOf(error);
      const least = await smallest(history, breaks);
      return { failure: failureOf(least, (await play(least)).error), played };
    }
    if (scores === undefined) continue;
    for (const pool of pools) if (pool.isPeaceful === isPeaceful) add(pool, { history, score: scores[pool.measure] });
  }
  const worst: Worst[] = [];
  for (const { measure, isPeaceful, best } of pools) {
    const [found] = best;
    if (found === undefined || found.score < 1) continue;
    const scoreOf = async (history: History) => (await play(history)).scores?.[measure] ?? 0;
    const least = await smallest(
      found.history,
      async (less) => !isOver() && (await scoreOf(less)) >= STILL * found.score,
    );
    worst.push({ measure, isPeaceful, score: await scoreOf(least), history: describe(least) });
  }
  return { played, worst };
}
