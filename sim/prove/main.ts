import { parseArgs } from "node:util";
import { objectsOf, readRecorded } from "../applied/state";
import { Random } from "../world/random";
import { hunt, type Hunt } from "./hunt";
import { playAll, playShare, type Share, sharesOf } from "./random-days";
import { MEASURES, type Outcome, type Worst } from "./scores";

/** Plays a share or hunts, here or in a thread of its own. */
export type Play = (part: Share | Hunt) => Promise<Outcome>;

const OPTIONS = {
  runs: { type: "string", default: "200" },
  hunt: { type: "string" },
  seed: { type: "string" },
  always: { type: "boolean", default: false },
} as const;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * npm run prove -- [--runs <number> | --hunt <time>] [--seed <number>] [--always]: random days, or the worst that a search of some
 * time finds, on what was applied, all invariants watched.
 *
 * @param players each plays a share at a time, like one a core
 */
export async function main(args: readonly string[], players: readonly Play[]): Promise<number> {
  const options = optionsIn(args);
  if (options === undefined) {
    const known = "--runs <number>, --hunt <time, like 90s, 10m or 2h>, --seed <number> and --always";
    console.error(`wake-on-dns: there are ${known}, got ${args.join(" ")}`);
    return 1;
  }
  const { seed, seconds, ...share } = options;
  const begin = process.hrtime.bigint();
  const random = new Random(seed);
  const hunts = players.map((): Hunt => ({ seed: random.between(0, 2 ** 31 - 1), seconds }));
  const parts = seconds === undefined ? sharesOf({ ...share, seed }) : hunts;
  const { played, failure, worst = [] } = await playAll<Share | Hunt>(parts, players);
  const passed = Number(process.hrtime.bigint() - begin) / 1e9;
  if (failure !== undefined) console.log(failure);
  else if (worst.length > 0) console.log(reported(worst));
  const verdict = failure === undefined ? "all invariants held" : "an invariant was broken";
  const what = seconds === undefined ? `${share.runs} histories of a day or three` : `a hunt of ${seconds} s`;
  const count = failure === undefined && seconds === undefined ? "" : `, ${played} played`;
  console.log(`${what}, seed ${seed}: ${verdict}${count}, ${passed.toFixed(0)} s`);
  return failure === undefined ? 0 : 1;
}

/** Plays on the recorded state. */
export const playRecorded: Play = (part) => {
  const objects = objectsOf(readRecorded());
  return "runs" in part ? playShare(objects, part) : hunt({ objects }, part);
};

function optionsIn(args: readonly string[]): (Share & Pick<Hunt, "seconds">) | undefined {
  try {
    const {
      runs,
      hunt: time,
      seed = Date.now() % 1e9,
      always: isAlways,
    } = parseArgs({ args: [...args], options: OPTIONS }).values;
    const share = { runs: Number(runs), seed: Number(seed), ...(isAlways && { isAlways }) };
    if (![share.runs, share.seed].every(Number.isSafeInteger) || share.runs < 1) return undefined;
    if (time === undefined) return share;
    const [, number, unit = ""] = /^([1-9]\d{0,5})([smh])$/.exec(time) ?? [];
    const seconds = Number(number) * (UNIT_SECONDS[unit] ?? NaN);
    return Number.isNaN(seconds) ? undefined : { ...share, seconds };
  } catch {
    return undefined;
  }
}

/** A line for each measure, and below each worst history. */
function reported(found: readonly Worst[]): string {
  const sections = [true, false].map((isPeaceful) => {
    const title = isPeaceful ? "where nothing goes wrong" : "where something goes wrong";
    const lines = Object.entries(MEASURES).map(([measure, words]) => {
      const own = found.filter((each) => each.measure === measure && each.isPeaceful === isPeaceful);
      const [worst] = own.sort((one, other) => other.score - one.score);
      if (worst === undefined) return `${"0".padStart(8)}  ${words}`;
      return `${worst.score.toFixed(1).padStart(8)}  ${words}, after\n${worst.history.replace(/^/gm, "          ")}`;
    });
    return [`the worst ${title}`, ...lines].join("\n");
  });
  return sections.join("\n\n");
}
