import { SHIPPED } from "../helpers/shipped";
import { taskContainers } from "../../src/config/compose/task-containers";
import { countedPorts, publishedPorts } from "../../src/config/compose/ports";
import { fileSystems } from "../../src/config/container/volume-schema";
import { loadConfiguration } from "../../src/config/load";
import { BASE, container, GAME, inContainer, inService, load, only, problemsOf, reports } from "./written";

const typed = (types: string) => ({
  "base.yaml": BASE,
  "game.yaml": GAME.replace("[m7a.large]", types),
});

const LIMIT = {
  perSessionMinutes: 480,
  perDayMinutes: 840,
  perMonthMinutes: 7_200,
  trafficPerDayMiB: 20_480,
  trafficPerMonthMiB: 153_600,
  stop: true,
};

test("needs instance types and a service only; the rest has defaults", () => {
  const { services, ...settings } = container("");
  expect(Object.keys(services)).toEqual(["game"]);
  expect(settings).toEqual({
    name: "game",
    instanceTypes: ["m7a.large"],
    architecture: "x86_64",
    availabilityZone: undefined,
    volumes: {},
    configs: {},
    mode: "on_demand",
    address: "dynamic",
    deploy: "next_wake",
    startupTimeoutMinutes: 15,
    idle: { afterMinutes: 15, packetsPerMinute: 8, count: "published_ports" },
    limit: LIMIT,
    crashLoop: { stops: 3, withinMinutes: 15, restMinutes: 60 },
    wake: { queryTypes: ["A"], perDay: 12 },
    diskGiB: 30,
    ipv6: false,
    keyPairName: undefined,
    sshFrom: [],
    retired: false,
    ami: "latest",
  });
});

test("fills in the rest of a group of which one setting is written", () => {
  const { idle, limit, crashLoop, wake } = container(
    "idle: {packets_per_minute: 5}\nlimit: {stop: false}\ncrash_loop: {rest: 2h}\nwake: {query_types: [A, AAAA, HTTPS]}",
  );
  expect(idle).toEqual({ afterMinutes: 15, packetsPerMinute: 5, count: "published_ports" });
  expect(limit).toEqual({ ...LIMIT, stop: false });
  expect(crashLoop).toEqual({ stops: 3, withinMinutes: 15, restMinutes: 120 });
  expect(wake).toEqual({ queryTypes: ["A", "AAAA", "HTTPS"], perDay: 12 });
});

test.each([
  ["scans count as 0 where all ports are UDP", 8, "[2456-2457/udp, 9000/udp]", ""],
  ["scanners connect to a TCP port", 60, '[2456/udp, "8080"]', ""],
  ["all that is received counts", 60, "[2456/udp]", "count: all_traffic"],
  ["the file says so", 7, '["8080"]', "count: all_traffic, packets_per_minute: 7"],
])("%s, so %i packets a minute are play", (_, packets, ports, idle) => {
  const written = inService(`ports: ${ports}`, `idle: {${idle}}`);
  expect(only(load(written).containers).idle.packetsPerMinute).toBe(packets);
});

test.each([
  ["ipv6: false", ["A"]],
  ["ipv6: true", ["A", "AAAA"]],
  ["ipv6: true\nwake: {per_day: 5}", ["A", "AAAA"]],
  ["ipv6: true\nwake: {query_types: [A]}", ["A"]],
])("with %j, queries of the types %j wake", (yaml, types) => {
  expect(container(yaml).wake.queryTypes).toEqual(types);
});

test("takes what differs from the defaults", () => {
  const written =
    "availability_zone: a\nmode: on_demand\ndeploy: now\ndisk: 60g\nipv6: true\nami: ami-0123456789abcdef0";
  expect(container(written)).toMatchObject({
    availabilityZone: "a",
    mode: "on_demand",
    deploy: "now",
    diskGiB: 60,
    ipv6: true,
    ami: "ami-0123456789abcdef0",
  });
});

test("names what is missing, where the file begins", () => {
  expect(problemsOf({ "base.yaml": BASE, "game.yaml": "ipv6: true\n" })).toEqual(
    reports([
      "configs/game.yaml:1:1 instance_types: is missing … m7a.large",
      "configs/game.yaml:1:1 services: is missing … mapping",
    ]),
  );
});

