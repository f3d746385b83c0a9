// npm run prove -- [--runs <number> | --hunt <time>] [--seed <number>]: plays random days with faults on what the shipped
// configuration becomes in AWS, or searches for the worst ones so long (90s, 10m, 2h), and checks after everything that
// happens that all promises hold. No account, no Terraform.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bundle, evaluate } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
const path = fileURLToPath(new URL("sim/prove/main.ts", root));
if (isMainThread) await prove();
else playShares();

/** A thread a core, each with the whole program. */
async function prove() {
  requireNode();
  requirePackages(root);
  setEnvironment();
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.chdir(fileURLToPath(root));

  const code = await bundle(path);
  const all = [];
  const threads = [];
  const start = () => {
    const thread = new Worker(new URL(import.meta.url), { workerData: code });
    all.push(thread);
    return thread;
  };
  const play = (share) =>
    new Promise((resolve, reject) => {
      const thread = threads.pop() ?? start();
      thread.once("error", reject);
      thread.once("message", (outcome) => {
        thread.off("error", reject);
        threads.push(thread);
        resolve(outcome);
      });
      thread.postMessage(share);
    });
  const { main } = evaluate(code, path);
  process.exitCode = await main(process.argv.slice(2), Array(availableParallelism()).fill(play));
  await Promise.all(all.map((thread) => thread.terminate()));
}

function playShares() {
  const { playRecorded } = evaluate(workerData, path);
  parentPort.on("message", async (share) => parentPort.postMessage(await playRecorded(share)));
}
