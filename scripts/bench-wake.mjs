// Duration of a wake by stage, as medians over seeds of the world. For the source of each figure see sim/world/stages.ts.
import { load } from "./bundle.mjs";

const SEEDS = 201;

export async function benchWake() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const bench = await load("sim/prove/bench.ts");
  const { wakeTimes } = /** @type {typeof import("../sim/prove/bench.js")} */ (bench);
  for (const line of await wakeTimes(SEEDS)) console.log(line);
}
