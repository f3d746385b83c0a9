import * as fc from "fast-check";
import { hostPorts, type PortRange } from "../../src/config/compose/ports";
import { DOLLAR, inService, problemsOf, service, reports } from "./written";

const ports = (yaml: string): PortRange[] => service(`ports: ${yaml}`).ports;
const problems = (yaml: string): string[] => problemsOf(inService(`ports: ${yaml}`));

test("may be none", () => {
  expect(ports("[]")).toEqual([]);
});

test.each([
  ["2456", { hostPort: 2456, containerPort: 2456, count: 1, protocol: "tcp" }],
  ["2456/udp", { hostPort: 2456, containerPort: 2456, count: 1, protocol: "udp" }],
  ["2456-2458/udp", { hostPort: 2456, containerPort: 2456, count: 3, protocol: "udp" }],
  ["8080:80", { hostPort: 8080, containerPort: 80, count: 1, protocol: "tcp" }],
  ["8080:80/tcp", { hostPort: 8080, containerPort: 80, count: 1, protocol: "tcp" }],
  ["9000-9001:80-81/udp", { hostPort: 9000, containerPort: 80, count: 2, protocol: "udp" }],
  ["1-1", { hostPort: 1, containerPort: 1, count: 1, protocol: "tcp" }],
  ["65535:1", { hostPort: 65_535, containerPort: 1, count: 1, protocol: "tcp" }],
])("read %s", (entry, range) => {
  expect(ports(`["${entry}"]`)).toEqual([range]);
});

test("may be written without quotes where YAML takes them for text", () => {
  expect(ports("[8080:80, 53/udp]").map(hostPorts)).toEqual([[8080], [53]]);
});

const only = "publishing … internet";
test.each([
  ["[25565]", '25565 … "25565/tcp" … "25565/udp"'],
  ['["127.0.0.1:25575:25575"]', only],
  ["[{target: 25575, published: '25575', host_ip: 127.0.0.1}]", only],
  ["[{target: {toString: 1}}]", '"2456/udp" … "2456-2457/udp" … got a mapping'],
  ['["1-65535"]', "65535 … ECS … 94"],
  ["[{target: 80, published: 8080}]", '"8080:80/tcp"'],
  ["[{target: 80, protocol: udp}]", '"80/udp"'],
  ["[true]", '"2456/udp" … "2456-2457/udp" … got true'],
  ["[null]", 'has no value … "2456/udp" … "2456-2457/udp" … "8080:80/tcp"'],
  ["[http]", '"2456/udp" … "2456-2457/udp" … got "http"'],
  ['["80/sctp"]', '"2456/udp" … "2456-2457/udp" … got "80/sctp"'],
  ['["80/UDP"]', '"2456/udp" … "2456-2457/udp" … got "80/UDP"'],
  ['[":80"]', '"2456/udp" … "2456-2457/udp" … got ":80"'],
  ['["80 /udp"]', '"2456/udp" … "2456-2457/udp" … got "80 /udp"'],
  ['["123456"]', '"2456/udp" … "2456-2457/udp" … got "123456"'],
  ['["127.0.0.1:80:80"]', only],
  ['["10.0.0.5:80:80"]', "address … not supported"],
  ['["[::1]:80:80"]', only],
  ['["${PORT:-80}:80"]', DOLLAR],
  ['["0"]', "65535"],
  ['["0:80"]', "65535"],
  ['["80:0"]', "65535"],
  ['["65536"]', "65535"],
  ['["65535-65536"]', "65535"],
  ['["80-79"]', "before … starts"],
  ['["81-80:80-81"]', "before … starts"],
  ['["80-82:80-81"]', "container … ranges"],
  ['["80-81:80"]', "container … ranges"],
  ['["80:80-81"]', "container … ranges"],
])("refuse %s", (yaml, message) => {
  expect(problems(yaml)).toEqual(reports([`configs/game.yaml:5:13 services.game.ports.0: ${message}`]));
});

test.each([
  ['"80/tcp"', '"80/tcp"'],
  ["80", '"2456/udp" … got the number 80'],
  ["{80: 80}", '"2456/udp" … got a mapping'],
])("are a list, not %s", (yaml, message) => {
  expect(problems(yaml)).toEqual(reports([`configs/game.yaml:5:12 services.game.ports: ${message}`]));
});

describe("on one host", () => {
  test.each([
    ['["80", "80/udp", "81:80"]', []],
    ['["80", "80"]', ["5:19 services.game.ports.1: 80/tcp"]],
    ['["80-85", "85:1"]', ["5:22 services.game.ports.1: 85/tcp"]],
    ['["80", "75-85/tcp"]', ["5:19 services.game.ports.1: 80/tcp"]],
  ])("%s collide or not", (yaml, lines) => {
    expect(problems(yaml)).toEqual(reports(lines.map((line) => `configs/game.yaml:${line}`)));
  });

  test.each([
    ["22", 22, "SSH"],
    ["20-30", 22, "SSH"],
    ["2375:80", 2375, "docker"],
    ["2376", 2376, "docker"],
    ["51678", 51678, "the ECS agent"],
    ["51679", 51679, "the ECS agent"],
    ["51680", 51680, "the ECS agent"],
  ])("%s/tcp is taken already", (entry, port, owner) => {
    expect(problems(`["${entry}/tcp"]`)).toEqual(
      reports([`configs/game.yaml:5:13 services.game.ports.0: ${port}/tcp … ${owner}`]),
    );
    expect(ports(`["${entry}/udp"]`)).toHaveLength(1);
  });

  test("a container's port may be one the host listens on", () => {
    expect(ports('["2222:22"]')).toHaveLength(1);
  });

  test("94 ports fit, which is 100 less the host's own six", () => {
    expect(ports('["1000-1092/udp", "1000"]').map(({ count }) => count)).toEqual([93, 1]);
    expect(problems('["1000-1093/udp", "1000", "1001"]')).toEqual(
      reports(["configs/game.yaml:5:30 services.game.ports.1: 94 … ECS … 94"]),
    );
  });
});

test("come out as they went in", () => {
  const range = fc.record({
    hostPort: fc.integer({ min: 1_000, max: 2_000 }),
    containerPort: fc.integer({ min: 1, max: 60_000 }),
    count: fc.integer({ min: 1, max: 94 }),
    protocol: fc.constantFrom("tcp" as const, "udp" as const),
  });
  const side = (first: number, count: number): string => (count === 1 ? `${first}` : `${first}-${first + count - 1}`);
  fc.assert(
    fc.property(range, (written) => {
      const { hostPort, containerPort, count, protocol } = written;
      const entry = `${side(hostPort, count)}:${side(containerPort, count)}/${protocol}`;
      expect(ports(`["${entry}"]`)).toEqual([written]);
    }),
    { numRuns: 50 },
  );
});
