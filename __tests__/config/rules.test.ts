import { BASE, container, type Files, GAME, inContainer, inService, problemsOf, warningsOf } from "./written";

const warnings = (yaml: string): string[] => warningsOf(inService(yaml));

describe("volumes", () => {
  test("that are mounted must be declared, each in its place", () => {
    expect(problemsOf(inService('volumes: ["a:/a", "b:/b", "c:/c"]', "availability_zone: a\nvolumes: {b: }"))).toEqual([
      "configs/game.yaml:5:15 services.game.volumes.0: the volume a is not declared: add it under volumes at the end of the file",
      "configs/game.yaml:5:31 services.game.volumes.2: the volume c is not declared: add it under volumes at the end of the file",
    ]);
  });

  test("that are declared must be mounted", () => {
    expect(problemsOf(inContainer("availability_zone: a\nvolumes:\n  a:\n  b: {keep: false}"))).toEqual([
      "configs/game.yaml:7:3 volumes.a: is mounted by no service: mount it, like a:/data, or remove it",
      "configs/game.yaml:8:3 volumes.b: is mounted by no service: mount it, like b:/data, or remove it",
    ]);
  });

  test("may have the name of something JavaScript knows", () => {
    const mounted = 'volumes: ["constructor:/a"]';
    expect(problemsOf(inService(mounted, "availability_zone: a"))).toEqual([
      "configs/game.yaml:5:15 services.game.volumes.0: the volume constructor is not declared: add it under volumes at the end of the file",
    ]);
    expect(problemsOf(inService(mounted, "availability_zone: a\nvolumes: {constructor: }"))).toEqual([]);
  });
});

describe("the availability zone", () => {
  const mounted = inService('volumes: ["a:/a"]', "volumes: {a: }");
  const inZones = (zones: string, files: Files) => ({ ...files, "base.yaml": `${BASE}network: {zones: ${zones}}\n` });

  test("is needed with volumes", () => {
    expect(problemsOf(mounted)).toEqual([
      "configs/game.yaml:1:1 availability_zone: is missing: volumes live in one zone, write its letter (base has a)",
    ]);
    expect(problemsOf(inZones("[a, c]", mounted))).toEqual([
      "configs/game.yaml:1:1 availability_zone: is missing: volumes live in one zone, write its letter (base has a, c)",
    ]);
  });

  test("is needed even while base is not right", () => {
    expect(problemsOf(inZones("[x]", mounted))).toEqual([
      expect.stringContaining("configs/base.yaml:4:19 network.zones.0: must be the letter of an availability zone"),
      "configs/game.yaml:1:1 availability_zone: is missing: volumes live in one zone, write its letter",
    ]);
  });

  test("must be one of base's", () => {
    expect(problemsOf(inZones("[a, c]", inContainer("availability_zone: b")))).toEqual([
      "configs/game.yaml:5:20 availability_zone: base has no subnet in zone b: add it to network.zones in base.yaml, or use a, c",
    ]);
    expect(problemsOf(inZones("[a, c]", inContainer("availability_zone: c")))).toEqual([]);
  });

  test("is not judged while base's zones are not right", () => {
    expect(problemsOf(inZones("5", inContainer("availability_zone: b")))).toEqual([
      "configs/base.yaml:4:18 network.zones: must be a list like [a, b], got the number 5",
    ]);
  });
});

describe("a session", () => {
  const shorter = "must be shorter than limit.per_session: the session would always end first";

  test("is longer than what it waits for", () => {
    expect(problemsOf(inContainer("limit: {per_session: 30m}\nidle: {after: 30m}\nstartup_timeout: 30m"))).toEqual([
      `configs/game.yaml:6:15 idle.after: ${shorter}`,
      `configs/game.yaml:7:18 startup_timeout: ${shorter}`,
    ]);
    expect(problemsOf(inContainer("limit: {per_session: 30m}\nidle: {after: 29m}\nstartup_timeout: 29m"))).toEqual([]);
  });

  test("may be longer than a day's limit", () => {
    expect(problemsOf(inContainer("limit: {per_session: 8h, per_day: 2h}"))).toEqual([]);
  });
});

describe("a day's limit", () => {
  const above = (month: string) => `must be at most limit.${month}: the month's limit would always come first`;

  test("is at most the month's", () => {
    expect(
      problemsOf(inContainer("limit: {per_day: 10h1m, per_month: 10h, traffic_per_day: 5121m, traffic_per_month: 5g}")),
    ).toEqual([
      `configs/game.yaml:5:18 limit.per_day: ${above("per_month (default 120h)")}`,
      `configs/game.yaml:5:58 limit.traffic_per_day: ${above("traffic_per_month (default 150g)")}`,
    ]);
    expect(
      problemsOf(inContainer("limit: {per_day: 10h, per_month: 10h, traffic_per_day: 5g, traffic_per_month: 5120m}")),
    ).toEqual([]);
  });

  test("is at most the month's default", () => {
    expect(problemsOf(inContainer("limit: {traffic_per_day: 150g}"))).toEqual([]);
    expect(problemsOf(inContainer("limit: {traffic_per_day: 151g}"))).toEqual([
      `configs/game.yaml:5:26 limit.traffic_per_day: ${above("traffic_per_month (default 150g)")}`,
    ]);
  });

  test("that nobody wrote is no reason to refuse a lower one of the month, which then comes first", () => {
    expect(container("limit: {per_month: 10h, traffic_per_month: 5g}").limit).toMatchObject({
      perDayMinutes: 840,
      perMonthMinutes: 600,
      trafficPerDayMiB: 20_480,
      trafficPerMonthMiB: 5_120,
    });
  });
});

