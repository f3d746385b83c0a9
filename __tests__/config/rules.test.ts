import { BASE, container, type Files, GAME, inContainer, inService, problemsOf, warningsOf, reports } from "./written";

const warnings = (yaml: string): string[] => warningsOf(inService(yaml));

describe("volumes", () => {
  test("that are mounted must be declared, each in its place", () => {
    expect(problemsOf(inService('volumes: ["a:/a", "b:/b", "c:/c"]', "availability_zone: a\nvolumes: {b: }"))).toEqual(
      reports([
        "configs/game.yaml:5:15 services.game.volumes.0: declared … volumes",
        "configs/game.yaml:5:31 services.game.volumes.2: declared … volumes",
      ]),
    );
  });

  test("that are declared must be mounted", () => {
    expect(problemsOf(inContainer("availability_zone: a\nvolumes:\n  a:\n  b: {keep: false}"))).toEqual(
      reports(["configs/game.yaml:7:3 volumes.a: /data", "configs/game.yaml:8:3 volumes.b: /data"]),
    );
  });

  test("may have the name of something JavaScript knows", () => {
    const mounted = 'volumes: ["constructor:/a"]';
    expect(problemsOf(inService(mounted, "availability_zone: a"))).toEqual(
      reports(["configs/game.yaml:5:15 services.game.volumes.0: constructor … declared"]),
    );
    expect(problemsOf(inService(mounted, "availability_zone: a\nvolumes: {constructor: }"))).toEqual([]);
  });
});

describe("the availability zone", () => {
  const mounted = inService('volumes: ["a:/a"]', "volumes: {a: }");
  const inZones = (zones: string, files: Files) => ({ ...files, "base.yaml": `${BASE}network: {zones: ${zones}}\n` });

  test("is needed with volumes", () => {
    expect(problemsOf(mounted)).toEqual(reports(["configs/game.yaml:1:1 availability_zone: is missing … volumes"]));
    expect(problemsOf(inZones("[a, c]", mounted))).toEqual(
      reports(["configs/game.yaml:1:1 availability_zone: is missing … volumes"]),
    );
  });

  test("is needed even while base is not right", () => {
    expect(problemsOf(inZones("[x]", mounted))).toEqual(
      reports([
        "configs/base.yaml:4:19 network.zones.0: availability zone",
        "configs/game.yaml:1:1 availability_zone: is missing … volumes",
      ]),
    );
  });

  test("must be one of base's", () => {
    expect(problemsOf(inZones("[a, c]", inContainer("availability_zone: b")))).toEqual(
      reports(["configs/game.yaml:5:20 availability_zone: base.yaml"]),
    );
    expect(problemsOf(inZones("[a, c]", inContainer("availability_zone: c")))).toEqual([]);
  });

  test("is not judged while base's zones are not right", () => {
    expect(problemsOf(inZones("5", inContainer("availability_zone: b")))).toEqual(
      reports(["configs/base.yaml:4:18 network.zones: list … got the number 5"]),
    );
  });
});

describe("a session", () => {
  test("is longer than what it waits for", () => {
    expect(problemsOf(inContainer("limit: {per_session: 30m}\nidle: {after: 30m}\nstartup_timeout: 30m"))).toEqual(
      reports([
        "configs/game.yaml:6:15 idle.after: limit.per_session",
        "configs/game.yaml:7:18 startup_timeout: limit.per_session",
      ]),
    );
    expect(problemsOf(inContainer("limit: {per_session: 30m}\nidle: {after: 29m}\nstartup_timeout: 29m"))).toEqual([]);
  });

  test("may be longer than a day's limit", () => {
    expect(problemsOf(inContainer("limit: {per_session: 8h, per_day: 2h}"))).toEqual([]);
  });
});

