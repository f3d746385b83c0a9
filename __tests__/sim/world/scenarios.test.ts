import { happened, START } from "./a-world";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import { days, hours } from "../../../sim/scenarios/scenario";
import type { World } from "../../../sim/world/world";

jest.setTimeout(120_000);
const applied = objectsOf(readRecorded());

/** What people were told, in order, without durations and prices, and without the mail that each of them begins with. */
const mails = (world: World): string[] =>
  told(world).map(({ subject }) => subject.replace(/ after .*|, about .*/, "").replace("valheim", "it"));

const READY = "valheim is ready";
const told = ({ mails: all }: World): World["mails"] => all.filter(({ subject }) => subject !== READY);

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

const pauses = (world: World): string[] =>
  told(world).flatMap(({ text }) => /the next pause is [^.]*/.exec(text) ?? []);

const UP = "it is up";
const ASLEEP = "it is asleep";
const LEFT_UP = { by: "policy games-valheim-leftup", desired: 0 };
const EVENING = [UP, ASLEEP];
const IN_VAIN = [UP, "it is asleep"];

/** What each scenario must show besides that all promises are kept. */
const SHOWS: Readonly<Record<string, (world: World) => void>> = {
  evenings: (world) => {
    expect(mails(world)).toEqual(Array.from({ length: 6 }, () => EVENING).flat());
    expect(times(world, "plays")).toBe(times(world, "leaves"));
    expect(world.meter.hostHours).toBeLessThan(22);
  },
  monitor: (world) => {
    expect(world.meter.hostHours).toBeLessThan(10);
    expect(launches(world)).toBe(16);
    // Five in the first 24 hours, then one or two a day: what is forgotten of the minutes in vain.
    expect(minutesOf(world, "launch").filter((minute) => minute > 1440)).toHaveLength(11);
  },
  "past-the-limit": (world) => {
    // No word of the alarm left-up: it leaves keeper's last look a minute.
    const day = [UP, "it stops soon", "it is asleep at its limit of 8 h a session", ...EVENING];
    expect(mails(world).map((mail) => mail.replace(/ in \d+ min$/, " soon"))).toEqual(Array(6).fill(day).flat());
    // Who is thrown out plays again within six minutes.
    const out = minutesOf(world, "thrown out", { by: "Anna" });
    const back = minutesOf(world, "plays", { by: "Anna" }).filter((_, index) => index % 2 === 1);
    expect(out.map((minute, index) => (back[index] ?? 0) - minute).every((minutes) => minutes <= 6)).toBe(true);
  },
  "just-in-time": (world) => {
    expect(times(world, "plays")).toBe(5);
    expect(times(world, "thrown out")).toBe(0);
    expect(mails(world)).toEqual([...EVENING, ...EVENING, ...EVENING, ...EVENING]);
  },
  "first-download": (world) => {
    expect(launches(world)).toBe(1);
    expect(mails(world)).toEqual(EVENING);
    expect(minutesOf(world, "plays")).toEqual([48, 50]);
  },
  quiet: (world) => {
    // Who comes through a relay cannot be seen so, and the mail says which line to change.
    expect(
      minutes([...happened(world, "thrown out", { by: "Anna" }), ...happened(world, "leaves", { by: "Anna" })]),
    ).toEqual([120]);
    const [mail] = told(world).filter(({ subject }) => subject.includes("no players seen"));
    expect(mail?.text).toMatch(/no packet reached the published ports .*idle: {count: all_traffic} in configs/s);
  },
  "used-up-by-a-stranger": (world) => {
    expect(mails(world)).toContain("it stays asleep: today's 14 h are used up");
    expect(minutesOf(world, "plays", { by: "Anna" })).toHaveLength(1);
    const [mail] = told(world).filter(({ text }) => text.includes("Waking by hand passed"));
    expect(mail?.text).toContain("today's hours (limit.per_day)");
  },
  scanned: (world) => {
    // Asleep as if nobody was there; then it asks once more.
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 0 })).toEqual([23, 48]);
  },
  strays: (world) => {
    expect(minutesOf(world, "plays", { by: "Anna" }).map((minute) => minute - days(12) - hours(2) - 28)).toEqual([3]);
    // One mail a stray, after the first.
    expect(mails(world)).toEqual([UP, ...Array<string>(7).fill(ASLEEP), ...EVENING]);
  },
  "beside-monitors": (world) => {
    const waits = minutesOf(world, "plays", { by: "Anna" }).map((minute) => minute - (hours(26) + 17));
    expect(waits.map((wait) => wait % days(3)).every((wait) => wait <= 6)).toBe(true);
    expect(waits).toHaveLength(2);
  },
  "beside-a-loud-monitor": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    const [mail] = told(world).filter(
      ({ subject, at }) => subject.endsWith(" is up") && at > world.now - days(1) * 60_000,
    );
    expect(mail?.text).toMatch(/Waking by hand passed .*: ignored queries after/);
  },
  "link-preview": (world) => {
    // The second time of a day is not told.
    expect(mails(world)).toEqual([...IN_VAIN, ...EVENING]);
    expect(told(world)[1]?.text).toMatch(
      /Bots, monitors and link previews look up .* asking once stops waking it for some hours/,
    );
  },
  "coming-back": (world) => {
    const [gone = 0] = minutesOf(world, "drain");
    const [, second = 0] = minutesOf(world, "launch");
    expect(second - gone).toBeLessThanOrEqual(4);
    expect(launches(world)).toBe(3);
  },
  hold: (world) => {
    expect(minutesOf(world, "capacity", { desired: 0 })[0]).toBe(183);
    expect(mails(world)).toContain("it: its hold cannot be read");
  },
  "day-limit": (world) => {
    expect(mails(world).filter((mail) => mail.includes("stops in"))).toHaveLength(3);
    expect(mails(world)).toContain("it is asleep, today's 14 h are used up");
    expect(mails(world)).toContain("it stays asleep: today's 14 h are used up");
    expect(times(world, "alarm", { alarm: "games-valheim-leftup" })).toBe(0);
  },
  "no-capacity": (world) => {
    expect(mails(world)).toEqual([
      ...Array.from({ length: 2 }, () => "it failed: AWS has no free host at the moment"),
      ...EVENING,
    ]);
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 1 })).toEqual([5, 35, 180]);
    expect(told(world)[0]?.text).toMatch(/Tried: m7a.large and m6a.large in us-west-2a/);
    expect(pauses(world)).toEqual(["the next pause is 15 min", "the next pause is 1 h"]);
  },
  "second-choice": (world) => {
    expect(times(world, "launch", { instanceType: "m6a.large" })).toBe(1);
    expect(mails(world)).toEqual(EVENING);
  },
  "crash-loop": (world) => {
    const failed = [UP, "it failed: it ends with an error"];
    expect(mails(world)).toEqual([...failed, ...failed, ...EVENING]);
    expect(told(world)[1]?.text).toMatch(/exit code 1[^]*It will not start again before/);
    expect(pauses(world)).toEqual(["the next pause is 15 min", "the next pause is 1 h"]);
    expect(times(world, "container end", { how: "crashed" })).toBe(6);
  },
  "one-crash": (world) => {
    expect(times(world, "container end", { how: "crashed" })).toBe(1);
    expect(launches(world)).toBe(1);
    expect(mails(world)).toEqual(EVENING);
  },
  "slow-crashes": (world) => {
    expect(mails(world)).toEqual(IN_VAIN);
    expect(world.meter.hostHours).toBeLessThan(0.8);
  },
  "image-pull": (world) => {
    expect(mails(world).filter((mail) => mail === "it failed: the registry's pull limit is reached")).toHaveLength(3);
    expect(told(world)[0]?.text).toMatch(/toomanyrequests: You have reached your pull rate limit/);
    expect(told(world)[2]?.text).toMatch(/further failures today are not reported/);
    // The fourth time is not told. The image is back at minute 65; ECS alone would wait longer.
    expect(mails(world).slice(3)).toEqual(IN_VAIN);
    expect(minutes(world.mails.filter(({ subject }) => subject.endsWith(" is up")))[0]).toBe(71);
  },
  "late-registry": (world) => {
    expect(times(world, "start failure")).toBe(3);
    expect(launches(world)).toBe(1);
    expect(mails(world)).toEqual(EVENING);
    expect(times(world, "plays", { by: "Anna" })).toBe(1);
  },
  autostop: (world) => {
    expect(mails(world)).toEqual([...EVENING, ...EVENING]);
    expect(told(world)[1]?.subject).toMatch(/^valheim is asleep after .*: it ended by itself/);
    // Nobody rests: three minutes later a friend wakes it.
    expect(minutesOf(world, "capacity", KEEPER)).toEqual([5, 70, 73, 190]);
  },
  "wake-fails": (world) => {
    expect(mails(world)).toEqual(["it may not wake: its function wake fails", ...EVENING]);
    expect(minutes(world.mails)[0]).toBeLessThan(10);
  },
  "refused-wake": (world) => {
    expect(mails(world).filter((mail) => !mail.startsWith("ALARM"))).toEqual(EVENING);
    expect(told(world)[0]?.text).toMatch(/may still run the configuration of an earlier apply.*InternalFailure/);
    expect(times(world, "plays")).toBe(2);
    expect(minutesOf(world, "plays", { by: "Anna" })[0]).toBeLessThan(5 + 6);
  },
  "foreign-owner": (world) => {
    expect(mails(world)).toEqual(EVENING);
  },
  "slow-start": (world) => {
    expect(mails(world)).toEqual(EVENING);
    expect(times(world, "gives up", { by: "Anna" })).toBe(0);
  },
  "slow-save": (world) => {
    expect(lost(world)).toBe(0);
    expect(times(world, "hook timeout")).toBe(0);
    expect(times(world, "plays", { by: "Ben" })).toBe(1);
  },
  "lost-events": (world) => {
    expect(mails(world)).toEqual(Array.from({ length: 6 }, () => EVENING).flat());
    expect(times(world, "thrown out")).toBe(0);
  },
  "one-way": (world) => {
    const awake = minutes(world.mails.filter(({ subject }) => subject.endsWith(" is up")));
    expect(awake[0]).toBeLessThan(5 + 5);
    expect(awake[1]).toBeLessThan(24 * 60 + 5);
    expect(mails(world).filter((mail) => mail.includes("may not wake"))).toHaveLength(2);
  },
  "two-keepers": (world) => {
    expect(mails(world)).toEqual(Array.from({ length: 3 }, () => EVENING).flat());
    expect(launches(world)).toBe(3);
  },
  "left-up": (world) => {
    const [off = 0] = minutesOf(world, "capacity", LEFT_UP);
    expect(off).toBeGreaterThan(8 * 60 + 5);
    expect(off).toBeLessThan(8 * 60 + 5 + 10);
    expect(mails(world)).toEqual([
      UP,
      'ALARM: "games-it-keepererrors" in us-west-2',
      'ALARM: "games-it-leftup" in us-west-2',
    ]);
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
  "blind-host": (world) => {
    expect(mails(world)).toEqual([
      UP,
      "it cannot see its players",
      "it stops in 27 min",
      "it is asleep at its limit of 8 h a session, no players seen",
    ]);
  },
  "lost-memory": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mails(world)).toEqual([UP, ...EVENING, "it: keeper lost its memory", ...EVENING]);
    expect(world.mails.filter(({ subject }) => subject === READY)).toHaveLength(2);
  },
  "lost-host": (world) => {
    expect(mails(world)).toEqual([UP, "it lost its host and wakes again", ...EVENING]);
    expect(times(world, "plays", { by: "Anna" })).toBe(2);
  },
  "unhealthy-host": (world) => {
    expect(mails(world)).toEqual([UP, "it lost its host and wakes again", ...EVENING]);
    expect(lost(world)).toBe(0);
  },
  "agent-gone": (world) => {
    expect(mails(world)).toEqual([...EVENING, ...EVENING]);
    expect(times(world, "container end", { how: "killed" })).toBe(0);
  },
  "console-meddling": (world) => {
    expect(lost(world)).toBe(0);
    expect(mails(world).filter((mail) => mail === "it has a host outside its group")).toHaveLength(3);
    // Each evening but those with a host outside the group goes on.
    expect(times(world, "plays", { by: "Anna" })).toBe(19);
  },
  "two-by-hand": (world) => {
    const told = mails(world).filter((mail) => mail === "it has a host outside its group");
    expect(told).toHaveLength(2);
    expect(minutesOf(world, "drain").slice(0, 1)).toEqual([9]);
  },
  "by-hand": (world) => {
    expect(mails(world)).toContain("it failed: it ends with an error");
    expect(
      minutes(world.mails.filter(({ subject }) => subject.endsWith(" is up"))).some(
        (minute) => minute > 6.6 * 60 && minute < 6.7 * 60,
      ),
    ).toBe(true);
    // Put to sleep at 12:34 h, three minutes after a query: that one does not wake again.
    expect(minutesOf(world, "capacity", { ...KEEPER, desired: 1 }).every((minute) => minute < 12.5 * 60)).toBe(true);
  },
  "apply-while-playing": (world) => {
    expect(times(world, "thrown out")).toBe(0);
    expect(mails(world)).toEqual([...EVENING, ...EVENING]);
    expect(world.services[0]?.definitionArn).toMatch(/:2$/);
  },
  "destroy-after-a-loss": (world) => {
    expect(mails(world)).toEqual([UP, "it lost its host and wakes again", ...EVENING]);
    expect(times(world, "destroyed")).toBe(1);
  },
  "destroy-while-awake": (world) => {
    expect(times(world, "container end")).toBe(0);
    expect(times(world, "destroyed")).toBe(1);
    expect(mails(world)).toEqual(EVENING);
  },
  "refused-mail": (world) => {
    const failed: unknown = expect.stringMatching(/^it failed: /);
    expect(mails(world)).toEqual(["it is asleep", failed, failed]);
  },
  "pushed-again": (world) => {
    expect(times(world, "plays", { by: "Anna" })).toBe(2);
    expect(mails(world)).toEqual([...EVENING, ...EVENING]);
  },
  "blank-list": (world) => {
    expect(lost(world)).toBe(0);
    expect(mails(world)).toEqual(EVENING);
  },
  "blind-to-hosts": (world) => {
    expect(times(world, "plays")).toBe(2);
    expect(lost(world)).toBe(0);
    expect(launches(world)).toBe(2);
  },
  downloads: (world) => {
    expect(times(world, "plays", { by: "Anna" })).toBe(1);
    expect(mails(world)).toContain("it has sent 17 GiB today");
    expect(world.meter.lines().find(({ item }) => item.startsWith("data transfer"))?.amount).toBeLessThan(50);
  },
  "failed-backup": (world) => {
    expect(mails(world)).toEqual([...EVENING, ...Array<string>(3).fill("it: a backup failed")]);
  },
  "old-group": (world) => {
    expect(times(world, "plays")).toBe(3);
    expect(mails(world).filter((mail) => mail === UP)).toHaveLength(launches(world));
    expect(mails(world)).toHaveLength(2 * launches(world));
  },
  "cleaned-up": (world) => {
    expect(mails(world)).toEqual(["it has a host outside its group", ...EVENING, ...EVENING]);
  },
};

test("with restart: always, exit code 0 is a crash like any other", async () => {
  const objects = JSON.parse(
    JSON.stringify(applied).replace('"restartsWhenDone":false', '"restartsWhenDone":true'),
  ) as typeof applied;
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
  expect(mails(world)).toEqual([UP, "it failed: it ends by itself"]);
});

test("each scenario has something to show", () => {
  expect(Object.keys(SHOWS).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
});

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
  SHOWS[name]?.(await prove(applied, scenario));
});
