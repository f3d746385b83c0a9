// How long a wake takes, stage by stage: medians over seeds of the world. Where each figure comes from: sim/world/stages.ts.
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";

const SEEDS = 201;

export async function benchWake() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const path = fileURLToPath(new URL("../sim/prove/wakes.ts", import.meta.url));
  const { wakeTimes } = evaluate(await bundle(path), path);
  for (const line of await wakeTimes(SEEDS)) console.log(line);
}
