import { inService, load, problemsOf, warningsOf, reports } from "./written";

const JAVA = 'ports: ["25565"]';
const SRV = "srv: _minecraft._tcp";
const wakes = (top: string) => load(inService(JAVA, top)).containers.map(({ srv, wake }) => [srv, wake.queryTypes]);

test("with srv the SRV query wakes and no other, whatever ipv6 says", () => {
  const record = { service: "_minecraft._tcp", port: 25565 };
  expect(wakes(SRV)).toEqual([[record, ["SRV"]]]);
  expect(wakes(`${SRV}\nipv6: true`)).toEqual([[record, ["SRV"]]]);
});

test("without srv, or with none, queries for addresses wake", () => {
  expect(wakes("")).toEqual([[undefined, ["A"]]]);
  expect(wakes("srv: none\nipv6: true")).toEqual([[undefined, ["A", "AAAA"]]]);
});

test.each(['ports: ["25565/udp"]', 'ports: ["25566:25565"]', "ports: []"])(
  "srv needs host port 25565/tcp, which Minecraft Java connects to: %s",
  (ports) => {
    expect(problemsOf(inService(ports, SRV))).toEqual(reports(['configs/game.yaml:7:6 srv: 25565/tcp … "25565/tcp"']));
  },
);

test("wake.query_types has no effect with srv, and is refused", () => {
  expect(problemsOf(inService(JAVA, `${SRV}\nwake: {query_types: [A]}`))).toEqual(
    reports(["configs/game.yaml:8:21 wake.query_types: SRV"]),
  );
  expect(problemsOf(inService(JAVA, `${SRV}\nwake: {per_day: 5}`))).toEqual([]);
});

test("no other record is known", () => {
  expect(problemsOf(inService(JAVA, "srv: _minecraft._udp"))).toEqual(
    reports(["configs/game.yaml:7:6 srv: did you mean _minecraft._tcp?"]),
  );
});

test("a port that players find without the record is noted", () => {
  const ports = 'ports: ["25565", "8123", "19132/udp"]';
  expect(warningsOf(inService(ports, SRV))).toEqual(
    reports([
      "configs/game.yaml:5:22 services.game.ports.1: host.<address>",
      "configs/game.yaml:5:30 services.game.ports.2: host.<address>",
    ]),
  );
  expect(warningsOf(inService(JAVA, SRV))).toEqual([]);
  expect(warningsOf(inService(ports))).toEqual([]);
});
