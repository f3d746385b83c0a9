import { describeOnLinux, PretendHost } from "./pretend-host";

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

  it("stops all of them at the same time, with the longest grace period", () => {
    host.state("containers", "3f4e8a6b1c2d\n77aa01bc9def\n");
    expect(stop()).toEqual({ status: 0, log: "" });
    expect(stopped().map((call) => call.args)).toEqual([["stop", "-t", "120", "3f4e8a6b1c2d", "77aa01bc9def"]]);
  });

  it("asks for those of ECS only, whatever else runs on the host", () => {
    host.state("containers", "");
    stop();
    expect(host.calls("docker")[0]?.args.join(" ")).toBe("ps --quiet --filter label=com.amazonaws.ecs.cluster");
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
