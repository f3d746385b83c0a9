import { parseArgs } from "node:util";
import { objectsOf, readRecorded } from "../demo/state";
import { type Outcome, playAll, playShare, type PlayShare, type Share, sharesOf } from "./history";

/**
 * npm run prove -- [--runs <number>] [--seed <number>]: random days on what was applied, all promises watched over.
 *
 * @param players each plays a share at a time, like one a core
 */
export async function main(args: readonly string[], players: readonly PlayShare[]): Promise<number> {
  const options = optionsIn(args);
  if (options === undefined) {
    console.error(`wake-on-dns: there are --runs <number> and --seed <number>, got ${args.join(" ")}`);
    return 1;
  }
  const { runs, seed } = options;
  const begin = process.hrtime.bigint();
  const { played, failure } = await playAll(sharesOf(runs, seed), players);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (failure !== undefined) console.log(failure);
  const verdict = failure === undefined ? "all promises were kept" : `a promise was broken, ${played} played`;
  console.log(`${runs} histories of 24 h, seed ${seed}: ${verdict}, ${seconds.toFixed(0)} s`);
  return failure === undefined ? 0 : 1;
}

/** Plays a share on the recorded state. */
export const playRecorded = (share: Share): Promise<Outcome> => playShare(objectsOf(readRecorded()), share);

function optionsIn(args: readonly string[]): Share | undefined {
  try {
    const options = { runs: { type: "string", default: "200" }, seed: { type: "string" } } as const;
    const { runs, seed = Date.now() % 1e9 } = parseArgs({ args: [...args], options }).values;
    const share = { runs: Number(runs), seed: Number(seed) };
    return Object.values(share).every(Number.isSafeInteger) && share.runs >= 1 ? share : undefined;
  } catch {
    return undefined;
  }
}
