// How long virtual time takes: medians in one process, and the two that are processes of their own once each.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";

const RUNS = 5;

export async function benchWorld(temp) {
  const path = fileURLToPath(new URL("../sim/prove/long.ts", import.meta.url));
  const { proveWeeks } = evaluate(await bundle(path), path);
  await proveWeeks(1); // only warms up
  const weeks = [];
  for (let run = 0; run < RUNS; run++) weeks.push(await seconds(() => proveWeeks(1)));
  tell("a week of evenings, promises kept", weeks.sort((a, b) => a - b)[Math.floor(RUNS / 2)]);
  tell("a year of evenings, promises kept", await seconds(() => proveWeeks(52)));
  tell("1,000 random days", await seconds(() => run("prove.mjs", "--runs", "1000", "--seed", "2026")));
  tell("the demo", await seconds(() => run("demo.mjs", "-o", join(temp, "demo.html"))));
}

async function seconds(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function run(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", script), ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script}: ${stdout.slice(-2000)}${stderr}`);
}

const tell = (name, time) => console.log(`${name.padEnd(34)} ${time.toFixed(1)} s`);
