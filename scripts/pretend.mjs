// npm run pretend -- [--store folder] <command…>: runs a command against pretend AWS. Real Terraform, real state, real
// plans; what exists is kept in the store, .pretend by default, and is there again for the next command.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { delimiter, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { endTree } from "./pretend/tree.mjs";
import { fail, requireCdktf, requireNode, requirePackages, requireTerraform } from "./require.mjs";

const root = new URL("../", import.meta.url);
const entry = fileURLToPath(new URL("sim/provider/server.ts", root));
requireNode();
requirePackages(root);
setEnvironment();

const args = process.argv.slice(2);
let store = fileURLToPath(new URL(".pretend", root));
if (args[0] === "--store") {
  args.shift();
  store = resolve(args.shift() || fail("--store needs a folder"));
}
if (args[0] === "--") args.shift();
const [command, ...rest] = args;
if (command === undefined) fail("usage: npm run pretend -- [--store folder] <command…>");
if (command === "npx" && rest[0] === "cdktf") requireCdktf(root);

const terraform = requireTerraform();
const { PretendServer } = evaluate(await bundle(entry), entry);
const aws = new PretendServer(store);
const control = createServer({ allowHalfOpen: true }, (socket) => {
  let folder = "";
  socket.on("data", (data) => (folder += data));
  socket.on("end", async () => socket.end(await aws.reattach(folder.trim())));
  socket.on("error", () => socket.destroy());
});
await new Promise((listening) => control.listen(0, "127.0.0.1", listening));

const shim = fileURLToPath(new URL("pretend/terraform", import.meta.url));
const { TF_CLI_CONFIG_FILE: _, ...env } = process.env; // it may name a registry mirror or a file that isn't there
const child = spawn(command, rest, {
  stdio: "inherit",
  env: {
    ...env,
    PATH: `${resolve(shim, "..")}${delimiter}${process.env.PATH}`,
    PRETEND_NODE: process.execPath,
    PRETEND_PORT: String(control.address().port),
    PRETEND_TERRAFORM: terraform,
    TERRAFORM_BINARY_NAME: shim,
    TF_REATTACH_PROVIDERS: await aws.reattach(process.cwd()), // for who calls Terraform by its path
  },
});
// Outlives this process by a moment if somebody kills it, and takes the command down.
const watcher = spawn(
  process.execPath,
  [fileURLToPath(new URL("pretend/watch.mjs", import.meta.url)), String(child.pid)],
  {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  },
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // The terminal has sent Ctrl-C to the command, too: a second one would make Terraform drop everything.
    if (signal !== "SIGINT" || !process.stdin.isTTY) void endTree(child.pid, signal, 20_000);
  });
}
child.on("error", (error) => end(fail(`${command} does not start: ${error.message}`)));
child.on("exit", (code, signal) => end(code ?? 128 + (signal === "SIGINT" ? 2 : 15)));

function end(code) {
  watcher.stdin.end("done");
  aws.stop();
  control.close();
  process.exitCode = code;
}
