import { describeOnLinux, PretendHost, valheim } from "./pretend-host";

const CONNECTIONS = "! -i docker+ -m conntrack --ctstatus ASSURED --ctdir ORIGINAL --ctorigdstport";

describeOnLinux("the boot script, run", () => {
  let host: PretendHost;
  const create = (props = valheim) => (host = new PretendHost(props));
  afterEach(() => {
    host.remove();
  });

  it("makes the agent join the cluster, with the grace period and without privileged containers", () => {
    expect(create().boot()).toEqual({ status: 0, log: "" });
    expect(host.file("etc/ecs/ecs.config").split("\n")).toEqual(
      expect.arrayContaining([
        "ECS_CLUSTER=games-valheim-cluster",
        "ECS_CONTAINER_STOP_TIMEOUT=120s",
        "ECS_DISABLE_PRIVILEGED=true",
      ]),
    );
  });

  it("writes a person's files as they are, whatever stands in them", () => {
    const content = ':80 {\n\t# $HOME `id` EOF\n  END\nEND\n\n  respond "Grüße"\n}\n';
    expect(
      create({
        ...valheim,
        configs: [
          { name: "Caddyfile", content },
          { name: "empty", content: "" },
        ],
      }).boot(),
    ).toEqual({
      status: 0,
      log: "",
    });
    expect(host.file("opt/wake-on-dns/configs/Caddyfile")).toBe(content);
    expect(host.file("opt/wake-on-dns/configs/empty")).toBe("\n");
  });

  it("writes the agent's settings before anything that could fail", () => {
    create().state("systemctl.broken", "no systemd");
    expect(host.boot().status).not.toBe(0);
    expect(host.file("etc/ecs/ecs.config")).toContain("ECS_CLUSTER=");
  });

  it("keeps containers from the host's credentials and counts connections to the published ports", () => {
    create({ ...valheim, ports: [...valheim.ports, { hostPort: 80, protocol: "tcp" }] }).boot();
    expect(host.rules("iptables.DOCKER-USER").sort()).toEqual([
      "-i docker+ -d 169.254.169.254/32 -j DROP",
      "-m comment --comment wake-on-dns received ! -i docker+ -o docker+",
      "-m comment --comment wake-on-dns sent -i docker+ ! -o docker+ ! -d 169.254.0.0/16",
      `-m comment --comment wake-on-dns tcp:80 -p tcp ${CONNECTIONS} 80`,
      `-m comment --comment wake-on-dns udp:2456:2457 -p udp ${CONNECTIONS} 2456:2457`,
    ]);
    expect(host.calls("ip6tables")).toEqual([]);
  });

  it("counts what docker's proxy takes in and answers by IPv6 only when asked", () => {
    create({ ...valheim, ipv6: true }).boot();
    expect(host.rules("ip6tables.INPUT")).toEqual([
      `-m comment --comment wake-on-dns udp:2456:2457 -p udp ${CONNECTIONS} 2456:2457`,
    ]);
    expect(host.rules("ip6tables.OUTPUT")).toEqual([
      "-m comment --comment wake-on-dns udp:2456:2457 -p udp ! -o lo --sport 2456:2457",
    ]);
  });

  it("leaves the rules of others alone and puts its own above them", () => {
    create().state("iptables.DOCKER-USER", "-s 203.0.113.0/24 -j DROP\n-j RETURN\n");
    host.boot();
    expect(host.rules("iptables.DOCKER-USER").slice(4)).toEqual(["-s 203.0.113.0/24 -j DROP", "-j RETURN"]);
  });

  it("starts its units without waiting for them, and again at every boot", () => {
    create().boot();
    expect(host.calls("systemctl").map((call) => call.args.join(" "))).toEqual([
      "enable --now --no-block container-stop.service",
    ]);
    expect(host.file("etc/systemd/system/container-stop.service")).toMatch(
      /^Wants=.* image-pull\.service packets\.timer termination\.service$/m,
    );
  });

  it("starts its units even when the firewall is not ready, and says so", () => {
    create().state("iptables.broken", "can't lock");
    expect(host.boot()).toEqual({ status: 0, log: expect.stringContaining("the firewall is not ready") as string });
    expect(host.calls("systemctl")).toHaveLength(1);
  });

  it("changes nothing when it runs twice", () => {
    create({ ...valheim, ipv6: true, ports: [{ hostPort: 40000, protocol: "udp" }] }).boot();
    const chains = ["iptables.DOCKER-USER", "ip6tables.INPUT", "ip6tables.OUTPUT"];
    const now = () => [host.files(), ...chains.map((chain) => host.rules(chain))];
    const before = now();
    expect(host.boot().status).toBe(0);
    expect(now()).toEqual(before);
  });

  it("has the rules back after a reboot, before the agent starts", () => {
    create().boot();
    const before = host.rules("iptables.DOCKER-USER");
    host.state("iptables.DOCKER-USER", "-j RETURN\n");
    expect(host.service("container-stop.service", "ExecStart")).toEqual({ status: 0, log: "" });
    expect(host.rules("iptables.DOCKER-USER")).toEqual([...before, "-j RETURN"]);
    expect(host.file("etc/systemd/system/container-stop.service")).toMatch(/^Before=ecs\.service$/m);
  });

  it("reserves the published ports at every boot, so that Linux gives none to a connection", () => {
    const ports = [61000, 40001, 80, 40000].map((hostPort) => ({ hostPort, protocol: "tcp" as const }));
    create({ ...valheim, ports: [...ports, { hostPort: 40000, protocol: "udp" }] }).boot();
    host.service("container-stop.service", "ExecStart");
    const call = ["--quiet", "--write", "net.ipv4.ip_local_reserved_ports=80,40000-40001,61000,40000"];
    expect(host.calls("sysctl").map(({ args }) => args)).toEqual([call, call]);
  });

  it("writes these files and no others", () => {
    create().boot();
    expect(Object.keys(host.files())).toEqual([
      "/etc/ecs/ecs.config",
      "/etc/systemd/system/container-stop.service",
      "/etc/systemd/system/image-pull.service",
      "/etc/systemd/system/packets.service",
      "/etc/systemd/system/packets.timer",
      "/etc/systemd/system/termination.service",
      "/etc/wake-on-dns.conf",
      "/opt/wake-on-dns/firewall.sh",
      "/opt/wake-on-dns/image-pull.sh",
      "/opt/wake-on-dns/metadata.sh",
      "/opt/wake-on-dns/packets.sh",
      "/opt/wake-on-dns/stop-containers.sh",
      "/opt/wake-on-dns/termination.sh",
    ]);
  });
});