describe("instance types", () => {
  test.each([
    [["m7a.large", "m6a.large"], "x86_64"],
    [["t4g.nano", "a1.medium", "im4gn.16xlarge"], "arm64"],
    [["g4dn.xlarge", "m7i-flex.large", "gr6.4xlarge", "c5.metal", "m7i.metal-24xl"], "x86_64"],
    [["g5g.xlarge", "p6e-gb200.36xlarge"], "arm64"],
  ])("%j run on %s", (types, architecture) => {
    const { instanceTypes, architecture: found } = only(load(typed(JSON.stringify(types))).containers);
    expect(instanceTypes).toEqual(types);
    expect(found).toBe(architecture);
  });

  test("are at most 20", () => {
    const types = (count: number): string =>
      JSON.stringify(Array.from({ length: count }, (_, index) => `m${index + 1}a.large`));
    expect(only(load(typed(types(20))).containers).instanceTypes).toHaveLength(20);
    expect(problemsOf(typed(types(21)))).toEqual(reports(["configs/game.yaml:1:17 instance_types: 20"]));
  });

  test.each([
    ["m7a.large", '1:17 instance_types: "m7a.large"'],
    ["[]", "1:17 instance_types: is empty"],
    ["[m7a]", '1:18 instance_types.0: m7a.large … got "m7a"'],
    ["[M7A.large]", '1:18 instance_types.0: m7a.large … got "M7A.large"'],
    ["[7]", "1:18 instance_types.0: m7a.large … got the number 7"],
    ["[mac2-m2.metal]", "1:18 instance_types.0: m7a.large"],
    ["[m7a.large, m7a.large]", "1:29 instance_types.1: m7a.large … listed twice"],
    ["[m7a.large, m7g.large]", "1:29 instance_types.1: arm64 … m7a.large … x86_64"],
    ["[t4g.small, t3.small]", "1:29 instance_types.1: x86_64 … t4g.small … arm64"],
    ["[m7g.large, nonsense]", '1:29 instance_types.1: m7a.large … got "nonsense"'],
  ])("refuse %s", (types, line) => {
    expect(problemsOf(typed(types))).toEqual(reports([`configs/game.yaml:${line}`]));
  });
});

test.each([
  ["availability_zone: us-west-2a", '5:20 availability_zone: letter of an availability zone … got "us-west-2a"'],
  ["availability_zone:", "5:19 availability_zone: has no value … availability"],
  ["mode: sleepy", '5:7 mode: on_demand … got "sleepy"'],
  ["mode: onDemand", "5:7 mode: did you mean on_demand?"],
  ["address: static", '5:10 address: dynamic … fixed … got "static"'],
  ["address: 203.0.113.7", '5:10 address: dynamic … fixed … got "203.0.113.7"'],
  ["deploy: next-wake", "5:9 deploy: did you mean next_wake?"],
  ["deploy: {replicas: 1}", "5:9 deploy: next_wake … got a mapping"],
  ["idle: {count: packets}", '5:15 idle.count: published_ports … all_traffic … got "packets"'],
  ["idle: 15m", '5:7 idle: mapping (key: value lines) … got "15m"'],
  ["idle:", "5:6 idle: has no value … mapping"],
  ["limit: {stop: yes}", '5:15 limit.stop: true or false … got "yes"'],
  ["limit: {stop: 1}", "5:15 limit.stop: true or false … got the number 1"],
  ["wake: {query_types: A}", '5:21 wake.query_types: "A"'],
  ["wake: {query_types: []}", "5:21 wake.query_types: is empty"],
  ["wake: {query_types: [A, A]}", "5:25 wake.query_types.1: listed twice"],
  ["wake: {query_types: [aaaa]}", "5:22 wake.query_types.0: did you mean AAAA?"],
  ["wake: {query_types: [TXT]}", '5:22 wake.query_types.0: AAAA … HTTPS … got "TXT"'],
  ['ipv6: "true"', '5:7 ipv6: true or false … got "true"'],
  ["disk: 60", "5:7 disk: 60 … no unit … 60g"],
  ["disk: 6000g", "5:7 disk: 30g … 500g … got 6000g"],
  ["disk: 61440m", '5:7 disk: 30g … 500g … got "61440m"'],
  ["disk: {size: 60g}", "5:7 disk: 30g … 500g … got a mapping"],
  ["ami: al2023", '5:6 ami: ID … ami-0123456789abcdef0 … got "al2023"'],
  ["ami: ami-0123", '5:6 ami: ID … ami-0123456789abcdef0 … got "ami-0123"'],
])("refuses %s", (yaml, line) => {
  expect(problemsOf(inContainer(yaml))).toEqual(reports([`configs/game.yaml:${line}`]));
});

