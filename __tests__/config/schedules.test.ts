import fc from "fast-check";
import { readSchedule, shortestIntervalMinutes } from "../../src/lib/schedule-times";
import { loadedFrom, problemsOfServices } from "./several-services";

const BACKEND = "{image: a:1, ports: [80/tcp], volumes: []}";
const scraper = (more: string, image = "a:1"): string => `{image: ${image}, volumes: [], ${more}}`;
const problemsOf = (more: string, rest = ""): readonly string[] =>
  problemsOfServices({ backend: BACKEND, scraper: scraper(more) }, rest);

test("a scheduled service has defaults for its time zone, timeout, overlap and wakes", () => {
  expect(loadedFrom({ backend: BACKEND, scraper: scraper("schedule: rate(6 hours)") }).scraper?.schedule).toEqual({
    expression: "rate(6 hours)",
    timeZone: undefined,
    timeoutMinutes: 60,
    overlap: "skip",
    wakes: false,
  });
});

test.each<[string, string]>([
  ["schedule: hourly", "services.scraper.schedule: must be rate(6 hours), or cron("],
  ["schedule: rate(1 hours)", "services.scraper.schedule: must be rate(6 hours)"],
  ["schedule: cron(0 3 * * * *)", "one of the two days being ?"],
  ["schedule: cron(0 3 ? * ? *)", "one of the two days being ?"],
  ["schedule: cron(0 3 ? * 3#1,6#3 *)", "services.scraper.schedule: must be"],
  ["schedule: cron(? 3 * * ? *)", "services.scraper.schedule: must be"],
  ["schedule: cron(0 3 ? * 8 *)", "services.scraper.schedule: must be"],
  ["schedule: cron(0 25 * * ? *)", "services.scraper.schedule: must be"],
  ["schedule: cron(0 3 30 2 ? *)", "services.scraper.schedule: never runs: no such day is to come"],
  ["schedule: cron(0 3 * * ? 2020)", "services.scraper.schedule: never runs"],
  ["schedule: rate(2 minutes), timeout: 1m", "runs every 2 minutes, but at least 5 must lie between two"],
  ["schedule: rate(30 minutes), timeout: 40m", "services.scraper.timeout: is 40 minutes, but it runs every 30 minutes"],
  ["schedule: cron(0/20 3 * * ? *), timeout: 30m", "services.scraper.timeout: is 30 minutes, but it runs every 20"],
  [
    "schedule: rate(30 minutes), timeout: 20m, wakes: true",
    "services.scraper.wakes: starts a host every 30 minutes: once an hour is the most",
  ],
  [
    "schedule: rate(1 day), timeout: 8h",
    "services.scraper.timeout: must be shorter than limit.per_session less startup_timeout",
  ],
  ["schedule: rate(1 day), ports: [81/tcp]", "services.scraper.ports: does not go with schedule"],
  ["schedule: rate(1 day), depends_on: [backend]", "services.scraper.depends_on: does not go with schedule"],
  ["schedule: rate(1 day), links: [backend]", "services.scraper.links: does not go with schedule"],
  ["schedule: rate(1 day), time_zone: Europe/Berlim", "services.scraper.time_zone: must be a time zone"],
  ["timeout: 5m, wakes: true", "services.scraper.timeout: has no effect without schedule"],
])("%s is refused", (more, message) => {
  expect(problemsOf(more)).toContainEqual(expect.stringContaining(message));
});

test("other services cannot depend on one that runs at times", () => {
  const backend = "{image: a:1, ports: [80/tcp], volumes: [], depends_on: [scraper]}";
  expect(problemsOfServices({ backend, scraper: scraper("schedule: rate(1 day)") })).toEqual([
    "services.backend.depends_on.0: scraper has a schedule, so it is not there all the time",
  ]);
});

test("a long name, and counting all traffic, do not go with a schedule", () => {
  const name = "a-name-of-21-characte";
  expect(
    problemsOfServices({ backend: BACKEND, [name]: scraper("schedule: rate(1 day)") }, "idle: {count: all_traffic}"),
  ).toEqual([
    expect.stringContaining("idle.count: counts what scheduled services receive as players"),
    expect.stringContaining(`services.${name}: is too long`),
  ]);
});

test("services that all run at times need one that wakes", () => {
  const only = (more: string) => problemsOfServices({ scraper: scraper(`schedule: rate(1 day)${more}`) });
  expect(only("")).toEqual([expect.stringContaining("services.scraper.wakes: nothing ever starts a host here")]);
  expect(only(", wakes: true")).toEqual([]);
});

test("the shortest interval of a rate is its period, and of cron's step its step", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 1_000 }),
      fc.constantFrom(2, 3, 4, 5, 6, 10, 12, 15, 20, 30),
      (count, step) => {
        const intervalOf = (text: string): number | undefined => {
          const schedule = readSchedule(text, "UTC");
          return schedule && shortestIntervalMinutes(schedule);
        };
        expect(intervalOf(`rate(${count} minutes)`)).toBe(count);
        expect(intervalOf(`rate(${count} hours)`)).toBe(count * 60);
        expect(intervalOf(`cron(0/${step} * * * ? *)`)).toBe(step);
      },
    ),
    { numRuns: 30 },
  );
});
