// How large the functions are, and how long keeper takes from its load on, as medians of whole processes.
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./bundle.mjs";

const RUNS = 15;
/** @import { AwsEndpoint } from "../__tests__/handlers/keeper/aws-endpoint.js" */

/**
 * Each run is a new process that loads the bundle as Lambda does. AWS is an HTTP server in this process that answers at
 * once, so the times hold loading, connecting, writing requests and reading answers, but no way to AWS.
 *
 * @param {string} temp a folder to write in
 */
export async function benchFunctions(temp) {
  const bundling = /** @type {typeof import("../src/output/bundle.js")} */ (await load("src/output/bundle.ts"));
  for (const [name, code] of Object.entries(bundling.bundleFunctions(process.cwd()).code)) {
    writeFileSync(join(temp, `${name}.js`), code);
    console.log(`${`${name}, size`.padEnd(34)} ${(Buffer.byteLength(code) / 1e6).toFixed(2)} MB`);
  }

  const endpoint = await load("__tests__/handlers/keeper/aws-endpoint.ts");
  const { AwsEndpoint } = /** @type {typeof import("../__tests__/handlers/keeper/aws-endpoint.js")} */ (endpoint);
  const environment = await keeperEnvironment(temp);
  const item = await quietMemory();
  /** @param {object} event */
  const keeper = (event) => invoke(join(temp, "keeper.js"), event, environment, new AwsEndpoint(item));
  const rows = [];
  for (let run = 0; run <= RUNS; run++) {
    const look = await keeper({ command: "look" });
    const wake = await keeper({ query: new Date().toISOString() });
    if (run > 0) rows.push([look.loaded, look.ended, wake.asked("SetDesiredCapacity")]); // the first only warms up
  }
  for (const [index, name] of ["load", "load and a quiet look", "load to SetDesiredCapacity"].entries()) {
    const column = rows.map((row) => row[index] ?? NaN).sort((a, b) => a - b);
    const median = column[Math.floor(column.length / 2)] ?? NaN;
    console.log(`${`keeper, ${name}`.padEnd(34)} ${median.toFixed(0)} ms`);
  }
}

/**
 * Milliseconds since the process began to load the bundle.
 *
 * @param {string} file
 * @param {object} event
 * @param {NodeJS.ProcessEnv} environment
 * @param {AwsEndpoint} aws
 */
async function invoke(file, event, environment, aws) {
  const env = { ...environment, AWS_ENDPOINT_URL: await aws.start() };
  const lambda = fork(fileURLToPath(new URL("lambda.cjs", import.meta.url)), [file], {
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  lambda.send(event);
  /** @type {unknown[]} */
  const messages = await once(lambda, "message");
  lambda.kill();
  aws.stop();
  const { began = "", loaded = "", ended = "", error } = /** @type {Partial<Record<string, string>>} */ (messages[0]);
  if (error !== undefined) throw new Error(error);
  /** @param {string | bigint} at */
  const since = (at) => Number(BigInt(at) - BigInt(began)) / 1e6;
  return {
    loaded: since(loaded),
    ended: since(ended),
    /** @param {string} name */
    asked: (name) => since(aws.asked.find((asked) => asked.name === name)?.at ?? began),
  };
}

/** Asleep with nothing special, and the record read lately: so keeper is woken nearly always. */
async function quietMemory() {
  const memory = /** @type {typeof import("../handlers/keeper/memory.js")} */ (await load("handlers/keeper/memory.ts"));
  const store = await load("handlers/keeper/memory-store.ts");
  const { itemOf } = /** @type {typeof import("../handlers/keeper/memory-store.js")} */ (store);
  const nothing = memory.noMemory(Date.now());
  return itemOf({ ...nothing, record: { a: "192.0.2.1", listedAt: Date.now() } }, { memory: nothing });
}

/** @param {string} temp */
async function keeperEnvironment(temp) {
  const scenes = await load("__tests__/handlers/keeper/scenes.ts");
  const { INPUT } = /** @type {typeof import("../__tests__/handlers/keeper/scenes.js")} */ (scenes);
  writeFileSync(join(temp, "settings.json"), JSON.stringify(INPUT.settings));
  return {
    ...INPUT.environment,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "key",
    AWS_SESSION_TOKEN: "token",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
