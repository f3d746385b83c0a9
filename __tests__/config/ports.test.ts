import * as fc from "fast-check";
import { hostPorts, type PortRange } from "../../src/config/compose/ports";
import { DOLLAR, inService, problemsOf, service } from "./written";

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

const only = "only the host itself could reach this: remove the line, published it would be open to everybody";
const form = 'must be a port or range like "2456/udp", "2456-2457/udp" or "8080:80/tcp" (host:container)';
test.each([
  ["[25565]", '25565 has no protocol: write "25565/tcp" or "25565/udp"'],
  ['["127.0.0.1:25575:25575"]', only],
  ["[{target: 25575, published: '25575', host_ip: 127.0.0.1}]", only],
  ["[{target: {toString: 1}}]", `${form}, got a mapping`],
  ['["1-65535"]', "is 65535 ports: ECS reserves at most 94 on one host"],
  ["[{target: 80, published: 8080}]", 'must be one line: write "8080:80/tcp"'],
  ["[{target: 80, protocol: udp}]", 'must be one line: write "80/udp"'],
  ["[true]", `${form}, got true`],
  ["[null]", 'has no value: write a port or range like "2456/udp", "2456-2457/udp" or "8080:80/tcp" (host:container)'],
  ["[http]", `${form}, got "http"`],
  ['["80/sctp"]', `${form}, got "80/sctp"`],
  ['["80/UDP"]', `${form}, got "80/UDP"`],
  ['[":80"]', `${form}, got ":80"`],
  ['["80 /udp"]', `${form}, got "80 /udp"`],
  ['["123456"]', `${form}, got "123456"`],
  ['["127.0.0.1:80:80"]', only],
  ['["10.0.0.5:80:80"]', "an address before the port is not taken: a host has one address, write the ports alone"],
  ['["[::1]:80:80"]', only],
  ['["${PORT:-80}:80"]', DOLLAR],
  ['["0"]', "ports go from 1 to 65535"],
  ['["0:80"]', "ports go from 1 to 65535"],
  ['["80:0"]', "ports go from 1 to 65535"],
  ['["65536"]', "ports go from 1 to 65535"],
  ['["65535-65536"]', "ports go from 1 to 65535"],
  ['["80-79"]', "the range ends before it begins"],
  ['["81-80:80-81"]', "the range ends before it begins"],
  ['["80-82:80-81"]', "the ranges must be of one length, got 3 outside and 2 inside"],
  ['["80-81:80"]', "the ranges must be of one length, got 2 outside and 1 inside"],
  ['["80:80-81"]', "the ranges must be of one length, got 1 outside and 2 inside"],
])("refuse %s", (yaml, message) => {
  expect(problems(yaml)).toEqual([`configs/game.yaml:5:13 services.game.ports.0: ${message}`]);
});

test.each([
  ['"80/tcp"', 'must be a list: write ["80/tcp"]'],
  ["80", 'must be a list like ["2456/udp"], got the number 80'],
  ["{80: 80}", 'must be a list like ["2456/udp"], got a mapping'],
])("are a list, not %s", (yaml, message) => {
  expect(problems(yaml)).toEqual([`configs/game.yaml:5:12 services.game.ports: ${message}`]);
});

describe("on one host", () => {
  test.each([
    ['["80", "80/udp", "81:80"]', []],
    ['["80", "80"]', ["5:19 services.game.ports.1: host port 80/tcp is published twice: keep one"]],
    ['["80-85", "85:1"]', ["5:22 services.game.ports.1: host port 85/tcp is published twice: keep one"]],
    ['["80", "75-85/tcp"]', ["5:19 services.game.ports.1: host port 80/tcp is published twice: keep one"]],
  ])("%s collide or not", (yaml, lines) => {
    expect(problems(yaml)).toEqual(lines.map((line) => `configs/game.yaml:${line}`));
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
    expect(problems(`["${entry}/tcp"]`)).toEqual([
      `configs/game.yaml:5:13 services.game.ports.0: host port ${port}/tcp belongs to ${owner}: publish another`,
    ]);
    expect(ports(`["${entry}/udp"]`)).toHaveLength(1);
  });

  test("a container's port may be one the host listens on", () => {
    expect(ports('["2222:22"]')).toHaveLength(1);
  });

  test("94 ports fit, which is 100 less the host's own six", () => {
    expect(ports('["1000-1092/udp", "1000"]').map(({ count }) => count)).toEqual([93, 1]);
    expect(problems('["1000-1093/udp", "1000", "1001"]')).toEqual([
      "configs/game.yaml:5:30 services.game.ports.1: publishes more than 94 ports together with the lines above: ECS reserves no more on one host",
    ]);
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
