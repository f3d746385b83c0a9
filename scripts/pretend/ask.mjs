// node ask.mjs <folder>: prints the value of TF_REATTACH_PROVIDERS for a Terraform that runs in the folder.
import { realpathSync } from "node:fs";
import { connect } from "node:net";

const [, , folder = ""] = process.argv;
const socket = connect(Number(process.env.PRETEND_PORT), "127.0.0.1", () => socket.end(`${realpathSync(folder)}\n`));
socket.on("error", () => {
  process.stderr.write(
    "wake-on-dns: pretend AWS is not running: start the command with npm run pretend -- <command>\n",
  );
  process.exitCode = 1;
});
socket.pipe(process.stdout);
