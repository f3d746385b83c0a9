import * as fc from "fast-check";
import { container, inContainer, inService, inVolume, problemsOf, service, reports } from "./written";

describe("a duration", () => {
  const after = (written: string): string[] => problemsOf(inContainer(`idle: {after: ${written}}`));
  const problem = (message: string) => reports([`configs/game.yaml:5:15 idle.after: ${message}`]);

  test.each([
    ["90m", 90],
    ["1h30m", 90],
    ["600s", 10],
    ["5m60s", 6],
    ["0d0h5m0s", 5],
  ])("reads %s", (written, minutes) => {
    expect(container(`idle: {after: ${written}}`).idle.afterMinutes).toBe(minutes);
  });

  test.each(["15", '"15"'])("asks for the unit of %s", (written) => {
    expect(after(written)).toEqual(problem("15 … no unit … 15m"));
  });

  test("asks in every unit that the setting allows, and in no other", () => {
    expect(problemsOf(inContainer("limit: {per_session: 8, per_month: 120}"))).toEqual(
      reports([
        "configs/game.yaml:5:22 limit.per_session: no unit … 8h",
        "configs/game.yaml:5:36 limit.per_month: 120 … no unit … 120m … 120h",
      ]),
    );
    expect(problemsOf(inService("stop_grace_period: 90"))).toEqual(
      reports(["configs/game.yaml:5:24 services.game.stop_grace_period: 90 … no unit … 90s"]),
    );
    expect(problemsOf(inVolume("backup: {retention: 30}"))).toEqual(
      reports(["configs/game.yaml:8:25 volumes.world.backup.retention: 30 … no unit … 30d"]),
    );
  });

  test.each([
    ["15min", '"15min"'],
    ["1.5h", '"1.5h"'],
    ['"15 m"', '"15 m"'],
    ["30m1h", '"30m1h"'],
    ["-5m", '"-5m"'],
    ['""', '""'],
    ["1.5", "the number 1.5"],
    ["true", "true"],
    ["[15m]", "a list"],
    ["{m: 15}", "a mapping"],
  ])("refuses %s", (written, shown) => {
    expect(after(written)).toEqual(problem(`5m … 4h … ${shown}`));
  });

  test("has no value when nothing follows the colon", () => {
    expect(problemsOf(inContainer("idle:\n  after:"))).toEqual(
      reports(["configs/game.yaml:6:9 idle.after: has no value … 5m … 4h … 30d"]),
    );
  });

  test.each([
    [
      "330s",
      inContainer,
      (value: string) => `idle: {after: ${value}}`,
      "5:15 idle.after: whole number of minutes … got 330s",
    ],
    [
      "36h",
      inVolume,
      (value: string) => `backup: {retention: ${value}}`,
      "8:25 volumes.world.backup.retention: whole number of days … got 36h",
    ],
  ])("refuses %s where the setting counts in something larger", (written, where, yaml, line) => {
    expect(problemsOf(where(yaml(written)))).toEqual(reports([`configs/game.yaml:${line}`]));
  });

  test("comes out as it went in, however it is split into units", () => {
    const minutes = fc.integer({ min: 5, max: 240 });
    const split = fc.record({ minutes, hours: fc.nat({ max: 4 }), seconds: fc.boolean() });
    fc.assert(
      fc.property(split, ({ minutes: total, hours: wanted, seconds }) => {
        const hours = Math.min(wanted, Math.floor(total / 60));
        const rest = total - 60 * hours;
        const text = `${hours > 0 ? `${hours}h` : ""}${seconds ? `${rest * 60}s` : `${rest}m`}`;
        return container(`idle: {after: ${text}}`).idle.afterMinutes === total;
      }),
      { numRuns: 50 },
    );
  });
});

describe("a size", () => {
  test.each([
    ["512m", 512],
    ["512M", 512],
    ["512mb", 512],
    ["2g", 2_048],
    ["2GB", 2_048],
  ])("reads %s as MiB", (written, size) => {
    expect(service(`mem_reservation: ${written}`).memoryReservationMiB).toBe(size);
  });

  test.each(["512", '"512"'])("asks for the unit of %s", (written) => {
    expect(problemsOf(inService(`mem_limit: ${written}`))).toEqual(
      reports(["configs/game.yaml:5:16 services.game.mem_limit: 512 … no unit … 512m … 512g"]),
    );
  });

  test("asks in no unit that the setting does not allow", () => {
    expect(problemsOf(inContainer("limit: {traffic_per_day: 20}"))).toEqual(
      reports(["configs/game.yaml:5:26 limit.traffic_per_day: 20 … no unit … 20g"]),
    );
    expect(problemsOf(inContainer("limit: {traffic_per_day: 99999999}"))).toEqual(
      reports(["configs/game.yaml:5:26 limit.traffic_per_day: 100m … 10240g … got the number 99999999"]),
    );
  });

  test.each([
    ["1.5g", '"1.5g"'],
    ["512k", '"512k"'],
    ["2gib", '"2gib"'],
    ["lots", '"lots"'],
    ["false", "false"],
  ])("refuses %s", (written, shown) => {
    expect(problemsOf(inService(`mem_limit: ${written}`))).toEqual(
      reports([`configs/game.yaml:5:16 services.game.mem_limit: 6m … 1024g … ${shown}`]),
    );
  });

  test("comes out as it went in", () => {
    fc.assert(
      fc.property(fc.integer({ min: 128, max: 1_048_576 }), fc.boolean(), (size, inGiB) => {
        const text = inGiB && size % 1_024 === 0 ? `${size / 1_024}g` : `${size}m`;
        return service(`mem_limit: ${text}`, "[r8g.48xlarge]").memoryLimitMiB === size;
      }),
      { numRuns: 50 },
    );
  });
});

describe("a whole number", () => {
  const stops = (written: string): string[] => problemsOf(inContainer(`crash_loop: {stops: ${written}}`));
  const problem = (message: string) => reports([`configs/game.yaml:5:21 crash_loop.stops: ${message}`]);

  test("is written without quotes", () => {
    expect(stops('"3"')).toEqual(problem("number … quotes"));
  });

  test.each([
    ["2.5", "the number 2.5"],
    ["three", '"three"'],
    ["true", "true"],
    ["[3]", "a list"],
  ])("is not %s", (written, shown) => {
    expect(stops(written)).toEqual(problem(`2 … 20 … ${shown}`));
  });
});
