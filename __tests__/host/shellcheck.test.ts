import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { userData } from "../../src/host/user-data";
import { fixture, valheim } from "./pretend-host";

// CI must not pass without it: apt-get install shellcheck
const installed = process.env.CI === "true" || spawnSync("shellcheck", ["--version"]).status === 0;
const test = installed ? it : it.skip;

const folder = join(__dirname, "../../src/host");
const scripts: Record<string, string> = {
  "the boot script": userData({ ...valheim, ports: [{ hostPort: 40000, protocol: "udp" }] }),
  "the pretended commands": fixture("command.sh"),
};
for (const name of readdirSync(folder).filter((file) => file.endsWith(".sh")))
  scripts[name] = readFileSync(join(folder, name), "utf8");

test.each(Object.entries(scripts))("shellcheck finds no fault in %s (needs shellcheck)", (_, input) => {
  const { status, stdout, error } = spawnSync("shellcheck", ["-x", "-e", "SC1091", "-"], { input, encoding: "utf8" });
  expect(error).toBeUndefined();
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