test("rules between fields wait only for the fields that they need", () => {
  const files = inService(
    'volumes: ["a:/a", "b"]\nmem_limit: 5\nmem_reservation: 900g\nsecrets: [A, 1]\nenvironment: {A: x, B: 1.10}',
    "availability_zone: z\nidle: {after: 3h}\nlimit: {per_session: 2h, per_day: 5, per_month: x, traffic_per_day: 200g}\nami: x",
  );
  const problems = problemsOf(files);
  expect(problems.map((line) => line.split(" ")[1])).toEqual([
    "services.game.volumes.0:",
    "services.game.volumes.1:",
    "services.game.mem_limit:",
    "services.game.mem_reservation:",
    "services.game.secrets.1:",
    "services.game.environment.A:",
    "YAML",
    "availability_zone:",
    "idle.after:",
    "limit.per_day:",
    "limit.per_month:",
    "limit.traffic_per_day:",
    "ami:",
  ]);
});

test("rules inside a service do not wait for the rest of the file", () => {
  expect(problemsOf(inService("secrets: [A]\nenvironment: {A: x}", "ami: x"))).toEqual([
    "configs/game.yaml:6:19 services.game.environment.A: is listed under secrets too: keep it there only",
    'configs/game.yaml:9:6 ami: must be latest or an image like ami-0123456789abcdef0, got "x"',
  ]);
});

test("all problems of all files are told at once, by file and from top to bottom", () => {
  const files = {
    "base.yaml": "region: oregon\nname: Games\ndomain: mine.org\ncolor: red\n",
    "alpha.yaml": "services: {a: {image: redis, cpus: 2, ports: [], volumes: []}}\ninstance_types: [m7a.large, x]\n",
    "beta.yaml": "a: 1\na: 2\n\tb: 3\n",
    "gamma.yaml": `${GAME}availability_zone: a\nvolumes: {world: }\n`,
    "delta.yaml": "",
    "Epsilon.yaml": GAME,
  };
  expect(problemsOf(files)).toEqual([
    "configs/Epsilon.yaml: a container's name is lower-case letters, digits and single hyphens, a letter first: it becomes part of the address",
    "configs/alpha.yaml:1:23 services.a.image: needs a tag or digest, like itzg/minecraft-server:2026.1.0: without one each wake may run another version",
    "configs/alpha.yaml:1:30 services.a.cpus: is not taken: the container has its host to itself, instance_types say how large it is",
    'configs/alpha.yaml:2:29 instance_types.1: must be an EC2 instance type like m7a.large, got "x"',
    'configs/base.yaml:1:9 region: must be an AWS region like us-west-2, got "oregon"',
    'configs/base.yaml:2:7 name: must be 1 to 12 lower-case letters and digits, a letter first, got "Games"',
    "configs/base.yaml:4:1 color: is not a setting here: allowed are name, region, domain, delegation, time_zone, network, state, budget, tags",
    "configs/beta.yaml:2:1: this key stands here twice: keep one",
    "configs/beta.yaml:3:1: a tab: indent with spaces",
    "configs/delta.yaml: is empty: describe something in it, or remove it",
    "configs/gamma.yaml:6:11 volumes.world: is mounted by no service: mount it, like world:/data, or remove it",
  ]);
});

