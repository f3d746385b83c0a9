import { editSettings } from "../edits";
import { happened, START } from "./a-world";
import { mailsOf, toldOf } from "./mails";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import { days, hours } from "../../../sim/scenarios/scenario";
import type { World } from "../../../sim/world/world";

jest.setTimeout(120_000);
const applied = objectsOf(readRecorded());

/** When something was, as minutes from the beginning. */
const minutes = (all: readonly { readonly at: number }[]): number[] =>
  all.map(({ at }) => Math.round((at - START) / 60_000));
const minutesOf = (...what: Parameters<typeof happened>): number[] => minutes(happened(...what));
const times = (...what: Parameters<typeof happened>): number => happened(...what).length;
const launches = (world: World): number => times(world, "launch");
/** Containers that ended before they had saved. */
const lost = (world: World): number =>
  times(world, "container end", { how: "killed" }) + times(world, "container end", { how: "host lost" });
const KEEPER = { by: "games-valheim-keeper" };

/** Minutes of the rest that each mail of a failure names. */
const rests = (world: World): readonly number[] =>
  toldOf(world, "asleep").flatMap(({ at, restUntil }) =>
    restUntil === undefined ? [] : [Math.round((restUntil - at) / 60_000)],
  );
/** What AWS says of the tasks that stopped, as the mail of a failure has it. */
const stops = (world: World, failure = 0) => {
  const { ending } = toldOf(world, "asleep")[failure] ?? {};
  return ending !== undefined && "stops" in ending ? ending.stops : [];
};

const UP = "up";
const FAILED = [UP, "asleep: crash loop"];
const LEFT_UP = { by: "policy games-valheim-leftup", desired: 0 };
const EVENING = [UP, "asleep: idle"];
const EMPTY = [UP, "asleep: nobody played"];

