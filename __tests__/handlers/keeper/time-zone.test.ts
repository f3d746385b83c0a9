import fc from "fast-check";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import { DAY, HOUR } from "../../../handlers/keeper/time";
import { type Period, TimeZone } from "../../../handlers/keeper/time-zone";
import { INPUT } from "./scenes";

/** Some have no midnight on one day of the year, or two. */
const ZONES = [
  "UTC",
  "Africa/Cairo",
  "America/Havana",
  "America/Los_Angeles",
  "America/Nuuk",
  "America/Santiago",
  "America/Sao_Paulo",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Atlantic/Azores",
  "Australia/Lord_Howe",
  "Europe/Berlin",
  "Pacific/Apia",
  "Pacific/Kiritimati",
].map((name) => new TimeZone(name));

const zones = fc.constantFrom(...ZONES);
const instants = fc
  .date({ min: new Date("2012-01-01"), max: new Date("2037-12-01"), noInvalidDate: true })
  .map((date) => date.getTime());

/** What a zone says that was not asked before, and one that was just asked for another instant. */
const periods = (of: "day" | "month", { name }: TimeZone, instant: number, other: number): Period[] => {
  const [fresh, asked] = [new TimeZone(name), new TimeZone(name)];
  asked[of](other);
  return [fresh[of](instant), asked[of](instant)];
};

test.each([
  ["day", 23 * HOUR, 25 * HOUR],
  ["month", 28 * DAY - HOUR, 31 * DAY + HOUR],
] as const)(
  "a %s begins with its first millisecond and ends with the next one's, whatever clocks do",
  (of, least, most) => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: -40 * DAY, max: 40 * DAY }), (zone, instant, away) => {
        const [period, again] = periods(of, zone, instant, instant + away);
        expect(again).toEqual(period);
        const { date = "", start = 0, end = 0 } = period ?? {};
        expect(start).toBeLessThanOrEqual(instant);
        expect(end).toBeGreaterThan(instant);
        expect(end - start).toBeGreaterThanOrEqual(least);
        expect(end - start).toBeLessThanOrEqual(most);
        const dates = [start - 1, start, instant, end - 1, end].map((at) => new TimeZone(zone.name)[of](at).date);
        expect(dates.map((each) => each === date)).toEqual([false, true, true, true, false]);
        const shown = new Intl.DateTimeFormat("en-GB", { timeZone: zone.name, dateStyle: "short" }).format(instant);
        expect(shown.split("/").reverse().join("-").startsWith(date)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  },
);

test.each([
  ["UTC", "2026-11-21T20:15Z", "2026-11-21T00:00Z", "2026-11-22T00:00Z"],
  ["Europe/Berlin", "2026-11-21T23:30Z", "2026-11-21T23:00Z", "2026-11-22T23:00Z"],
  ["America/Los_Angeles", "2026-11-21T07:59Z", "2026-11-20T08:00Z", "2026-11-21T08:00Z"],
  // 23 and 25 hours.
  ["Europe/Berlin", "2026-03-29T12:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z"],
  ["Europe/Berlin", "2026-10-25T12:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z"],
  // From 00:00 to 01:00: there is no midnight.
  ["America/Sao_Paulo", "2018-11-04T12:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z"],
  ["Africa/Cairo", "2026-04-24T12:00Z", "2026-04-23T22:00Z", "2026-04-24T21:00Z"],
  ["Asia/Beirut", "2026-03-29T12:00Z", "2026-03-28T22:00Z", "2026-03-29T21:00Z"],
  // From 00:00 back to 23:00, and from 01:00 back to 00:00.
  ["Asia/Beirut", "2026-10-24T20:30Z", "2026-10-23T21:00Z", "2026-10-24T22:00Z"],
  ["America/Havana", "2026-11-01T05:30Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z"],
])("in %s the day of %s is from %s to %s", (name, instant, start, end) => {
  const day = new TimeZone(name).day(Date.parse(instant));
  expect(day).toMatchObject({ start: Date.parse(start), end: Date.parse(end) });
});

test.each([
  ["UTC", "2026-12-31T23:59Z", "2026-12", "2026-12-01T00:00Z", "2027-01-01T00:00Z"],
  ["Europe/Berlin", "2026-12-31T23:30Z", "2027-01", "2026-12-31T23:00Z", "2027-01-31T23:00Z"],
  ["Europe/Berlin", "2026-04-01T00:00Z", "2026-04", "2026-03-31T22:00Z", "2026-04-30T22:00Z"],
  ["America/Los_Angeles", "2026-03-01T00:00Z", "2026-02", "2026-02-01T08:00Z", "2026-03-01T08:00Z"],
])("in %s %s is in %s, from %s to %s", (name, instant, month, start, end) => {
  const period = new TimeZone(name).month(Date.parse(instant));
  expect(period).toEqual({ date: month, start: Date.parse(start), end: Date.parse(end) });
});

test.each([
  ["UTC", "UTC", "UTC"],
  ["Europe/Berlin", "CET", "CEST"],
  ["Europe/London", "GMT", "BST"],
  ["America/Los_Angeles", "PST", "PDT"],
  ["Australia/Sydney", "AEDT", "AEST"],
  ["Asia/Kolkata", "IST", "IST"],
  ["Asia/Tokyo", "GMT+9", "GMT+9"],
])("%s is called %s in January and %s in July", (name, january, july) => {
  const zone = new TimeZone(name);
  expect(zone.abbreviationAt(Date.parse("2026-01-15"))).toBe(january);
  expect(zone.abbreviationAt(Date.parse("2026-07-15"))).toBe(july);
});

test("a zone that Node does not know is refused", () => {
  expect(() => new TimeZone("Europe/Berln")).toThrow(RangeError);
});

test.each([
  ["Europe/Berlin", "2026-11-21T20:15Z", "2026-11-21T19:15Z"],
  ["America/Los_Angeles", "2026-11-21T20:15Z", "2026-11-22T04:15Z"],
  // Shown twice, and skipped.
  ["Europe/Berlin", "2026-10-25T02:30Z", "2026-10-25T00:30Z"],
  ["Europe/Berlin", "2026-03-29T02:30Z", "2026-03-29T01:30Z"],
])("in %s clocks show %s at %s", (name, clock, instant) => {
  expect(new TimeZone(name).instantOf(new Date(clock))).toBe(Date.parse(instant));
});

test("keeper's settings carry a zone by its name, and one that cannot be read is shown", () => {
  const inZone = (timeZone: string) => ({ ...INPUT, settings: { ...INPUT.settings, timeZone } });
  expect(keeperSettings(inZone("Europe/Berlin")).timeZone.name).toBe("Europe/Berlin");
  expect(() => keeperSettings(inZone("Europe/Berln"))).toThrow("Europe/Berln");
});
