// Duration of a wake by stage, as medians over seeds of the world. For the source of each figure see sim/world/stages.ts.
import { load } from "./bundle.mjs";

const SEEDS = 201;

export async function benchWake() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const wakes = await load("sim/prove/wakes.ts");
  const { wakeTimes } = /** @type {typeof import("../sim/prove/wakes.js")} */ (wakes);
  for (const line of await wakeTimes(SEEDS)) console.log(line);
}
