// How large the functions are, and how long keeper takes from its load on, as medians of whole processes.
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";

const RUNS = 15;
/** Asleep with nothing special, and the record read lately: so keeper is woken nearly always. */
const MEMORY = {
  vainSessions: 0,
  day: { date: "2026-11-21", wakes: 0, minutes: 0, told: [] },
  month: { date: "2026-11", minutes: 0 },
  drains: {},
  record: { a: "192.0.2.1", listedAt: new Date().toISOString() },
  failedToStart: false,
};

/**
 * Each run is a new process that loads the bundle as Lambda does. AWS is an HTTP server in this process that answers at
 * once, so the times hold loading, connecting, writing requests and reading answers, but no way to AWS.
 */
export async function benchFunctions(temp) {
  const { bundleFunctions } = await load("src/output/bundle.ts");
  for (const [name, code] of Object.entries(bundleFunctions(process.cwd()))) {
    writeFileSync(join(temp, `${name}.js`), code);
    console.log(`${`${name}, size`.padEnd(34)} ${(Buffer.byteLength(code) / 1e6).toFixed(2)} MB`);
  }

  const { AwsEndpoint } = await load("__tests__/handlers/keeper/aws-endpoint.ts");
  const environment = await keeperEnvironment(temp);
  const item = { schema: { N: "1" }, version: { N: "1" }, memory: { S: JSON.stringify(MEMORY) } };
  const keeper = (event) => invoke(join(temp, "keeper.js"), event, environment, new AwsEndpoint(item));
  const times = { "keeper, load": [], "keeper, load and a quiet look": [], "keeper, load to SetDesiredCapacity": [] };
  for (let run = 0; run <= RUNS; run++) {
    const look = await keeper({ command: "look" });
    const wake = await keeper({ query: new Date().toISOString() });
    const row = [look.loaded, look.ended, wake.asked("SetDesiredCapacity")];
    if (run > 0) Object.values(times).forEach((column, index) => column.push(row[index])); // the first only warms up
  }
  for (const [name, column] of Object.entries(times)) {
    const median = column.sort((a, b) => a - b)[Math.floor(column.length / 2)];
    console.log(`${name.padEnd(34)} ${median.toFixed(0)} ms`);
  }
}

/** Milliseconds since the process began to load the bundle. */
async function invoke(file, event, environment, aws) {
  const env = { ...environment, AWS_ENDPOINT_URL: await aws.start() };
  const lambda = fork(fileURLToPath(new URL("lambda.cjs", import.meta.url)), [file], {
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  lambda.send(event);
  const [{ began, loaded, ended, error }] = await once(lambda, "message");
  lambda.kill();
  aws.stop();
  if (error) throw new Error(error);
  const since = (at) => Number(BigInt(at) - BigInt(began)) / 1e6;
  return {
    loaded: since(loaded),
    ended: since(ended),
    asked: (name) => since(aws.asked.find((asked) => asked.name === name).at),
  };
}

async function keeperEnvironment(temp) {
  const { TOLD } = await load("__tests__/handlers/keeper/scenes.ts");
  writeFileSync(join(temp, "settings.json"), JSON.stringify(TOLD.settings));
  return {
    ...TOLD.environment,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "key",
    AWS_SESSION_TOKEN: "token",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

const load = async (entry) => evaluate(await bundle(entry), resolve(entry));