describe("services", () => {
  const withServices = (services: string) => ({
    "base.yaml": BASE,
    "game.yaml": `instance_types: [m7a.large]\nservices: ${services}\n`,
  });

  test.each([
    ["{}", "2:11 services: is empty"],
    ["", "2:11 services: has no value … mapping"],
    ["[game]", "2:11 services: mapping (key: value lines) … got a list"],
    ["{game: }", "2:18 services.game: has no value … mapping"],
    ["{-game: {image: a:1, ports: [], volumes: []}}", '2:12 services.-game: name of letters … got "-game"'],
  ])("refuse %s", (services, ...lines) => {
    expect(problemsOf(withServices(services))).toEqual(reports(lines.map((line) => `configs/game.yaml:${line}`)));
  });

  test("have names of up to 64 letters, digits, _ and -", () => {
    const name = `A_-9${"x".repeat(60)}`;
    expect(
      Object.keys(only(load(withServices(`{${name}: {image: "a:1", ports: [], volumes: []}}`)).containers).services),
    ).toEqual([name]);
    expect(problemsOf(withServices(`{${name}x: {image: "a:1", ports: [], volumes: []}}`))).toHaveLength(1);
  });
});

describe("the shipped files", () => {
  test("are a game of Valheim", () => {
    const { base, containers, warnings } = loadConfiguration(SHIPPED);
    expect(warnings).toEqual([]);
    expect(base).toMatchObject({
      name: "games",
      region: "us-west-2",
      domain: "example.com",
      domainAt: `${SHIPPED}/base.yaml:6:9`,
    });
    expect(only(containers)).toMatchObject({
      name: "valheim",
      availabilityZone: "a",
      services: { valheim: { ports: [{ hostPort: 2456, count: 2, protocol: "udp" }], stopGraceSeconds: 120 } },
      volumes: {
        world: { keep: true, backup: { schedule: "daily", retentionDays: 30 } },
        server: { keep: false, backup: undefined },
      },
    });
  });

  test("are examples with several services, of which only the players' ports count", () => {
    const [web, network] = ["examples/web", "examples/minecraft-network"].map((folder) => {
      const { containers, warnings } = loadConfiguration(folder);
      expect(warnings).toEqual([]);
      const { services, idle, volumes, configs } = only(containers);
      const counted = countedPorts(publishedPorts(services), idle.ports).map(({ hostPort }) => hostPort);
      const essential = taskContainers(services, idle.ports).flatMap(({ name, essential: is }) => (is ? [name] : []));
      const kept = fileSystems(volumes).flatMap(([name, { keep }]) => (keep ? [name] : []));
      return { counted, essential, kept, files: Object.values(configs).map(({ content }) => content) };
    });
    expect(web).toEqual({
      counted: [443, 443],
      essential: ["caddy", "vaultwarden"],
      kept: ["vault", "certificates"],
      files: [expect.stringContaining("reverse_proxy vaultwarden:80")],
    });
    expect(network).toMatchObject({
      counted: [25565],
      essential: ["proxy", "survival", "creative"],
      kept: ["survival", "creative", "copies"],
    });
  });

  test("are an example with Minecraft, too", () => {
    const { containers, warnings } = loadConfiguration("examples/minecraft");
    expect(warnings).toEqual([]);
    expect(only(containers)).toMatchObject({
      name: "minecraft",
      architecture: "arm64",
      services: { minecraft: { ports: [{ hostPort: 25565, count: 1, protocol: "tcp" }], tty: true } },
    });
  });
});
