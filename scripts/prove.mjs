// npm run prove -- [--runs <number> | --hunt <time>] [--seed <number>]: simulates random days with faults for the shipped
// configuration, or searches for the worst days for a time (90s, 10m, 2h), and checks after each event that all invariants
// hold. It needs no account and no Terraform.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bundle, evaluate } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { requireNode, requirePackages } from "./require.mjs";

/** @import { Play } from "../sim/prove/main.js" */

const root = new URL("../", import.meta.url);
const path = fileURLToPath(new URL("sim/prove/main.ts", root));
if (isMainThread) await prove();
else playShares();

/** One thread per core, each with the whole program. */
async function prove() {
  requireNode();
  requirePackages(root);
  setEnvironment();
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.chdir(fileURLToPath(root));

  const code = await bundle(path);
  const { main } = programOf(code);
  /** @type {Worker[]} */
  const all = [];
  /** @type {Worker[]} */
  const idle = [];
  const start = () => {
    const thread = new Worker(new URL(import.meta.url), { workerData: code });
    all.push(thread);
    return thread;
  };
  /** @type {Play} */
  const play = (share) =>
    new Promise((resolve, reject) => {
      const thread = idle.pop() ?? start();
      thread.once("error", reject);
      thread.once("message", (/** @type {Awaited<ReturnType<Play>>} */ outcome) => {
        thread.off("error", reject);
        idle.push(thread);
        resolve(outcome);
      });
      thread.postMessage(share);
    });
  process.exitCode = await main(process.argv.slice(2), Array(availableParallelism()).fill(play));
  await Promise.all(all.map((thread) => thread.terminate()));
}

function playShares() {
  const { playRecorded } = programOf(String(workerData));
  parentPort?.on("message", (/** @type {Parameters<Play>[0]} */ share) => {
    void playRecorded(share).then((outcome) => parentPort?.postMessage(outcome));
  });
}

/** @param {string} code */
function programOf(code) {
  return /** @type {typeof import("../sim/prove/main.js")} */ (evaluate(code, path));
}
