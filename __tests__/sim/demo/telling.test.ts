import { readRecorded } from "../../../sim/applied/state";
import { costTable } from "../../../sim/demo/costs";
import { toneOf } from "../../../sim/demo/moments";
import type { Telling } from "../../../sim/demo/telling";
import { eveningsOf } from "../../../sim/scenarios/evenings";
import { DAY, HOUR, MINUTE } from "../../../sim/world/clock";
import type { Attributes } from "../../../sim/provider/values";
import { momentsOf, tellingOf } from "./played";

jest.setTimeout(60_000);

/** The recorded state, with other settings of keeper. */
function withSettings(change: Attributes) {
  const applied = readRecorded();
  const zips = applied.zips.map((zip) => {
    const settings = zip.attributes["settings"] as Attributes;
    return { ...zip, attributes: { ...zip.attributes, settings: { ...settings, ...change } } };
  });
  return { ...applied, zips };
}

describe("a week of evenings", () => {
  let week: Telling;
  beforeAll(async () => {
    week = await tellingOf("evenings");
  });

  const evenings = () => week.chapters.filter(({ isAwake }) => isAwake);

  test("has an evening for each day but the last, and what comes before", () => {
    expect(evenings().map(({ players }) => players.length)).toEqual([3, 2, 3, 2, 3, 2]);
    expect(week.chapters[0]).toMatchObject({ isAwake: false, moments: [{ kind: "mail", mail: { kind: "begins" } }] });
  });

  test("tells an evening from the query until the host is gone, and why", () => {
    const first = evenings()[0]?.moments.filter((moment) => toneOf(moment) !== "player") ?? [];
    expect(first).toEqual(
      [
        { kind: "query", ignored: undefined, phase: "asleep" },
        { kind: "capacity", desired: 1, why: "query" },
        { kind: "launch", instanceType: "m7a.large" },
        { kind: "record" },
        { kind: "join" },
        { kind: "container start" },
        { kind: "mail" },
        { kind: "loaded" },
        { kind: "alarm", alarm: "games-valheim-idle" },
        { kind: "capacity", desired: 0, why: "idle" },
        { kind: "record", values: ["192.0.2.1"] },
        { kind: "mail" },
        { kind: "termination", reason: "lower capacity" },
        { kind: "drain" },
        { kind: "saved", wasLoaded: true },
        { kind: "release" },
        { kind: "host gone", state: "terminated" },
      ].map((moment) => expect.objectContaining(moment) as unknown),
    );
  });

  test("says who waited, who joined at once, and who left", () => {
    const players = evenings()[0]?.moments.filter((moment) => toneOf(moment) === "player") ?? [];
    expect(players.map(({ kind }) => kind)).toEqual(["tries", "plays", "plays", "plays", "leaves", "leaves", "leaves"]);
    expect(players).toMatchObject([
      { by: "Anna" },
      { by: "Anna", afterSeconds: expect.any(Number) as number },
      { by: "Ben", afterSeconds: 0 },
      { by: "Chris", afterSeconds: 0 },
      ...["Ben", "Anna", "Chris"].map((by) => ({ by })),
    ]);
  });

  test("knows an evening that is like one before, whoever played", () => {
    const [first, ...others] = evenings();
    expect(first?.likeAt).toBeUndefined();
    for (const other of others) expect(other.likeAt).toBe(first?.from);
  });

  test("costs what a host costs while it is up, and little besides", () => {
    const { columns, rows } = costTable(week);
    expect(columns).toHaveLength(3);
    const usd = (index: number) => Number(rows.at(-1)?.[index]);
    expect(usd(2) / usd(1)).toBeCloseTo(730 / (7 * 24), 1);
    const up = evenings().reduce((sum, { from, to }) => sum + to - from, 0) / HOUR;
    const host = week.costs.find(({ item }) => item === "EC2 m7a.large");
    expect(host?.amount).toBeCloseTo(up, 0);
    for (const { usd: evening } of evenings()) expect(evening).toBeGreaterThan(0.1);
  });
});

