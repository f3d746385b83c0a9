import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { prove } from "../../../sim/prove/prove";
import { playShare } from "../../../sim/prove/random-days";
import { hours, Stage } from "../../../sim/scenarios/scenario";
import type { World } from "../../../sim/world/world";
import { aWorld, pass, happened } from "./a-world";
import { mailsOf, toldOf } from "./mails";
import { withSrv } from "./with-srv";

jest.setTimeout(60_000);
const applied = withSrv(objectsOf(readRecorded()));
const requests = (world: World) => world.meter.lines().find(({ item }) => item === "Lambda requests")?.amount;

/** Asks for everything but the SRV record, each minute of three hours, in letters of any case. */
const scan = (stage: Stage): void => {
  const resolver = stage.world.resolver("scanner", { remembers: false, randomCase: true });
  for (let minute = 0; minute < hours(3); minute++)
    stage.at(minute, () => {
      for (const name of [stage.address, `host.${stage.address}`, `_minecraft._tcp.${stage.address}`])
        for (const type of ["A", "AAAA", "HTTPS"]) resolver.ask(name, type);
    });
};

test("a scan for addresses wakes nothing, and does not even start a function", async () => {
  const world = await prove(applied, { play: scan, days: 1 });
  const nobody = await prove(applied, { play: () => {}, days: 1 });
  expect(world.meter.hostHours).toBe(0);
  expect(requests(world)).toBe(requests(nobody));
  expect(world.mails.map(({ kind }) => kind)).toEqual(["begins"]);
});

test.each([true, false])(
  "a friend's SRV query wakes, and the friend gets in (letters of any case: %s)",
  async (randomCase) => {
    const play = (stage: Stage): void => {
      scan(stage);
      const resolver = stage.world.resolver("home", { randomCase });
      stage.plays("Anna", 10, 60, 900, { resolver });
    };
    const world = await prove(applied, { play, days: 1 });
    const [anna] = world.players;
    const took = happened(world, "plays", { by: "Anna" })[0];
    expect(anna?.options.address).toBe("valheim.friends.test");
    expect(took?.afterSeconds).toBeGreaterThan(9);
    expect(took?.afterSeconds).toBeLessThan(300);
    expect(mailsOf(world)).toEqual(["up", "asleep: idle"]);
    expect(toldOf(world, "up")[0]?.address.a).toMatch(/^54[.]/);
  },
);

test("an opened multiplayer list wakes it, too, and nobody is taken for a player", async () => {
  const play = (stage: Stage): void => {
    stage.asks("list", 5);
  };
  const world = await prove(applied, { play, days: 1 });
  expect(mailsOf(world)).toEqual(["up", "asleep: nobody played"]);
  expect(world.meter.hostHours).toBeLessThan(0.6);
});

test("who types the host's name wakes nothing, and gets in while it is awake", async () => {
  const ways = { srvName: undefined, patienceMinutes: 5 };
  const play = (stage: Stage): void => {
    const address = `host.${stage.address}`;
    stage.plays("Early", 0, 20, 900, { ...ways, address });
    stage.plays("Anna", 30, 90);
    stage.plays("Ben", 60, 80, 900, { ...ways, address });
  };
  const world = await prove(applied, { play, days: 1 });
  const played = happened(world, "plays").map(({ by }) => by);
  expect(played).toEqual(["Anna", "Ben"]);
});

test("an apply that turns it on or off moves the record within minutes, and nobody is thrown out", async () => {
  const plain = objectsOf(readRecorded());
  const world = aWorld(plain);
  const stage = new Stage(world);
  const records = () =>
    [stage.address, `host.${stage.address}`].map((name) => world.zones.recordOf(name, "A")?.values[0]);
  const anna = stage.plays("Anna", 0, 120);
  await pass(world, 30);
  const [host] = records();
  expect(host).toMatch(/^54\./);

  world.apply(applied);
  expect(records()).toEqual([undefined, "192.0.2.1"]);
  await pass(world, 6);
  expect(records()).toEqual([undefined, host]);
  const ben = world.player("Ben", {
    address: stage.address,
    srvName: world.container("valheim").srvName,
    resolver: world.resolver("Ben"),
  });
  ben.join();
  await pass(world, 2);

  world.apply(plain);
  await pass(world, 6);
  expect(records()).toEqual([host, undefined]);
  expect([anna.state, ben.state]).toEqual(["playing", "playing"]);
  expect(happened(world, "thrown out")).toEqual([]);
});

test("random days keep all invariants", async () => {
  const { failure } = await playShare(applied, { runs: 2, seed: 13 });
  expect(failure).toBeUndefined();
});
