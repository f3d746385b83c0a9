import { describeOnLinux, PretendHost, valheim } from "./pretend-host";

describeOnLinux("pulling the images before the agent asks for them", () => {
  let host: PretendHost;
  const boot = (images: readonly string[]) => {
    host = new PretendHost({ ...valheim, images });
    host.boot();
    return host.service("image-pull.service", "ExecStart");
  };
  const pulled = () =>
    host
      .calls("docker")
      .map(({ args }) => args.join(" "))
      .sort();
  afterEach(() => {
    host.remove();
  });

  it("pulls each image once", () => {
    expect(boot(["itzg/minecraft-server:2026.1.0", "redis:7.4.1", "redis:7.4.1"]).status).toBe(0);
    expect(pulled()).toEqual(["pull --quiet itzg/minecraft-server:2026.1.0", "pull --quiet redis:7.4.1"]);
  });

  it("does nothing without a public image", () => {
    expect(boot([])).toEqual({ status: 0, log: "" });
    expect(pulled()).toEqual([]);
  });

  it("only logs what a registry or a full disk refuses, and still asks for the others", () => {
    boot(["redis:7.4.1", "postgres:17.2"]);
    host.state("docker.broken", "toomanyrequests: You have reached your pull rate limit.\n");
    expect(host.service("image-pull.service", "ExecStart")).toEqual({
      status: 0,
      log: "toomanyrequests: You have reached your pull rate limit.\n".repeat(2),
    });
  });
});
