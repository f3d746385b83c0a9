import { playAll, sharesOf } from "../../../sim/prove/history";
import { playRecorded } from "../../../sim/prove/main";

jest.setTimeout(600_000);

/** Always the same ones: a test must not fail for what a change has not touched. `npm run prove` plays others. */
const [runs, seed] = [200, 2026];

test(`all promises are kept in ${runs} random days (npm run prove -- --runs ${runs} --seed ${seed})`, async () => {
  expect(await playAll(sharesOf(runs, seed), [playRecorded])).toEqual({ played: runs });
});

test("the same seed plays the same days, however many are asked for and whoever plays them", async () => {
  const days = sharesOf(60, 7);
  expect(days.map((share) => share.runs)).toEqual([25, 25, 10]);
  expect(sharesOf(100, 7).slice(0, 2)).toEqual(days.slice(0, 2));
  expect(new Set([...days, ...sharesOf(60, 8)].map((share) => share.seed)).size).toBe(6);

  const played: number[] = [];
  const player = (share: { seed: number; runs: number }) => {
    played.push(share.seed);
    return Promise.resolve({ played: share.runs });
  };
  expect(await playAll(days, [player, player])).toEqual({ played: 60 });
  expect(played).toEqual(days.map((share) => share.seed));
});

test("after a broken promise no further share begins", async () => {
  const player = () => Promise.resolve({ played: 3, failure: "broken" });
  expect(await playAll(sharesOf(100, 1), [player])).toEqual({ played: 3, failure: "broken" });
});
