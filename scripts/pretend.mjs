// npm run pretend -- [--store folder] <command…>: runs a command against pretend AWS, with real Terraform, state and plans.
// The store, .pretend by default, keeps the resources for the next command.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { delimiter, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { endTree } from "./pretend/tree.mjs";
import { fail, requireCdktf, requireNode, requirePackages, requireTerraform } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();

const args = process.argv.slice(2);
let store = fileURLToPath(new URL(".pretend", root));
if (args[0] === "--store") {
  args.shift();
  const folder = args.shift() ?? "";
  if (folder === "") fail("--store needs a folder");
  store = resolve(folder);
}
if (args[0] === "--") args.shift();
const [command, ...rest] = args;
if (command === undefined) fail("usage: npm run pretend -- [--store folder] <command…>");
if (command === "npx" && rest[0] === "cdktf") requireCdktf(root);

const terraform = requireTerraform();
const server = await load("sim/provider/server.ts");
const { PretendServer } = /** @type {typeof import("../sim/provider/server.js")} */ (server);
const aws = new PretendServer(store);
const control = createServer({ allowHalfOpen: true }, (socket) => {
  let folder = "";
  socket.setEncoding("utf8").on("data", (/** @type {string} */ data) => (folder += data));
  socket.on("end", () => void aws.reattach(folder.trim()).then((answer) => socket.end(answer)));
  socket.on("error", () => socket.destroy());
});
await once(control.listen(0, "127.0.0.1"), "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (control.address());

const shim = fileURLToPath(new URL("pretend/terraform", import.meta.url));
// If this process is killed, the watcher ends the command. It is there first, so that no moment is left in which it is not.
const watcher = spawn(process.execPath, [fileURLToPath(new URL("pretend/watch.mjs", import.meta.url))], {
  stdio: ["pipe", "ignore", "ignore"],
  detached: true,
});
const reattach = await aws.reattach(process.cwd());

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    // The terminal sends Ctrl-C to the command, too: a second one would make Terraform abort at once.
    if (signal !== "SIGINT" || !process.stdin.isTTY) void endTree(child.pid ?? NaN, signal, 20_000);
  });
}
const child = spawn(command, rest, {
  stdio: "inherit",
  env: {
    ...process.env,
    TF_CLI_CONFIG_FILE: undefined, // it may set a registry mirror or a missing file
    PATH: `${resolve(shim, "..")}${delimiter}${process.env.PATH ?? ""}`,
    PRETEND_NODE: process.execPath,
    PRETEND_PORT: String(port),
    PRETEND_TERRAFORM: terraform,
    TERRAFORM_BINARY_NAME: shim,
    TF_REATTACH_PROVIDERS: reattach, // for commands that call Terraform by its path
  },
});
watcher.stdin.write(`${child.pid ?? 0} `);
child.on("error", (error) => {
  fail(`${command} cannot start: ${error.message}`);
});
child.on("exit", (code, signal) => {
  watcher.stdin.end("done");
  aws.stop();
  control.close();
  process.exitCode = code ?? 128 + (signal === "SIGINT" ? 2 : 15);
});
