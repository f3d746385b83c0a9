import { happened } from "./a-world";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { prove } from "../../../sim/prove/prove";
import { hours, type Stage } from "../../../sim/scenarios/scenario";
import { inTimeZone } from "../edits";
import { mailsOf } from "./mails";

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());
const BEGIN = Date.parse("2026-11-20T18:00:00Z");
const minuteOf = (time: string): number => (Date.parse(time) - BEGIN) / 60_000;

/** Anna plays until today's hours are used up; Ben tries soon after 00:00 UTC, Chris soon after midnight in the zone. */
const aroundTheClock = (midnight: string) => (stage: Stage) => {
  stage.plays("Anna", 5, hours(40));
  for (const [name, time] of [
    ["Ben", "2026-11-22T00:00Z"],
    ["Chris", midnight],
  ] as const)
    stage.plays(name, minuteOf(time) + 2, minuteOf(time) + 40);
};

test.each([
  ["America/Los_Angeles", "2026-11-22T08:00Z", ["Anna", "Chris"]],
  ["Europe/Berlin", "2026-11-21T23:00Z", ["Anna", "Chris", "Ben"]],
])("in %s the day's hours are free again at midnight there, not at 00:00 UTC", async (zone, midnight, players) => {
  const world = await prove(inTimeZone(zone)(applied), { play: aroundTheClock(midnight), days: 2 });
  expect(mailsOf(world)).toContain("used up: day");
  const plays = happened(world, "plays");
  expect([...new Set(plays.map(({ by }) => by))]).toEqual(players);
  const [chris] = plays.filter(({ by }) => by === "Chris");
  expect(chris?.at).toBeLessThan(Date.parse(midnight) + 10 * 60_000);
});
