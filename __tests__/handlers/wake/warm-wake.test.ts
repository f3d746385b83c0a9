import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { wakeSettings } from "../../../handlers/wake/read-settings";
import { warmWake } from "../../../handlers/wake/wake";
import { eventWith, line, linesOf, NOW, SETTINGS, INPUT } from "./logs";
import {
  busy,
  calls,
  cloudWatch,
  lambda,
  logged,
  message,
  payloads,
  puts,
  regionOf,
  sent,
  throttled,
  warm,
} from "./mocked-aws";

const TWO_MINUTES = eventWith(...linesOf("join.txt"));

/** The minutes of each put. */
const minutesPut = () =>
  puts().map(({ args: [{ input }] }) =>
    (input.MetricData ?? []).map(({ Timestamp }) => Timestamp?.toISOString().slice(11, 16)),
  );

describe("a warm function", () => {
  it("calls keeper once in 10 s, and leaves a newer minute to the metric", async () => {
    const { handler, time } = warm();
    time.now += 20_001; // 20:01:50.001, so that the next minute begins within the 10 s
    await handler(eventWith(line({ time: time.now })));
    time.now += 9_999;
    await handler(eventWith(line({ time: time.now })));
    expect([calls().length, puts().length]).toEqual([1, 2]);
    expect(logged()[1]).toMatchObject({
      did: ["put the metric DnsQueries"],
      because: "keeper was called less than 10 s ago",
    });
    time.now += 1;
    await handler(eventWith(line({ time: time.now })));
    expect(payloads()).toEqual(['{"query":"2026-11-21T20:01:50.001Z"}', '{"query":"2026-11-21T20:02:00.001Z"}']);
  });

  it("puts a minute once, and each minute of a batch that was not put yet", async () => {
    const { handler, time } = warm();
    await handler(eventWith(line({ time: NOW })));
    time.now += 1000;
    await handler(eventWith(line({ time: NOW - 60_000 }), line({ time: time.now }), line({ time: NOW - 180_000 })));
    expect(minutesPut()).toEqual([["20:01"], ["19:58", "20:00"]]);
  });

  it("puts a minute again with the next batch after a put that failed, though keeper is not called", async () => {
    cloudWatch.on(PutMetricDataCommand).rejectsOnce(throttled).resolves({});
    const { handler, time } = warm();
    await expect(handler(eventWith(line()))).rejects.toThrow("put the metric");
    time.now += 1000;
    await handler(eventWith(line({ time: time.now })));
    await handler(eventWith(line({ time: time.now })));
    expect(minutesPut()).toEqual([["20:01"], ["20:01"]]);
    expect(calls()).toHaveLength(1);
  });

  it("calls keeper again at once after a call that failed", async () => {
    lambda.on(InvokeCommand).rejectsOnce(busy).resolves({});
    const { handler } = warm();
    await expect(handler(TWO_MINUTES)).rejects.toThrow("call keeper failed");
    await handler(TWO_MINUTES);
    expect(calls()).toHaveLength(2);
  });

  it("remembers a call that succeeded although the metric failed", async () => {
    cloudWatch.on(PutMetricDataCommand).rejectsOnce(throttled).resolves({});
    const { handler } = warm();
    await expect(handler(TWO_MINUTES)).rejects.toThrow("put the metric");
    await handler(TWO_MINUTES);
    expect([calls().length, puts().length]).toEqual([1, 2]);
  });

  it("shares nothing with another", async () => {
    await warm().handler(TWO_MINUTES);
    const other = { ...SETTINGS, container: "mc", queriedName: "mc.example.com", homeRegion: "eu-west-1" };
    await warmWake(
      () => other,
      () => NOW,
    )(eventWith(line({ name: "mc.example.com" })));
    expect(calls()).toHaveLength(2);
    expect(puts()[1]?.args[0].input.MetricData?.[0]?.Dimensions).toEqual([{ Name: "Container", Value: "mc" }]);
    expect(await regionOf(puts()[1])).toBe("eu-west-1");
  });

  it("keeps its connections", async () => {
    const { handler, time } = warm();
    await handler(TWO_MINUTES);
    time.now += 60_000;
    await handler(eventWith(line({ time: time.now })));
    expect(calls()[0]?.thisValue).toBe(calls()[1]?.thisValue);
    expect(puts()[0]?.thisValue).toBe(puts()[1]?.thisValue);
  });

  it("names all settings that are missing, at each event, and asks nothing of AWS", async () => {
    const { queriedName, ...settings } = INPUT.settings;
    const handler = warmWake(
      () => wakeSettings({ ...INPUT, settings }),
      () => NOW,
    );
    for (const event of [TWO_MINUTES, TWO_MINUTES]) {
      await expect(handler(event)).rejects.toThrow(message("settings.json: queriedName must be text, got undefined"));
    }
    expect([sent(), queriedName]).toEqual([[], SETTINGS.queriedName]);
  });
});