describe("other scenarios", () => {
  test("have problems, and no cost of a month, on a day without a host", async () => {
    const telling = await tellingOf("no-capacity");
    expect(momentsOf(telling, "launch failure").map(toneOf)).toContain("problem");
    expect(momentsOf(telling, "gives up").map(({ by }) => by)).toContain("Anna");
    expect(costTable(telling).columns).toHaveLength(2);
  });

  test("list the same problem three times, then count it", async () => {
    const errors = momentsOf(await tellingOf("left-up"), "function error");
    expect(errors.map(({ again = 0 }) => again > 100)).toEqual([false, false, true]);
  });

  test("say how long queries are ignored, and why, once", async () => {
    const ignored = async (scenario: string) =>
      momentsOf(await tellingOf(scenario), "query").flatMap(({ ignored: rest }) => rest?.because ?? []);
    expect(new Set(await ignored("crash-loop"))).toEqual(new Set(["failure"]));
    expect(new Set(await ignored("beside-a-loud-monitor"))).toEqual(new Set(["nobody played"]));
    expect(await ignored("day-limit")).toEqual(["day"]);
  });

  test("say what a hold does", async () => {
    const telling = await tellingOf("hold");
    expect(momentsOf(telling, "held").map(({ until }) => until)).toEqual([telling.from + 3 * HOUR]);
  });

  test("say what a person did once, in the scenario's words", async () => {
    const telling = await tellingOf("console-meddling");
    expect(momentsOf(telling, "story")).toHaveLength(11);
    const people = telling.chapters.flatMap(({ moments }) => moments.filter((moment) => toneOf(moment) === "person"));
    for (const { at } of people) expect(momentsOf(telling, "story").map((story) => story.at)).not.toContain(at);
  });

  test("give a call in the minutes of the shutdown to the next chapter", async () => {
    const [anna, ben] = (await tellingOf("lost-events")).chapters.filter(({ isAwake }) => isAwake);
    expect(anna?.players).toEqual(["Anna"]);
    expect(ben?.moments.slice(0, 2)).toMatchObject([
      { kind: "tries", by: "Ben" },
      { kind: "query", phase: "stopping" },
    ]);
  });

  test("show a host that a person started as such", async () => {
    const { observer } = await tellingOf("two-by-hand");
    expect(observer.phase.steps.map(({ value }) => value)).toContain("by hand");
  });

  test("run the image of an apply from the next wake on", async () => {
    const images = momentsOf(await tellingOf("apply-while-playing"), "container start").map(({ image }) => image);
    expect(images[0]).not.toBe(images[1]);
    expect(images).toHaveLength(2);
  });
});

test("evenings are as many, as long and with as many players as somebody wants", async () => {
  const telling = await tellingOf(eveningsOf({ evenings: 2, players: 4, hours: 1.5 }));
  const evenings = telling.chapters.filter(({ isAwake }) => isAwake);
  expect(evenings.map(({ players }) => players.length)).toEqual([4, 4]);
  for (const { from, moments } of evenings)
    expect((moments.findLast(({ kind }) => kind === "leaves")?.at ?? 0) - from).toBe(1.5 * HOUR);
});

test("evenings begin by the clock of the configuration's time zone", async () => {
  const telling = await tellingOf(
    eveningsOf({ evenings: 1, players: 1, hours: 1 }),
    withSettings({ timeZone: "America/New_York" }),
  );
  expect(momentsOf(telling, "tries")[0]?.at).toBe(Date.parse("2026-11-17T01:00Z"));
  expect(telling.times.short(Date.parse("2026-11-17T01:00Z"))).toBe("Mon 16 Nov, 20:00");
  expect(telling.times.nameAt(telling.from)).toBe("EST (America/New_York)");
});

test("the same seed tells the same, another one something else", async () => {
  const moments = async (seed: number) =>
    (await tellingOf("link-preview", readRecorded(), seed)).chapters.flatMap((chapter) => chapter.moments);
  const one = await moments(1);
  expect(await moments(1)).toEqual(one);
  expect(await moments(2)).not.toEqual(one);
});

test("a chapter ends when it is quiet for half an hour", async () => {
  const { chapters } = await tellingOf("strays");
  for (const { isAwake, moments } of chapters)
    moments.slice(1).forEach(({ at }, index) => {
      const { at: before } = moments[index] ?? { at: 0 };
      if (!isAwake) expect(at - before).toBeLessThanOrEqual(30 * MINUTE);
    });
  expect(chapters.filter(({ isAwake }) => isAwake).length).toBeGreaterThan(3);
  expect((chapters.at(-1)?.to ?? 0) - (chapters[0]?.from ?? 0)).toBeGreaterThan(12 * DAY);
});
