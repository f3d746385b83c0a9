// Duration of simulations: medians in one process, and two runs of separate processes.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { load } from "./bundle.mjs";

const RUNS = 5;

/** @param {string} temp a temporary folder */
export async function benchWorld(temp) {
  const bench = await load("sim/prove/bench.ts");
  const { proveWeeks } = /** @type {typeof import("../sim/prove/bench.js")} */ (bench);
  await proveWeeks(1); // a warm-up
  /** @type {number[]} */
  const weeks = [];
  for (let run = 0; run < RUNS; run++) weeks.push(await seconds(() => proveWeeks(1)));
  tell("a week of evenings, invariants checked", weeks.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN);
  tell("a year of evenings, invariants checked", await seconds(() => proveWeeks(52)));
  tell("1,000 random days", await script("prove.mjs", "--runs", "1000", "--seed", "2026"));
  tell("the demo", await script("demo.mjs", "-o", join(temp, "demo.html")));
}

/** @param {() => unknown} work */
async function seconds(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/**
 * @param {string} name
 * @param {string[]} args
 */
const script = (name, ...args) =>
  seconds(() => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", name), ...args], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${name}: ${stdout.slice(-2000)}${stderr}`);
  });

/**
 * @param {string} name
 * @param {number} time
 */
function tell(name, time) {
  console.log(`${name.padEnd(34)} ${time.toFixed(1)} s`);
}
