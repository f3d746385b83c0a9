import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { units } from "../../src/host/units";

const texts = units({ scripts: "/scripts", settings: "/settings", stopGraceSeconds: 120 });

/** All values of a key of a unit, each word on its own. */
function words(unit: string, key: string): string[] {
  const found = [...(texts[unit] ?? "").matchAll(new RegExp(`^${key}=(.*)$`, "gm"))];
  return found.flatMap(([, value = ""]) => value.split(" "));
}

describe("the unit that stops the containers", () => {
  const needed = [
    "docker.service",
    "amazon-ecs-volume-plugin.service",
    "amazon-efs-mount-watchdog.service",
    "remote-fs.target",
    "network-online.target",
  ];

  it.each(needed)("stops before %s, because it starts after it", (unit) => {
    expect(words("container-stop.service", "After")).toContain(unit);
    expect(words("container-stop.service", "Wants")).toContain(unit);
  });

  it("stops after the agent, which could start a replacement, and never because docker restarts", () => {
    expect(words("container-stop.service", "Before")).toEqual(["ecs.service"]);
    for (const key of ["Requires", "BindsTo", "PartOf"]) expect(words("container-stop.service", key)).toEqual([]);
  });

  it("stays active after its start, even a failed one, so that there is something to stop", () => {
    expect(words("container-stop.service", "RemainAfterExit")).toEqual(["yes"]);
    expect(words("container-stop.service", "ExecStart")[0]).toMatch(/^-/);
  });

  it("gives the containers their grace period and docker a minute more", () => {
    expect(words("container-stop.service", "TimeoutStopSec")).toEqual(["180"]);
  });

  it("cannot block the agent indefinitely", () => {
    expect(words("container-stop.service", "TimeoutStartSec")).toEqual(["90"]);
  });
});

describe("the unit that watches for a termination", () => {
  it("is gone before the stop that it asks for, and starts at every boot", () => {
    expect(words("termination.service", "After")).toEqual(["container-stop.service"]);
    expect(words("container-stop.service", "Wants")).toContain("termination.service");
    expect(words("container-stop.service", "WantedBy")).toEqual(["multi-user.target"]);
  });

  it("runs as long as the host, and comes back a minute after it failed, but not after it has asked", () => {
    expect(words("termination.service", "Type")).toEqual([]);
    expect(words("termination.service", "Restart")).toEqual(["on-failure"]);
    expect(words("termination.service", "RestartSec")).toEqual(["60"]);
  });
});

describe("the unit that pulls the images", () => {
  it("waits for docker alone, and nothing waits for it: it counts as started at once", () => {
    expect(words("image-pull.service", "After")).toEqual(["docker.service"]);
    for (const key of ["Before", "Requires", "BindsTo", "Type"]) expect(words("image-pull.service", key)).toEqual([]);
    for (const unit of Object.keys(texts)) {
      expect(words(unit, "After")).not.toContain("image-pull.service");
      expect(words(unit, "Requires")).not.toContain("image-pull.service");
    }
  });

  it("is not waited for at shutdown: it ends within seconds", () => {
    expect(words("image-pull.service", "TimeoutStopSec")).toEqual(["5"]);
  });
});

describe("the units that publish the metrics", () => {
  it("read once a minute, far from the borders of a CloudWatch minute", () => {
    const [, second] = /^\*:\*:(\d+)$/.exec(words("packets.timer", "OnCalendar")[0] ?? "") ?? [];
    expect(Number(second)).toBe(30);
    expect(words("packets.timer", "AccuracySec")).toEqual(["1s"]);
  });

  it("keep the last reading between two runs, until the next reboot", () => {
    expect(words("packets.service", "RuntimeDirectory")).toEqual(["wake-on-dns"]);
    expect(words("packets.service", "RuntimeDirectoryPreserve")).toEqual(["yes"]);
  });
});

// CI must not pass without it: apt-get install systemd
const systemd = process.env.CI === "true" || spawnSync("systemd-analyze", ["--version"]).status === 0;

(systemd ? it : it.skip)("systemd finds no fault in the units (needs systemd-analyze)", () => {
  const folder = mkdtempSync(join(tmpdir(), "units-"));
  const runnable = units({ scripts: "/scripts", settings: join(folder, "settings"), stopGraceSeconds: 120 });
  const paths = Object.keys(runnable).map((name) => join(folder, name));
  Object.values(runnable).forEach((text, i) => {
    writeFileSync(paths[i] ?? "", text);
  });
  const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  expect({ status, log: stdout + stderr }).toEqual({ status: 0, log: "" });
});
