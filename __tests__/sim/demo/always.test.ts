import { page } from "../../../sim/demo/page";
import { painter, tellingText } from "../../../sim/demo/text";
import type { Telling } from "../../../sim/demo/telling";
import { applyNewImage } from "../../../sim/scenarios/applies";
import { days, hours, type Scenario } from "../../../sim/scenarios/scenario";
import { alwaysOn } from "../../../sim/scenarios/with-always";
import { withSchedules } from "../../../sim/scenarios/with-schedules";
import { DAY, MINUTE } from "../../../sim/world/clock";
import { markupProblems, momentsOf, tellingOf } from "./played";

jest.setTimeout(60_000);

/** Its host is lost in the morning; at noon an apply brings what cannot run, half an hour later another one what can. */
const STORY: Scenario = {
  name: "three-days",
  about: "A bad day and two good ones.",
  days: 3,
  beginsAtHour: 0,
  play: (stage) => {
    const { world } = stage;
    const deploy = (isBroken: boolean): void => {
      stage.game({ crash: () => (isBroken ? { afterSeconds: 25, exitCode: 1 } : undefined) });
      applyNewImage(world);
    };
    world.apply(alwaysOn(withSchedules(world.objects.list)));
    stage.game({ loadSeconds: 30 });
    stage.plays("partner", 10, days(3), 100, { patienceMinutes: hours(6) });
    stage.at(hours(6), () => world.console.failHardware(stage.host));
    stage.at(hours(12), () => deploy(true));
    stage.at(hours(12.5), () => deploy(false));
  },
};

describe("what is always on", () => {
  let telling: Telling;
  let text: string;
  let written: string;
  beforeAll(async () => {
    telling = await tellingOf(STORY);
    text = tellingText(telling, painter(false));
    written = page([telling], "a test");
  });

  test("has a chapter for each day, to its end", () => {
    expect(telling.chapters.map(({ from, to }) => to - from)).toEqual([DAY, DAY, DAY]);
    expect(telling.chapters.map(({ runs }) => runs)).toEqual([16, 16, 16]);
  });

  test("says of each day how long it was away, without its first start", () => {
    const [first = 0, ...others] = telling.chapters.map(({ away = NaN }) => away / MINUTE);
    expect(others).toEqual([0, 0]);
    const ready = momentsOf(telling, "loaded").map(({ at }) => at);
    const lost = momentsOf(telling, "thrown out").map(({ at }) => at);
    expect(lost).toHaveLength(2);
    const lasted = lost.map((at) => (ready.find((one) => one > at) ?? NaN) - at);
    expect(first).toBeCloseTo(lasted.reduce((sum, ms) => sum + ms, 0) / MINUTE, 0);
    const minutes = Math.round(first);
    expect(text).toContain(`\nMon 16 Nov   away for ${minutes} min; partner connected; scheduled runs: 16; `);
    expect(text).toContain("\nTue 17 Nov   runs all day; partner connected; ");
    expect(text).toContain(`\nIn 3 days it was away for ${minutes} min.`);
  });

  test("lists all of an outage, the same failure three times, and of what is as usual one of each kind", () => {
    const { moments = [] } = telling.chapters[0] ?? {};
    const due = moments.filter((moment) => moment.kind === "run due" && moment.by === "scraper");
    // The usual one, with that of the evening, and one in each outage.
    expect(due.map(({ again = 0 }) => again)).toEqual([1, 0, 0]);
    const crashes = momentsOf(telling, "container end").filter(({ how }) => how === "crashed");
    expect(crashes.map(({ again = 0 }) => again > 10)).toEqual([false, false, true]);
  });

  test("says that a day is like one before", () => {
    expect(text).toMatch(/\nWed .*\n {2}the same steps as on Tue 17 Nov\n/);
  });

  test("shows when it did not run, and no threshold, queries, players or sleep", () => {
    expect(markupProblems(written)).toEqual([]);
    const [first = ""] = written.split('<div class="lanes">').slice(1);
    expect(/aria-label="state">(.*?)<\/svg>/.exec(first)?.[1]).toContain('class="away"');
    expect(first).toContain('aria-label="visitors"');
    expect(first).not.toMatch(/aria-label="(queries|players)"|class="threshold"/);
    expect(text.split("\nMails")[0]).not.toMatch(/asleep|player|\bgame\b|\bwak(e|ing)\b/);
  });
});
