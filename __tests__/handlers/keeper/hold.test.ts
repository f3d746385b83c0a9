import { holdOf } from "../../../handlers/keeper/hold";

describe("what people write into the hold parameter", () => {
  test.each(["none", " none\n", "None"])('"%s" is no hold', (written) => {
    expect(holdOf(written)).toEqual({});
  });

  test.each([
    ["2026-11-22T01:00Z", "2026-11-22T01:00:00Z"],
    ["2026-11-22T01:00:30Z", "2026-11-22T01:00:30Z"],
    ["2026-11-22T01:00:30.250Z", "2026-11-22T01:00:30.250Z"],
    ["2026-11-22T02:00+01:00", "2026-11-22T01:00:00Z"],
    ["2026-11-21T18:00-0700", "2026-11-22T01:00:00Z"],
    [" 2026-11-22T01:00Z\n", "2026-11-22T01:00:00Z"],
  ])("%s holds until %s", (written, until) => {
    expect(holdOf(written)).toEqual({ until: Date.parse(until) });
  });

  test.each([
    ["words", "tomorrow"],
    ["no zone: whose evening would that be", "2026-11-22T01:00"],
    ["a day that does not exist", "2026-02-30T01:00Z"],
    ["an hour that does not exist", "2026-11-22T25:00Z"],
    ["a day alone", "2026-11-22"],
    ["nothing", ""],
  ])("is given back if nobody can read it: %s", (_, written) => {
    expect(holdOf(written)).toEqual({ unreadable: written });
  });

  test("is cut if it is long", () => {
    expect(holdOf("x".repeat(5000))).toEqual({ unreadable: "x".repeat(100) });
  });

  test("is unreadable if the parameter is missing", () => {
    expect(holdOf(undefined)).toEqual({ unreadable: "" });
  });
});
