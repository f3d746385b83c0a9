import { objectsOf, readRecorded } from "../../../sim/applied/state";
import type { Game } from "../../../sim/world/host/game";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import type { PlayerOptions } from "../../../sim/world/people/player";
import type { World } from "../../../sim/world/world";
import { aWorld, pass, START } from "./a-world";
import { editScript, editSettings } from "../edits";
import { withIpv6 } from "./with-ipv6";

const applied = objectsOf(readRecorded());
const allTraffic = editScript("COUNTED=\n", "COUNTED=received\n")(applied);
const anyDatagram = editScript("--ctstatus ASSURED ", "")(applied);

/** Anna wants to play after a minute; the container behaves like this. */
function wanting(objects: readonly AppliedObject[], options: Partial<PlayerOptions> = {}, game: Partial<Game> = {}) {
  const world = aWorld(objects);
  Object.assign(world.games["valheim"] ?? {}, game);
  const { address } = world.container("valheim");
  const anna = world.player("Anna", { address, resolver: world.resolver("home"), patienceMinutes: 60, ...options });
  world.at(START + 60_000, () => {
    anna.join();
  });
  return { world, anna };
}

/** What the host published of a minute. */
function published(world: World, minute: number) {
  const sum = (name: string) =>
    world.metrics
      .get("us-west-2", { namespace: "WakeOnDns/games", name, dimensions: { Container: "valheim" } })
      .value(START / 60_000 + minute, "Sum");
  return ["Packets", "ReceivedBytes", "SentBytes"].map(sum);
}

const CHATTER = { packets: 50, receivedBytes: 5_000, sentBytes: 7_000 };
const BYTES = [90_000, 1e6];

test.each<[string, string, readonly AppliedObject[], Partial<PlayerOptions>, number]>([
  ["a connection", "connections", applied, {}, 900],
  ["single datagrams", "connections", applied, { way: "datagrams" }, 0],
  ["single datagrams", "all that comes to the ports", anyDatagram, { way: "datagrams" }, 900],
  ["a relay", "connections", applied, { way: "relay" }, 0],
  ["a relay", "all that containers receive", allTraffic, { way: "relay" }, 900],
])(
  "of %s a host that counts %s publishes the packets it counts, and all bytes",
  async (_, __, objects, way, packets) => {
    const { world } = wanting(objects, way);
    await pass(world, 15);
    expect(published(world, 12)).toEqual([packets, ...BYTES]);
  },
);

test.each([
  ["published ports", applied, 0],
  ["all traffic", allTraffic, 50],
])("what a container exchanges by itself is bytes, and packets with %s", async (_, objects, packets) => {
  const { world } = wanting(objects, { patienceMinutes: 1 }, { chatter: CHATTER });
  await pass(world, 15);
  expect(published(world, 12)).toEqual([packets, CHATTER.receivedBytes, CHATTER.sentBytes]);
});

test("a container lets nobody in before it has downloaded", async () => {
  const { world, anna } = wanting(applied, {}, { downloadSeconds: 600, downloadBytesPerMinute: 60e6 });
  await pass(world, 11);
  expect([anna.state, published(world, 9)]).toEqual(["trying", [0, 60e6, 0]]);
  await pass(world, 8);
  expect([anna.state, published(world, 17)]).toEqual(["playing", [900, ...BYTES]]);
});

describe("a player who has only IPv6", () => {
  const ipv6 = withIpv6(applied);

  test("wakes the container, comes in and is counted", async () => {
    const { world, anna } = wanting(ipv6, { family: "ipv6" });
    await pass(world, 15);
    expect([anna.state, published(world, 12)]).toEqual(["playing", [900, ...BYTES]]);
  });

  test.each([
    ["wakes nothing where AAAA does not wake", editSettings("wake", "queryTypes", ["A"]), 0],
    ["finds no address where there is none", () => applied, 0],
  ])("%s", async (_, change, desired) => {
    const { world, anna } = wanting(change(ipv6), { family: "ipv6" });
    await pass(world, 15);
    expect([anna.state, world.container("valheim").desired]).toEqual(["trying", desired]);
  });
});
