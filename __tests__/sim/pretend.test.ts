import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { terraformTest } from "./workspace";

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const SCRIPT = ["scripts/pretend.mjs", "--store"];
const pretend = (...command: readonly string[]) =>
  spawnSync(process.execPath, [...SCRIPT, join(folder, "store"), ...command], { encoding: "utf8" });

terraformTest("the command's exit code is passed on", () => {
  expect(pretend("sh", "-c", "exit 7").status).toBe(7);
});

terraformTest(
  "the one call that needs the registry is left out, others reach Terraform with the provider attached",
  () => {
    writeFileSync(
      join(folder, "main.tf.json"),
      '{"data": {"aws_caller_identity": {"me": {}}}, "provider": {"aws": {"region": "us-west-2"}}, "output": {"id": {"value": "${data.aws_caller_identity.me.account_id}"}}}',
    );
    const script = `cd ${folder} && terraform init && terraform providers lock -platform=linux_amd64 && terraform apply -auto-approve -no-color`;
    const { stdout, status } = pretend("sh", "-c", script);
    expect(stdout).toMatch(/id = "123456789012"/);
    expect(status).toBe(0);
  },
);

terraformTest.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "%s of the launcher leaves no process behind",
  async (signal) => {
    const file = join(folder, "pid");
    const child = spawn(process.execPath, [...SCRIPT, folder, "sh", "-c", `echo $$ > ${file}; sleep 600; true`], {
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(20);
    await sleep(1000); // the watcher learns of the command a moment after its start
    child.kill(signal);
    await ended;
    const pid = readFileSync(file, "utf8").trim();
    const alive = (): string => spawnSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).stdout;
    const own = () =>
      alive()
        .split("\n")
        .filter((line) => line.trim().split(/\s+/).slice(0, 2).includes(pid) && !line.includes("Z"));
    for (let tries = 0; own().length > 0 && tries < 200; tries++) await sleep(100);
    expect(own()).toEqual([]);
  },
);

test("without Terraform, or with an old one, one line says what to do", () => {
  symlinkSync(process.execPath, join(folder, "node"));
  const run = () =>
    spawnSync(process.execPath, [...SCRIPT, folder, "true"], {
      encoding: "utf8",
      env: { ...process.env, PATH: folder },
    });
  expect(run()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^wake-on-dns: requires Terraform .* not on the PATH: install .*\n$/) as string,
  });
  writeFileSync(join(folder, "terraform"), '#!/bin/sh\necho \'{ "terraform_version": "1.9.8" }\'\n', { mode: 0o755 });
  const old = spawnSync(process.execPath, [...SCRIPT, folder, "true"], {
    encoding: "utf8",
    env: { ...process.env, TERRAFORM_BINARY_NAME: "", PATH: `${folder}:/bin:/usr/bin` },
  });
  expect(old.stderr).toMatch(
    /^wake-on-dns: requires Terraform 1\.11 or newer, but .*terraform is version 1\.9\.8: install/,
  );
});
