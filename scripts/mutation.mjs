// npm run mutation [-- <part of a file's name>]: makes a mistake in a rule of keeper, one after the other, and looks whether
// a test of decisions fails. Prints the mistakes that no test notices, and fails if more than a tenth do.
// Not Stryker: since version 10 it needs Node 22, and more than half of these mistakes are static to it: it runs all tests
// for each of them.
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { setEnvironment } from "./environment.mjs";
import { mutantsOf } from "./mutation/mutants.mjs";
import { testsOf } from "./mutation/suite.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

/** @import { Mutant } from "./mutation/mutants.mjs" */

const LEAST_PERCENT = 90;
/** A loop that does not end is noticed, too: all tests take a second, on a machine that has nothing else to do. */
const LONGEST_SECONDS = 300;
/** Tests of decisions alone: nothing in them waits, or needs jest. */
const TESTS = [
  "always",
  "asking",
  "packet-count",
  "done",
  "dying-hosts",
  "failures",
  "fixed-address",
  "following",
  "incidents",
  "future-queries",
  "looking",
  "quiet-and-done",
  "record-and-drain",
  "runs",
  "session",
  "services",
  "starting",
  "sleeping",
  "waking",
  "anything",
];

const root = fileURLToPath(new URL("../", import.meta.url));
/** Names of tests, the last one that failed first. @type {Set<string>} */
let noticed = new Set();
const files = TESTS.map((name) => join(root, `__tests__/handlers/keeper/${name}.test.ts`));
if (isMainThread) await main();
else parentPort?.on("message", (/** @type {Mutant} */ mutant) => void judge(mutant));

async function main() {
  requireNode();
  requirePackages(new URL("../", import.meta.url));
  setEnvironment();
  const failed = await firstFailure();
  if (failed !== undefined) fail(`without a mistake this fails already: ${failed}`);

  const [, , part = ""] = process.argv;
  const started = Date.now();
  const mutants = rules().flatMap((file) => (file.includes(part) ? mutantsOf(file, readFileSync(file, "utf8")) : []));
  if (mutants.length === 0) fail(`no rule has ${part} in its name`);
  const waiting = mutants.values();
  const shares = Array.from({ length: availableParallelism() }, () => work(waiting));
  const survivors = (await Promise.all(shares)).reduce((sum, count) => sum + count);

  const percent = 100 * (1 - survivors / mutants.length);
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(`${percent.toFixed(1)} % of ${mutants.length} mistakes were noticed, in ${minutes} minutes`);
  if (percent < LEAST_PERCENT) fail(`at least ${LEAST_PERCENT} % must be`);
}

function rules() {
  const folder = join(root, "handlers/keeper");
  const names = readdirSync(join(folder, "rules"), { recursive: true, encoding: "utf8" });
  return ["decide.ts", "rests.ts", ...names.filter((name) => name.endsWith(".ts")).map((name) => join("rules", name))]
    .sort()
    .map((name) => join(folder, name));
}

/**
 * One thread with all of the tests, as long as there are mistakes.
 *
 * @param {Iterable<Mutant>} waiting
 * @returns how many of them no test noticed
 */
async function work(waiting) {
  const start = () => new Worker(new URL(import.meta.url));
  let thread = start();
  let survivors = 0;
  for (const mutant of waiting) {
    const isNoticed = await ask(thread, mutant);
    if (isNoticed === false) {
      survivors += 1;
      console.log(`${mutant.file.slice(root.length)}:${mutant.line}  ${mutant.what}`);
    }
    if (isNoticed !== undefined) continue;
    await thread.terminate();
    thread = start();
  }
  await thread.terminate();
  return survivors;
}

/**
 * @param {Worker} thread
 * @param {Mutant} mutant
 * @returns {Promise<boolean | undefined>} whether it was noticed; undefined if the thread does not come to an end
 */
function ask(thread, mutant) {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(resolve, LONGEST_SECONDS * 1000, undefined);
    thread.once("error", reject);
    thread.once("message", (/** @type {boolean} */ isNoticed) => {
      clearTimeout(clock);
      thread.off("error", reject);
      resolve(isNoticed);
    });
    thread.postMessage(mutant);
  });
}

/** @param {Mutant} mutant */
async function judge(mutant) {
  parentPort?.postMessage((await firstFailure(mutant)) !== undefined);
}

/**
 * The name of the first test that fails. What noticed a mistake before is asked first: it is likely to notice the next.
 *
 * @param {Mutant} [mutant]
 */
async function firstFailure(mutant) {
  let name = "the tests do not load";
  try {
    const tests = new Map(testsOf(files, mutant).map((test) => [test.name, test]));
    for (name of new Set([...noticed, ...tests.keys()])) await tests.get(name)?.run();
    return undefined;
  } catch {
    noticed.delete(name);
    noticed = new Set([name, ...noticed]);
    return name;
  }
}
