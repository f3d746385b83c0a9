import { objectsOf, readRecorded } from "../../../sim/demo/state";
import { proveHistories } from "../../../sim/prove/history";

jest.setTimeout(600_000);

/** PROVE_RUNS: how many; PROVE_SEED: which, to play those of before again. */
const runs = Number(process.env.PROVE_RUNS ?? 200);
const seed = Number(process.env.PROVE_SEED ?? Date.now() % 1e9);

test(`all promises are kept in ${runs} random days (npm run prove -- --runs ${runs} --seed ${seed})`, async () => {
  expect((await proveHistories(objectsOf(readRecorded()), runs, seed)).failure).toBeUndefined();
});
