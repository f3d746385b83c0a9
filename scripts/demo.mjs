// npm run demo -- [--config <path>] [--help]: a week of evenings in seconds. Real Terraform applies a configuration to
// pretend AWS, and what it applied is played in virtual time.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { endTree } from "./pretend/tree.mjs";
import { fail, requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true"; // of no use in a demo
const cwd = process.env.INIT_CWD ?? process.cwd(); // npm starts scripts at the root, wherever it was called
process.chdir(fileURLToPath(root));

/** @type {string | undefined} */
let folder;
/** @type {import("../sim/provider/server.js").PretendServer | undefined} */
let server;
/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (!interrupted) void interrupt();
  });
}
// Whoever reads it has seen enough, like head.
process.stdout.on("error", () => {
  end();
  process.exit();
});

const terraform = findTerraform();
const program = await load("sim/demo/demo.ts");
const { demo, Problem } = /** @type {typeof import("../sim/demo/demo.js")} */ (program);
try {
  await demo(process.argv.slice(2), {
    cwd,
    run,
    missing: terraform.missing,
    hasColours: process.stdout.isTTY && (process.env.NO_COLOR ?? "") === "",
    print: (line) => process.stdout.write(`${line}\n`),
    async bench() {
      const provider = await load("sim/provider/server.ts");
      const { PretendServer } = /** @type {typeof import("../sim/provider/server.js")} */ (provider);
      folder = temporaryFolder();
      const aws = (server = new PretendServer(join(folder, "store")));
      return { folder, terraform: terraform.path, reattach: (stack) => aws.reattach(stack) };
    },
  });
} catch (error) {
  end();
  if (!(error instanceof Problem)) throw error;
  fail(error.message);
}
end();

async function interrupt() {
  interrupted = true;
  if (child?.pid !== undefined) await endTree(child.pid, "SIGTERM", 3000);
  end();
  process.stderr.write("wake-on-dns: interrupted: nothing is left behind\n");
  process.exit(130);
}

function temporaryFolder() {
  try {
    return mkdtempSync(join(tmpdir(), "wake-on-dns-demo-"));
  } catch (error) {
    const { code = "" } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Problem(`${tmpdir()} can't be written (${code}): set TMPDIR to a folder that can`);
  }
}

/**
 * Asked in a process of its own: what is missing would end this one.
 *
 * @returns {{ path: string, missing: string | undefined }}
 */
function findTerraform() {
  const script = `import { requireTerraform } from ${JSON.stringify(new URL("require.mjs", import.meta.url))};
    process.stdout.write(requireTerraform());`;
  const asked = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  if (asked.status === 0) return { path: asked.stdout, missing: undefined };
  return { path: "", missing: asked.stderr.trim().replace(/^wake-on-dns: /, "") };
}

/**
 * Runs a program to its end and gives what it printed.
 *
 * @type {import("../sim/demo/demo.js").Tools["run"]}
 */
function run(program, args, env) {
  return new Promise((resolve, reject) => {
    const started = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    let [printed, said] = ["", ""];
    started.stdout.setEncoding("utf8").on("data", (/** @type {string} */ data) => (printed += data));
    started.stderr.setEncoding("utf8").on("data", (/** @type {string} */ data) => (said += data));
    started.on("error", reject);
    started.on("close", (code) => {
      child = undefined;
      if (interrupted) return; // whoever ended it goes on
      if (code === 0) {
        resolve(printed);
        return;
      }
      const own = said.replaceAll(`${folder ?? ""}/`, "").trim();
      // The project's own program says already what is wrong, line by line.
      const [word = ""] = args.filter((each) => !each.startsWith("-"));
      reject(new Problem(program === process.execPath ? own : `${basename(program)} ${word} failed: ${cause(own)}`));
    });
  });
}

function end() {
  server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/**
 * In one line, without Terraform's frames.
 *
 * @param {string} said
 */
function cause(said) {
  const line = said.replace(/[\s╷│╵]+/g, " ").trim();
  return line.slice(Math.max(0, line.indexOf("Error: ")));
}
