import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { type Circumstances, prove } from "../../../sim/prove/prove";
import { hours, Stage } from "../../../sim/scenarios/scenario";
import type { Attributes } from "../../../sim/provider/values";
import { MINUTE } from "../../../sim/world/clock";
import type { World } from "../../../sim/world/world";
import { aWorld, happened, pass } from "./a-world";
import { createdWithIt, FIXED_IPV4, STATEMENTS, withFixedAddress } from "./with-fixed-address";
import { mailsOf, toldOf } from "./mails";

jest.setTimeout(60_000);
const dynamic = objectsOf(readRecorded());
const fixed = createdWithIt(withFixedAddress()(dynamic));

const play = (stage: Stage): void => void stage.plays("Anna", 5, hours(2));
const proven = (story: (stage: Stage) => void, objects = fixed, circumstances: Circumstances = {}): Promise<World> =>
  prove(objects, { play: story, days: 1 / 4 }, circumstances);
/** Which hosts got the address, in order. */
const hosts = (world: World): readonly string[] => happened(world, "address").map(({ host }) => host);
const records = (world: World): readonly string[] => happened(world, "record").map(({ values }) => values.join());

test("an evening: the record is never written, the host gets the address once, and keeps it while players are there", async () => {
  const world = await proven(play);
  expect(records(world)).toEqual([]);
  expect(happened(world, "address")).toMatchObject([{ by: "games-valheim-keeper", ipv4: FIXED_IPV4 }]);
  expect(happened(world, "thrown out")).toEqual([]);
  expect(mailsOf(world)).toEqual(["up", "asleep: idle"]);
  expect(toldOf(world, "up")[0]?.address).toEqual({ a: FIXED_IPV4 });
  const [associated, up] = [happened(world, "address")[0], happened(world, "mail")[1]];
  expect(up?.at).toBeGreaterThan(associated?.at ?? Infinity);
  expect(world.container("valheim")).toMatchObject({ desired: 0, record: FIXED_IPV4 });
});

test("it is charged all the time, and a host's own address only until it has the fixed one, also of one that loses it", async () => {
  const world = await proven((stage) => {
    stage.plays("Anna", 5, hours(3));
    stage.at(hours(2), () => stage.world.console.failHardware(stage.host));
  });
  expect(hosts(world)).toHaveLength(2);
  const line = world.meter.lines().find(({ item }) => item === "public IPv4 address");
  expect(line?.amount).toBeGreaterThan(6);
  expect(line?.amount).toBeLessThan(6.02);
  expect(line?.usd).toBeCloseTo((line?.amount ?? 0) * 0.005, 5);
  expect(world.meter.hostHours).toBeGreaterThan(3);
  expect(world.meter.hostHours).toBeLessThan(4);
});

test.each<[string, (stage: Stage) => void]>([
  ["terminated in the console", (stage) => stage.world.console.terminate(stage.host)],
  ["stopped in the console, where it keeps the address", (stage) => stage.world.console.stop(stage.host)],
  ["lost with its hardware", (stage) => stage.world.console.failHardware(stage.host)],
])("a host %s is replaced, and the address moves to the new one", async (_, lose) => {
  const world = await proven((stage) => {
    stage.plays("Anna", 5, hours(3));
    stage.at(60, () => lose(stage));
  });
  const launched = happened(world, "launch").map(({ host }) => host);
  expect(launched).toHaveLength(2);
  expect(hosts(world)).toEqual(launched);
  expect(records(world)).toEqual([]);
  expect(happened(world, "plays", { by: "Anna" })).toHaveLength(2);
});

test("where AWS refuses it for a while, all else goes on, the alarm mails, and nobody is told to join before", async () => {
  const world = await proven((stage) => {
    const { world: played } = stage;
    played.faults.call = ({ action, at }) =>
      action === "ec2:AssociateAddress" && at < stage.begin + 12 * MINUTE ? "internal error" : undefined;
    stage.plays("Anna", 5, hours(3));
  });
  const [begin] = happened(world, "launch");
  const at = begin?.at ?? 0;
  expect(happened(world, "container start")).toHaveLength(1);
  expect(happened(world, "mail").filter(({ mail }) => /keepererrors/.test(mail.from))).not.toEqual([]);
  const [associated] = happened(world, "address");
  expect((associated?.at ?? 0) - at).toBeGreaterThan(6 * MINUTE);
  expect(toldOf(world, "up")).toHaveLength(1);
  const [plays, ...others] = happened(world, "plays", { by: "Anna" });
  expect(others).toEqual([]);
  expect(plays?.at).toBeGreaterThan(associated?.at ?? Infinity);
  expect(happened(world, "mail").find(({ mail }) => mail.kind === "up")?.at).toBeGreaterThan(
    associated?.at ?? Infinity,
  );
});

test("answers some seconds old never move it away from the host that plays", async () => {
  const world = await proven(play, fixed, { uncertain: { staleReads: "up to 10 s old" } });
  expect(new Set(hosts(world)).size).toBe(1);
  expect(hosts(world).length).toBeLessThan(4);
});

test.each<[string, readonly Attributes[]]>([
  ["the address", STATEMENTS.filter((_, index) => index !== 1)],
  ["instances and interfaces", STATEMENTS.slice(0, 2)],
  ["interfaces", withoutResource("network-interface")],
  ["instances", withoutResource("instance")],
  ["hosts of this container", JSON.parse(JSON.stringify(STATEMENTS).replace('"valheim"', '"other"')) as Attributes[]],
])("without permission for %s AWS refuses to associate it", async (_, statements) => {
  const world = aWorld(withFixedAddress(statements)(dynamic));
  play(new Stage(world));
  await pass(world, 15);
  const refused = happened(world, "call denied").map(({ action }) => action);
  expect([...new Set(refused)]).toEqual(["ec2:AssociateAddress"]);
});

function withoutResource(type: string): readonly Attributes[] {
  return STATEMENTS.map((statement) => ({
    ...statement,
    Resource: (statement["Resource"] as readonly string[]).filter((arn) => !arn.includes(`:${type}/`)),
  }));
}

describe("an apply while a host runs", () => {
  const change = (from: typeof fixed, to: typeof fixed): Promise<World> =>
    proven((stage) => {
      stage.plays("Anna", 5, hours(3));
      stage.at(60, () => stage.world.apply(to));
    }, from);

  test("that fixes the address moves the host to it: connections break once", async () => {
    const world = await change(dynamic, withFixedAddress()(dynamic));
    expect(hosts(world)).toHaveLength(1);
    expect(happened(world, "thrown out")).toHaveLength(1);
    expect(happened(world, "plays", { by: "Anna" })).toHaveLength(2);
    expect(records(world).at(-1)).toBe(FIXED_IPV4);
  });

  test("that makes it dynamic again gives the host another one: connections break once", async () => {
    const world = await change(fixed, createdWithIt(dynamic));
    expect(happened(world, "thrown out")).toHaveLength(1);
    expect(happened(world, "plays", { by: "Anna" })).toHaveLength(2);
    expect(records(world)).toEqual([expect.stringMatching(/^54\./), "192.0.2.1"]);
  });
});