describe("a day's limit", () => {
  const above = (month: string) => `limit.${month}`;

  test("is at most the month's", () => {
    expect(
      problemsOf(inContainer("limit: {per_day: 10h1m, per_month: 10h, traffic_per_day: 5121m, traffic_per_month: 5g}")),
    ).toEqual(
      reports([
        `configs/game.yaml:5:18 limit.per_day: ${above("per_month (default 120h)")}`,
        `configs/game.yaml:5:58 limit.traffic_per_day: ${above("traffic_per_month (default 150g)")}`,
      ]),
    );
    expect(
      problemsOf(inContainer("limit: {per_day: 10h, per_month: 10h, traffic_per_day: 5g, traffic_per_month: 5120m}")),
    ).toEqual([]);
  });

  test("is at most the month's default", () => {
    expect(problemsOf(inContainer("limit: {traffic_per_day: 150g}"))).toEqual([]);
    expect(problemsOf(inContainer("limit: {traffic_per_day: 151g}"))).toEqual(
      reports([`configs/game.yaml:5:26 limit.traffic_per_day: ${above("traffic_per_month (default 150g)")}`]),
    );
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
  expect(problemsOf(inService("secrets: [A]\nenvironment: {A: x}", "ami: x"))).toEqual(
    reports([
      "configs/game.yaml:6:19 services.game.environment.A: listed … secrets",
      'configs/game.yaml:9:6 ami: ID … ami-0123456789abcdef0 … got "x"',
    ]),
  );
});

test("all problems of all files are reported at once, by file and from top to bottom", () => {
  const files = {
    "base.yaml": "region: oregon\nname: Games\ndomain: mine.org\ncolor: red\n",
    "alpha.yaml": "services: {a: {image: redis, cpus: 2, ports: [], volumes: []}}\ninstance_types: [m7a.large, x]\n",
    "beta.yaml": "a: 1\na: 2\n\tb: 3\n",
    "gamma.yaml": `${GAME}availability_zone: a\nvolumes: {world: }\n`,
    "delta.yaml": "",
    "Epsilon.yaml": GAME,
  };
  expect(problemsOf(files)).toEqual(
    reports([
      "configs/Epsilon.yaml: container's … lowercase",
      "configs/alpha.yaml:1:23 services.a.image: itzg/minecraft-server:2026.1.0",
      "configs/alpha.yaml:1:30 services.a.cpus: not supported … instance_types",
      'configs/alpha.yaml:2:29 instance_types.1: m7a.large … got "x"',
      'configs/base.yaml:1:9 region: AWS … got "oregon"',
      'configs/base.yaml:2:7 name: 12 … got "Games"',
      "configs/base.yaml:4:1 color: not a setting … time_zone",
      "configs/beta.yaml:2:1: listed twice",
      "configs/beta.yaml:3:1: indented … spaces",
      "configs/delta.yaml: is empty … settings",
      "configs/gamma.yaml:6:11 volumes.world: /data",
    ]),
  );
});

describe("a warning", () => {
  test("tells a port where Linux picks ports itself", () => {
    const message = (port: number) => `${port} … ephemeral … 32768`;
    expect(warnings('ports: ["61000/udp", "32767:32767/udp"]')).toEqual([]);
    expect(warnings('ports: ["32767/udp", "32768/udp", "32769-32770:1-2", "40000:80"]')).toEqual(
      reports([
        `configs/game.yaml:5:26 services.game.ports.1: ${message(32768)}`,
        `configs/game.yaml:5:39 services.game.ports.2: ${message(32769)}`,
        `configs/game.yaml:5:58 services.game.ports.3: ${message(40000)}`,
      ]),
    );
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
    expect(warnings(`environment: {${name}: hunter2}`)).toEqual(
      reports([`configs/game.yaml:5:19 services.game.environment.${name}: secret … secrets`]),
    );
  });

  test("tells that a number of restarts does not count", () => {
    expect(warnings("restart: on-failure:3")).toEqual(
      reports(["configs/game.yaml:5:14 services.game.restart: crash_loop"]),
    );
    expect(warnings("restart: on-failure")).toEqual([]);
  });

  test("tells a volume at two folders, which show the same files", () => {
    expect(warningsOf(inService('volumes: ["a:/one", "a:/two"]', "availability_zone: a\nvolumes: {a: }"))).toEqual(
      reports(["configs/game.yaml:5:25 services.game.volumes.1: /one"]),
    );
  });

  test("warns of a password of digits, but not of a port", () => {
    expect(warnings("environment: {RCON_PASSWORD: 4711}")).toHaveLength(1);
  });

  test("tells a password inside an address", () => {
    expect(warnings("environment: {DB: 'postgres://me:hunter2@db/x', PAGE: 'https://example.org/a:b@c'}")).toEqual(
      reports(["configs/game.yaml:5:19 services.game.environment.DB: secret"]),
    );
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
    const message = "all_traffic";
    expect(warnings(yaml)).toEqual(reports([`configs/game.yaml:${at}: ${message}`]));
    expect(warningsOf(inService(yaml, "idle: {count: all_traffic}"))).toEqual([]);
    expect(warnings("environment: {CROSSPLAY: false, RELAY_HOST: smtp.example.org}")).toEqual([]);
  });

  test("tells what may keep the container from starting", () => {
    expect(warnings('devices: ["/dev/net/tun", "/dev/dri"]\nsecurity_opt: ["no-new-privileges:true"]')).toEqual(
      reports([
        "configs/game.yaml:5:31 services.game.devices.1: container … device",
        "configs/game.yaml:6:19 services.game.security_opt: ECS … ECS",
      ]),
    );
  });

  test("tells that an address of IPv6 wakes nobody who has only IPv6, where the written types lack AAAA", () => {
    expect(warningsOf(inContainer("ipv6: true\nwake: {query_types: [A, HTTPS]}"))).toEqual(
      reports(["configs/game.yaml:6:21 wake.query_types: AAAA … AAAA"]),
    );
    expect(warningsOf(inContainer("ipv6: true\nwake: {query_types: [AAAA]}"))).toEqual([]);
    expect(warningsOf(inContainer("wake: {query_types: [A]}"))).toEqual([]);
  });

  test("says that a retired container comes back with other name servers, where they are entered by hand", () => {
    const retired = (delegation: string): string[] =>
      warningsOf({ "base.yaml": `${BASE}delegation: ${delegation}\n`, "game.yaml": `${GAME}retired: true\n` });
    expect(retired("manual")).toEqual(reports(["configs/game.yaml:5:10 retired: name servers"]));
    expect(retired("route53")).toEqual([]);
  });

  test("of a list's entry is placed at the list", () => {
    expect(warnings("environment: [A=b, SERVER_PASS=x]")).toEqual(
      reports(["configs/game.yaml:5:5 services.game.environment.SERVER_PASS: visible … secrets"]),
    );
  });
});
