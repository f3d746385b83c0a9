import { describeOnLinux, PretendHost, valheim } from "./pretend-host";

describeOnLinux("stopping the containers at shutdown", () => {
  let host: PretendHost;
  const stop = () => host.service("container-stop.service", "ExecStop");
  const stopped = () => host.calls("docker").filter((call) => call.args[0] === "stop");

  beforeEach(() => {
    host = new PretendHost();
    host.boot();
  });
  afterEach(() => {
    host.remove();
  });

  it("stops the containers of a service with its grace period", () => {
    host.state("containers", "3f4e8a6b1c2d valheim\n77aa01bc9def valheim\n");
    expect(stop()).toEqual({ status: 0, log: "" });
    expect(stopped().map((call) => call.args)).toEqual([["stop", "-t", "120", "3f4e8a6b1c2d", "77aa01bc9def"]]);
  });

  it("stops a service after those that need it, whatever the order they are listed in", () => {
    const stops = [
      { service: "db", graceSeconds: 40, after: ["app"] },
      { service: "app", graceSeconds: 20, after: ["proxy", "rcon"] },
      { service: "proxy", graceSeconds: 10, after: [] },
      { service: "cron", graceSeconds: 30, after: [] },
    ];
    const several = new PretendHost({ ...valheim, stopGraceSeconds: 70, stops });
    several.boot();
    several.state("containers", "d1 db\na1 app\np1 proxy\nc1 cron\nx1 unknown\n");
    expect(several.service("container-stop.service", "ExecStop")).toEqual({ status: 0, log: "" });
    const order = several.read("stopped").trim().split("\n");
    expect(order.filter((id) => /^[dap]/.test(id))).toEqual(["p1", "a1", "d1"]);
    const graces = several.calls("docker").filter(({ args }) => args[0] === "stop");
    expect(Object.fromEntries(graces.map(({ args: [, , grace, id = ""] }) => [id, grace]))).toEqual({
      d1: "40",
      a1: "20",
      p1: "10",
      c1: "30",
      // One that an older definition started: as long as all may take.
      x1: "70",
    });
    several.remove();
  });

  it("stops a service all the same if docker cannot wait for those before it", () => {
    const stops = [
      { service: "db", graceSeconds: 40, after: ["app"] },
      { service: "app", graceSeconds: 20, after: [] },
    ];
    const several = new PretendHost({ ...valheim, stopGraceSeconds: 60, stops });
    several.boot();
    several.state("containers", "d1 db\na1 app\n");
    several.state("wait.fails", "");
    several.service("container-stop.service", "ExecStop");
    expect(several.read("stopped").trim().split("\n").toSorted()).toEqual(["a1", "d1"]);
    several.remove();
  });

  it("asks for those of ECS only, whatever else runs on the host", () => {
    host.state("containers", "");
    stop();
    expect(host.calls("docker")[0]?.args.join(" ")).toContain("ps --filter label=com.amazonaws.ecs.cluster --format ");
  });

  it("does nothing when none runs", () => {
    host.state("containers", "");
    expect(stop()).toEqual({ status: 0, log: "" });
    expect(stopped()).toEqual([]);
  });

  it.each(["Cannot connect to the Docker daemon\n", "docker: command not found\n"])(
    "fails with the reason when docker does not answer: %s",
    (reason) => {
      host.state("docker.broken", reason);
      const { status, log } = stop();
      expect(status).not.toBe(0);
      expect(log).toBe(reason);
    },
  );
});