describe("a warning", () => {
  test("tells a port where Linux picks ports itself", () => {
    const message = (port: number) =>
      `host port ${port} lies where Linux picks ports itself: the host reserves it at boot, a port below 32768 needs no such care`;
    expect(warnings('ports: ["61000/udp", "32767:32767/udp"]')).toEqual([]);
    expect(warnings('ports: ["32767/udp", "32768/udp", "32769-32770:1-2", "40000:80"]')).toEqual([
      `configs/game.yaml:5:26 services.game.ports.1: ${message(32768)}`,
      `configs/game.yaml:5:39 services.game.ports.2: ${message(32769)}`,
      `configs/game.yaml:5:58 services.game.ports.3: ${message(40000)}`,
    ]);
  });

  test("is not given for one port inside with two protocols", () => {
    expect(warnings('ports: ["2456", "2450-2456/udp", "2457/udp", "9000:2457"]')).toEqual([]);
  });

  test.each([
    "SERVER_PASS",
    "password",
    "RconPasswd",
    "API_TOKEN",
    "SECRET",
    "STEAM_API_KEY",
    "APIKEY",
    "RCONPW",
    "CS2_PW",
    "ADMIN_KEY",
    "DISCORD_WEBHOOK",
    "TOKEN",
  ])("tells that %s looks like a secret", (name) => {
    expect(warnings(`environment: {${name}: hunter2}`)).toEqual([
      `configs/game.yaml:5:19 services.game.environment.${name}: looks like a secret, and stands in git, plan and state: list its name under secrets instead`,
    ]);
  });

  test("tells that a number of restarts does not count", () => {
    expect(warnings("restart: on-failure:3")).toEqual([
      "configs/game.yaml:5:14 services.game.restart: its number does not count here: crash_loop says when to give up",
    ]);
    expect(warnings("restart: on-failure")).toEqual([]);
  });

  test("tells a volume at two folders, which show the same files", () => {
    expect(warningsOf(inService('volumes: ["a:/one", "a:/two"]', "availability_zone: a\nvolumes: {a: }"))).toEqual([
      "configs/game.yaml:5:25 services.game.volumes.1: shows the same files as /one: for others declare a volume of its own",
    ]);
  });

  test("tells a password of digits, which are no port", () => {
    expect(warnings("environment: {RCON_PASSWORD: 4711}")).toHaveLength(1);
  });

  test("tells a password inside an address", () => {
    expect(warnings("environment: {DB: 'postgres://me:hunter2@db/x', PAGE: 'https://example.org/a:b@c'}")).toEqual([
      expect.stringContaining("configs/game.yaml:5:19 services.game.environment.DB: looks like a secret"),
    ]);
  });

  test("is not given for an empty value, a switch, a path, or a name that only begins like a secret", () => {
    const environment =
      "{SERVER_PASS: '', PASSWORD_FILE: x, PASSAGE: y, PUBLIC_KEY: z, USE_TOKEN: true, SSL_KEY: /certs/a.pem, COMPASS: n, MONKEY: cute}";
    expect(warnings(`environment: ${environment}`)).toEqual([]);
  });

  test.each([
    ["environment: {CROSSPLAY: true}", "5:19 services.game.environment.CROSSPLAY"],
    ["environment: {SERVER_ARGS: -crossplay}", "5:19 services.game.environment.SERVER_ARGS"],
    ["environment: {USE_RELAY: '1'}", "5:19 services.game.environment.USE_RELAY"],
    ["command: ./server -name x -crossplay", "5:14 services.game.command"],
  ])("tells that players of a relay are not seen: %s", (yaml, at) => {
    const message =
      "players who come through a relay are not seen at the published ports: write idle: {count: all_traffic}";
    expect(warnings(yaml)).toEqual([`configs/game.yaml:${at}: ${message}`]);
    expect(warningsOf(inService(yaml, "idle: {count: all_traffic}"))).toEqual([]);
    expect(warnings("environment: {CROSSPLAY: false, RELAY_HOST: smtp.example.org}")).toEqual([]);
  });

  test("tells what may keep the container from starting", () => {
    expect(warnings('devices: ["/dev/net/tun", "/dev/dri"]\nsecurity_opt: ["no-new-privileges:true"]')).toEqual([
      "configs/game.yaml:5:31 services.game.devices.1: on a host without this device the container does not start",
      "configs/game.yaml:6:19 services.game.security_opt: nobody has tried no-new-privileges with the ECS agent: if no host gets the task, leave it out",
    ]);
  });

  test("tells that an address of IPv6 wakes nobody who has only IPv6, where the written types lack AAAA", () => {
    const message = "with ipv6: true a player who has only IPv6 asks for AAAA alone, and wakes nothing: add AAAA";
    expect(warningsOf(inContainer("ipv6: true\nwake: {query_types: [A, HTTPS]}"))).toEqual([
      `configs/game.yaml:6:21 wake.query_types: ${message}`,
    ]);
    expect(warningsOf(inContainer("ipv6: true\nwake: {query_types: [AAAA]}"))).toEqual([]);
    expect(warningsOf(inContainer("wake: {query_types: [A]}"))).toEqual([]);
  });

  test("says that a retired container comes back with other name servers, where they are entered by hand", () => {
    const retired = (delegation: string): string[] =>
      warningsOf({ "base.yaml": `${BASE}delegation: ${delegation}\n`, "game.yaml": `${GAME}retired: true\n` });
    expect(retired("manual")).toEqual([
      "configs/game.yaml:5:10 retired: this deletes its hosted zone: if you bring it back, its name servers are new ones, to be entered at the domain's DNS again",
    ]);
    expect(retired("route53")).toEqual([]);
  });

  test("of a list's entry is placed at the list", () => {
    expect(warnings("environment: [A=b, SERVER_PASS=x]")).toEqual([
      "configs/game.yaml:5:5 services.game.environment.SERVER_PASS: looks like a secret, and stands in git, plan and state: list its name under secrets instead",
    ]);
  });
});
