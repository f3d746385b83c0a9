import { objectsOf, readRecorded } from "../demo/state";
import { proveHistories } from "./history";

/** npm run prove -- [--runs <number>] [--seed <number>]: random days on what was applied, all promises watched over. */
export async function main(args: readonly string[]): Promise<number> {
  const { runs = 200, seed = Date.now() % 1e9, ...wrong } = numbersIn(args);
  const [unknown] = Object.keys(wrong);
  if (unknown !== undefined || ![runs, seed].every(Number.isSafeInteger) || runs < 1) {
    console.error(`wake-on-dns: there are --runs <number> and --seed <number>, got ${args.join(" ")}`);
    return 1;
  }
  const begin = process.hrtime.bigint();
  const { played, failure } = await proveHistories(objectsOf(readRecorded()), runs, seed);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (failure !== undefined) console.log(failure);
  const verdict = failure === undefined ? "all promises were kept" : `a promise was broken, ${played} played`;
  console.log(`${runs} histories of 24 h, seed ${seed}: ${verdict}, ${seconds.toFixed(0)} s`);
  return failure === undefined ? 0 : 1;
}

/** The numbers behind options, by the option's name. */
function numbersIn(args: readonly string[]): Record<string, number> {
  const pairs = args.flatMap((option, index) => (index % 2 === 0 ? [[option, args[index + 1]] as const] : []));
  return Object.fromEntries(pairs.map(([option, value]) => [option.replace(/^--/, ""), Number(value)]));
}