/** What each scenario must show besides that all invariants hold. */
const SHOWS: Readonly<Record<string, (world: World) => void>> = {
  evenings: (world) => {
    expect(mailsOf(world)).toEqual(Array.from({ length: 6 }, () => EVENING).flat());
    expect(times(world, "plays")).toBe(times(world, "leaves"));
    expect(world.meter.hostHours).toBeLessThan(22);
  },
  monitor: (world) => {
    expect(world.meter.hostHours).toBeLessThan(10);
    expect(launches(world)).toBe(16);
    // Five in the first 24 hours, then one or two a day: as the empty minutes are forgotten.
    expect(minutesOf(world, "launch").filter((minute) => minute > 1440)).toHaveLength(11);
  },
  "past-the-limit": (world) => {
    // No word of the alarm left-up: it leaves keeper's last look a minute.
    const day = [UP, "stops soon: session", "asleep: session limit", ...EVENING];
    expect(mailsOf(world)).toEqual(Array(6).fill(day).flat());
    // Who is thrown out plays again within six minutes.
    const out = minutesOf(world, "thrown out", { by: "Anna" });
    const back = minutesOf(world, "plays", { by: "Anna" }).filter((_, index) => index % 2 === 1);
    expect(out.map((minute, index) => (back[index] ?? 0) - minute).every((minutes) => minutes <= 6)).toBe(true);
  },
  "just-in-time": (world) => {
    expect(times(world, "plays")).toBe(5);
    expect(times(world, "thrown out")).toBe(0);
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING, ...EVENING, ...EVENING]);
  },
  "first-download": (world) => {
    expect(launches(world)).toBe(1);
    expect(mailsOf(world)).toEqual(EVENING);
    expect(minutesOf(world, "plays")).toEqual([48, 50]);
  },
  quiet: (world) => {
    // Who comes through a relay cannot be seen so, and the mail has what was counted.
    expect(
      minutes([...happened(world, "thrown out", { by: "Anna" }), ...happened(world, "leaves", { by: "Anna" })]),
    ).toEqual([120]);
    const [mail] = toldOf(world, "asleep").filter(({ played }) => !played);
    expect(mail?.packetCount?.busiest).toBe(0);
  },
  "used-up-by-a-stranger": (world) => {
    expect(mailsOf(world)).toContain("used up: day");
    expect(minutesOf(world, "plays", { by: "Anna" })).toHaveLength(1);
    expect(toldOf(world, "up").at(-1)?.passedObstacles).toEqual(["day"]);
  },
  scanned: (world) => {
    // Asleep as if nobody was there; then it asks once more.
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 0 })).toEqual([23, 48]);
  },
  strays: (world) => {
    expect(minutesOf(world, "plays", { by: "Anna" }).map((minute) => minute - days(12) - hours(2) - 28)).toEqual([3]);
    // One mail a stray, after the first.
    expect(mailsOf(world)).toEqual([...EMPTY, ...Array<string>(6).fill("asleep: nobody played"), ...EVENING]);
  },
  "beside-monitors": (world) => {
    const waits = minutesOf(world, "plays", { by: "Anna" }).map((minute) => minute - (hours(26) + 17));
    expect(waits.map((wait) => wait % days(3)).every((wait) => wait <= 6)).toBe(true);
    expect(waits).toHaveLength(2);
  },
  "beside-a-loud-monitor": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    const [mail] = toldOf(world, "up").filter(({ at }) => at > world.now - days(1) * 60_000);
    expect(mail?.passedObstacles).toEqual(["ignored queries"]);
  },
  "link-preview": (world) => {
    // The second time in a day is not reported.
    expect(mailsOf(world)).toEqual([...EMPTY, ...EVENING]);
  },
  "coming-back": (world) => {
    const [gone = 0] = minutesOf(world, "drain");
    const [, second = 0] = minutesOf(world, "launch");
    expect(second - gone).toBeLessThanOrEqual(4);
    expect(launches(world)).toBe(3);
  },
  hold: (world) => {
    expect(minutesOf(world, "capacity", { desired: 0 })[0]).toBe(183);
    expect(mailsOf(world)).toContain("hold unreadable");
  },
  "day-limit": (world) => {
    expect(toldOf(world, "stops soon")).toHaveLength(3);
    expect(mailsOf(world)).toContain("asleep: day limit");
    expect(mailsOf(world)).toContain("used up: day");
    expect(times(world, "alarm", { alarm: "games-valheim-leftup" })).toBe(0);
  },
  "no-capacity": (world) => {
    expect(mailsOf(world)).toEqual(["asleep: no capacity", "asleep: no capacity", ...EVENING]);
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 1 })).toEqual([5, 35, 180]);
    expect(rests(world)).toEqual([5, 15]);
  },
  "second-choice": (world) => {
    expect(times(world, "launch", { instanceType: "m6a.large" })).toBe(1);
    expect(mailsOf(world)).toEqual(EVENING);
  },
  "crash-loop": (world) => {
    expect(mailsOf(world)).toEqual([...FAILED, ...FAILED, ...EVENING]);
    expect(stops(world)[0]?.exits).toEqual([{ service: "valheim", exitCode: 1 }]);
    expect(rests(world)).toEqual([5, 15]);
    expect(times(world, "container end", { how: "crashed" })).toBe(6);
  },
  "one-crash": (world) => {
    expect(times(world, "container end", { how: "crashed" })).toBe(1);
    expect(launches(world)).toBe(1);
    expect(mailsOf(world)).toEqual(EVENING);
  },
  "slow-crashes": (world) => {
    expect(mailsOf(world)).toEqual(EMPTY);
    expect(world.meter.hostHours).toBeLessThan(0.8);
  },
  "image-pull": (world) => {
    // The fourth time is not reported. The image is back at minute 65; ECS alone would wait longer.
    expect(mailsOf(world)).toEqual([...Array<string>(3).fill("asleep: crash loop"), ...EMPTY]);
    expect(stops(world)[0]).toMatchObject({ code: "TaskFailedToStart", exits: [] });
    expect(toldOf(world, "asleep").map(({ isLastToday = false }) => isLastToday)).toEqual([false, false, true, false]);
    expect(minutes(toldOf(world, "up"))[0]).toBe(71);
  },
  "late-registry": (world) => {
    expect(times(world, "start failure")).toBe(3);
    expect(launches(world)).toBe(1);
    expect(mailsOf(world)).toEqual(EVENING);
    expect(times(world, "plays", { by: "Anna" })).toBe(1);
  },
  autostop: (world) => {
    expect(mailsOf(world)).toEqual([UP, "asleep: done", UP, "asleep: done"]);
    // Nobody rests: three minutes later a friend wakes it.
    expect(minutesOf(world, "capacity", KEEPER)).toEqual([5, 70, 73, 190]);
  },
  "wake-fails": (world) => {
    expect(mailsOf(world)).toEqual(["wake fails", ...EVENING]);
    expect(minutes(world.mails)[0]).toBeLessThan(10);
  },
  "refused-wake": (world) => {
    expect(mailsOf(world)).toEqual(EVENING);
    expect(toldOf(world, "up")[0]?.deploymentProblem).toBeDefined();
    expect(times(world, "plays")).toBe(2);
    expect(minutesOf(world, "plays", { by: "Anna" })[0]).toBeLessThan(5 + 6);
  },
  "foreign-owner": (world) => {
    expect(mailsOf(world)).toEqual(EVENING);
  },
  "slow-start": (world) => {
    expect(mailsOf(world)).toEqual(EVENING);
    expect(times(world, "gives up", { by: "Anna" })).toBe(0);
  },
  "slow-save": (world) => {
    expect(lost(world)).toBe(0);
    expect(times(world, "hook timeout")).toBe(0);
    expect(times(world, "plays", { by: "Ben" })).toBe(1);
  },
  "lost-events": (world) => {
    expect(mailsOf(world)).toEqual(Array.from({ length: 6 }, () => EVENING).flat());
    expect(times(world, "thrown out")).toBe(0);
  },
  "one-way": (world) => {
    const awake = minutes(toldOf(world, "up"));
    expect(awake[0]).toBeLessThan(5 + 5);
    expect(awake[1]).toBeLessThan(24 * 60 + 5);
    expect(toldOf(world, "wake fails")).toHaveLength(2);
  },
  "two-keepers": (world) => {
    expect(mailsOf(world)).toEqual(Array.from({ length: 3 }, () => EVENING).flat());
    expect(launches(world)).toBe(3);
  },
  "left-up": (world) => {
    const [off = 0] = minutesOf(world, "capacity", LEFT_UP);
    expect(off).toBeGreaterThan(8 * 60 + 5);
    expect(off).toBeLessThan(8 * 60 + 5 + 10);
    expect(mailsOf(world)).toEqual([UP, "alarm: games-valheim-keepererrors", "alarm: games-valheim-leftup"]);
    expect(times(world, "container end", { how: "killed" })).toBe(0);
  },
  "saves-by-itself": (world) => {
    const [off = 0] = minutesOf(world, "capacity", LEFT_UP);
    const [stopped = 0] = minutesOf(world, "host stop");
    const [over = 0] = minutesOf(world, "hook timeout");
    expect([2, 3]).toContain(stopped - off);
    expect(over - off).toBe(15);
    const [task] = world.container("valheim").tasks;
    expect(task?.ending).toMatchObject({ how: "saved", stoppedForSeconds: 590, graceSeconds: 600 });
  },
  "helper-crashes": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    const of = { service: "map" };
    expect([times(world, "container start", of), times(world, "container end", of)]).toEqual([2, 2]);
    expect(launches(world)).toBe(1);
  },
  "database-crashes": (world) => {
    expect(times(world, "plays", { by: "Anna" })).toBe(2);
    expect(launches(world)).toBe(1);
    expect(mailsOf(world)).toEqual(EVENING);
    const ends = happened(world, "container end").map(({ service, how }) => [service, how]);
    expect(ends).toEqual([
      ["db", "crashed"],
      ["valheim", "unsaved"],
    ]);
  },
  "stops-in-order": (world) => {
    expect(lost(world)).toBe(0);
    const saves = happened(world, "saved").map(({ service, seconds }) => [service, seconds]);
    const slow = [
      ["map", 1],
      ["valheim", 250],
      ["db", 250],
    ];
    expect(saves).toEqual([["map", 1], ["valheim", 8], ["db", 40], ...slow, ...slow]);
  },
  runs: (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING, "alarm: games-valheim-droppedruns"]);
    const runsOf = (service: string) => minutesOf(world, "container start", { service }).length;
    expect([runsOf("scraper"), runsOf("notifier")]).toEqual([7, 4]);
    expect(times(world, "run due", { by: "notifier" })).toBe(24);
    // Played 8 hours, and five times a few minutes for a run.
    expect(world.meter.hostHours).toBeLessThan(10);
  },
  "bad-runs": (world) => {
    expect(toldOf(world, "run failed")).toMatchObject([
      { service: "scraper", how: "failed", exitCode: 3 },
      { service: "scraper", how: "timeout" },
      { service: "scraper", how: "unstarted", reason: "CannotPullContainerError: manifest unknown" },
    ]);
    expect(mailsOf(world)).toEqual([UP, "run failed", "asleep: idle", "run failed", "run failed"]);
    expect([launches(world), times(world, "thrown out")]).toEqual([4, 0]);
  },
  "runs-alone": (world) => {
    expect(mailsOf(world)).toEqual([]);
    expect([launches(world), times(world, "container start", { service: "scraper" })]).toEqual([4, 4]);
    expect([times(world, "container start"), times(world, "record")]).toEqual([4, 0]);
  },
  "blind-host": (world) => {
    expect(mailsOf(world)).toEqual([UP, "blind host", "stops soon: session", "asleep: session limit"]);
  },
  "lost-memory": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mailsOf(world)).toEqual([UP, ...EVENING, "memory unreadable", ...EVENING]);
    expect(toldOf(world, "begins")).toHaveLength(2);
  },
  "lost-host": (world) => {
    expect(mailsOf(world)).toEqual([UP, "asleep: host lost", ...EVENING]);
    expect(times(world, "plays", { by: "Anna" })).toBe(2);
  },
  "unhealthy-host": (world) => {
    expect(mailsOf(world)).toEqual([UP, "asleep: host lost", ...EVENING]);
    expect(lost(world)).toBe(0);
  },
  "agent-gone": (world) => {
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING]);
    expect(times(world, "container end", { how: "killed" })).toBe(0);
  },
  "console-meddling": (world) => {
    expect(lost(world)).toBe(0);
    expect(toldOf(world, "host outside the group")).toHaveLength(3);
    // Each evening but those with a host outside the group goes on.
    expect(times(world, "plays", { by: "Anna" })).toBe(19);
  },
  "two-by-hand": (world) => {
    expect(toldOf(world, "host outside the group")).toHaveLength(2);
    expect(minutesOf(world, "drain").slice(0, 1)).toEqual([9]);
  },
  "by-hand": (world) => {
    expect(mailsOf(world)).toContain("asleep: crash loop");
    expect(minutes(toldOf(world, "up")).some((minute) => minute > 6.6 * 60 && minute < 6.7 * 60)).toBe(true);
    // Put to sleep at 12:34 h, three minutes after a query: that one does not wake again.
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 1 }).every((minute) => minute < 12.5 * 60)).toBe(true);
  },
  "apply-while-playing": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING]);
    expect(world.services[0]?.definitionArn).toMatch(/:2$/);
  },
  "destroy-after-a-loss": (world) => {
    expect(mailsOf(world)).toEqual([UP, "asleep: host lost", ...EVENING]);
    expect(times(world, "destroyed")).toBe(1);
  },
  "destroy-while-awake": (world) => {
    expect(times(world, "container end")).toBe(0);
    expect(times(world, "destroyed")).toBe(1);
    expect(mailsOf(world)).toEqual([UP, "asleep: from outside"]);
  },
  "refused-mail": (world) => {
    expect(mailsOf(world)).toEqual(["asleep: idle", "asleep: crash loop", "asleep: crash loop"]);
  },
  "pushed-again": (world) => {
    expect(times(world, "plays", { by: "Anna" })).toBe(2);
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING]);
  },
  "blank-list": (world) => {
    expect(lost(world)).toBe(0);
    expect(mailsOf(world)).toEqual(EVENING);
  },
  "blind-to-hosts": (world) => {
    expect(times(world, "plays")).toBe(2);
    expect(lost(world)).toBe(0);
    expect(launches(world)).toBe(2);
  },
  downloads: (world) => {
    expect(times(world, "plays", { by: "Anna" })).toBe(1);
    expect(mailsOf(world)).toContain("limit near: day traffic");
    expect(world.meter.lines().find(({ item }) => item.startsWith("data transfer"))?.amount).toBeLessThan(50);
  },
  "failed-backup": (world) => {
    expect(mailsOf(world)).toEqual([...EVENING, ...Array<string>(3).fill("backup failed")]);
  },
  "old-group": (world) => {
    expect(times(world, "plays")).toBe(3);
    expect(toldOf(world, "up")).toHaveLength(launches(world));
    expect(mailsOf(world)).toHaveLength(2 * launches(world));
  },
  "host-lost-at-night": (world) => {
    expect(mailsOf(world)).toEqual([UP, "healed", "healed"]);
    expect(toldOf(world, "healed").map(({ minutes, hosts }) => [minutes < 12, hosts])).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect(world.meter.hostHours).toBeLessThan(48);
  },
  "nothing-to-wait-for": (world) => {
    expect(mailsOf(world)).toEqual([UP, "healed"]);
    // The next host is there before the last one is gone.
    const [, second = 0] = minutesOf(world, "launch");
    expect(minutesOf(world, "host gone")[0]).toBeGreaterThan(second);
  },
  "broken-on-every-host": (world) => {
    expect(mailsOf(world)).toEqual([UP, "down", "down", "healed"]);
    // At once, and one an hour; ECS goes on trying on the third.
    const [first = 0, ...others] = minutesOf(world, "launch").slice(1);
    expect(others.map((minute) => Math.round((minute - first) / 60))).toEqual([1, 2]);
    expect(toldOf(world, "down").at(-1)?.next.kind).toBe("new host");
  },
  "broken-disk": (world) => {
    expect(mailsOf(world)).toEqual([UP, "healed"]);
    expect(launches(world)).toBe(2);
  },
  hangs: (world) => {
    expect([launches(world), times(world, "health failure"), times(world, "thrown out")]).toEqual([1, 1, 1]);
    expect(mailsOf(world)).toEqual([UP]);
  },
  "stopped-for-a-restore": (world) => {
    expect(mailsOf(world)).toEqual([UP, "asleep: by hand", UP]);
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 1 }).slice(1)).toEqual([hours(8)]);
  },
  "silent-agent": (world) => {
    expect(mailsOf(world)).toEqual([UP, "healed", "healed"]);
    // An hour while somebody is connected, ten minutes otherwise.
    const ends = minutesOf(world, "capacity", { ...KEEPER, desired: 0 });
    expect(ends.map((minute, index) => minute - hours(index === 0 ? 2 : 9))).toEqual([
      expect.closeTo(65, -1),
      expect.closeTo(13, -1),
    ]);
  },
  "deployed-now": (world) => {
    expect(mailsOf(world)).toEqual([UP]);
    expect([launches(world), times(world, "thrown out"), times(world, "loaded")]).toEqual([1, 1, 2]);
  },
  "to-and-fro": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mailsOf(world)).toEqual([...EVENING, ...EVENING]);
    expect([launches(world), times(world, "alarm", { alarm: "games-valheim-leftup" })]).toEqual([2, 0]);
  },
  "cleaned-up": (world) => {
    expect(mailsOf(world)).toEqual(["host outside the group", ...EVENING, ...EVENING]);
  },
};

test("with restart: always, exit code 0 is a crash like any other", async () => {
  const objects = editSettings("keeper", "services", {
    essential: ["valheim"],
    nonEssential: [],
    restartedWhenDone: ["valheim"],
  })(applied);
  const scenario = SCENARIOS.find(({ name }) => name === "crash-loop");
  if (scenario === undefined) throw new Error("no crash loop");
  const ends = { afterSeconds: 40, exitCode: 0 };
  const world = await prove(objects, {
    ...scenario,
    play: (stage) => {
      stage.game({ crash: () => ends });
      stage.plays("Anna", 5, 12);
    },
  });
  expect(mailsOf(world)).toEqual(FAILED);
});

/** A host that is up for a week takes long: __tests__/long/examples.test.ts. */
const SHORT = SCENARIOS.filter(({ name }) => name !== "company-week");

test("each scenario has something to show", () => {
  expect(Object.keys(SHOWS).sort()).toEqual(SHORT.map(({ name }) => name).sort());
});

test.each(SHORT.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
  SHOWS[name]?.(await prove(applied, scenario));
});
