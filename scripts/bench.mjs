// npm run bench [synth|functions|world|wake]: time and memory of synthesis (medians over processes), of the functions, of
// simulations, and the stages of a wake. It prints figures and never fails because of them.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchFunctions } from "./bench-functions.mjs";
import { benchWake } from "./bench-wake.mjs";
import { benchWorld } from "./bench-world.mjs";
import { setEnvironment } from "./environment.mjs";
import { requireNode, requirePackages } from "./require.mjs";

const RUNS = 5;
const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.chdir(fileURLToPath(root));

const temp = mkdtempSync(join(tmpdir(), "wake-on-dns-bench-"));
try {
  const [, , only] = process.argv;
  const benches = { synth: benchSynthesis, functions: benchFunctions, world: benchWorld, wake: benchWake };
  for (const [name, bench] of Object.entries(benches)) {
    if (only === undefined || only === name) await bench(temp);
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}

/** @typedef {{ name: string, args: string[], env?: NodeJS.ProcessEnv, cwd?: string }} Subject */

function benchSynthesis() {
  /**
   * @param {string} name
   * @param {string} configs
   * @returns {Subject}
   */
  const app = (name, configs) => ({
    name,
    args: ["scripts/run.mjs", "main.ts"],
    env: { WAKE_ON_DNS_CONFIGS: configs, CDKTF_OUTDIR: join(temp, "out") },
  });
  const cli = createRequire(import.meta.url).resolve("cdktf-cli/bundle/bin/cdktf");
  /** @type {(Subject & { rows?: ReturnType<typeof measure>[] })[]} */
  const subjects = [
    app("app, base + 1 container", "configs"),
    app("app, base + 10 containers", manyConfigs(10)),
    app("app, base + 100 containers", manyConfigs(100)),
    { name: "cdktf synth, empty app", args: [cli, "synth"], cwd: emptyProject() },
    { name: "cdktf synth, base + 1 container", args: [cli, "synth", "-o", join(temp, "cli-out")] },
  ];
  for (let run = 0; run <= RUNS; run++) {
    // In turn, so that a slow minute of the machine affects all of them; the first round is a warm-up.
    for (const subject of subjects) {
      const row = measure(subject);
      if (run > 0) (subject.rows ??= []).push(row);
    }
  }
  for (const { name, rows = [] } of subjects) {
    const seconds = median(rows.map((row) => row.seconds));
    const mebibytes = median(rows.map((row) => row.mebibytes));
    console.log(`${name.padEnd(34)} ${seconds.toFixed(2)} s  ${mebibytes.toFixed(0)} MiB`);
  }
}

/** @param {Subject} subject */
function measure({ args, env, cwd }) {
  const report = join(temp, "rss");
  const onExit = `import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(
    process.execPath,
    [`--import=data:text/javascript,${encodeURIComponent(onExit)}`, ...args],
    {
      cwd,
      env: { ...process.env, ...env },
      encoding: "utf8",
    },
  );
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { seconds, mebibytes: Number(readFileSync(report, "utf8")) / 1024 };
}

/** @param {number} count */
function manyConfigs(count) {
  const folder = join(temp, `configs-${count}`);
  mkdirSync(folder);
  cpSync("configs/base.yaml", join(folder, "base.yaml"));
  for (let index = 0; index < count; index++) cpSync("configs/valheim.yaml", join(folder, `container${index}.yaml`));
  return folder;
}

function emptyProject() {
  const folder = join(temp, "empty");
  mkdirSync(folder);
  const cdktf = JSON.stringify(createRequire(import.meta.url).resolve("cdktf"));
  writeFileSync(
    join(folder, "main.cjs"),
    `const c=require(${cdktf});const a=new c.App();new c.TerraformStack(a,"empty");a.synth();`,
  );
  writeFileSync(
    join(folder, "cdktf.json"),
    '{"language":"typescript","app":"node main.cjs","projectId":"empty","sendCrashReports":"false"}',
  );
  return folder;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
