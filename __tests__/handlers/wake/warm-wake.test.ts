import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { environmentOf } from "../../../handlers/environment";
import { WAKE } from "../../../handlers/wake/settings";
import { warmWake } from "../../../handlers/wake/warm-wake";
import { eventWith, line, linesOf, NOW, SETTINGS } from "./logs";
import {
  busy,
  calls,
  cloudWatch,
  ENVIRONMENT,
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

describe("a warm function", () => {
  it("calls keeper once in 10 s, and leaves what is newer to the metric", async () => {
    const { handler, time } = warm();
    await handler(eventWith(line({ time: NOW })));
    time.now += 9_999;
    await handler(eventWith(line({ time: time.now })));
    expect([calls().length, puts().length]).toEqual([1, 2]);
    expect(logged()[1]).toMatchObject({
      did: ["put the metric DnsQueries"],
      because: "keeper was called less than 10 s ago",
    });
    time.now += 1;
    await handler(eventWith(line({ time: time.now })));
    expect(payloads()).toEqual(['{"query":"2026-11-21T20:01:30.000Z"}', '{"query":"2026-11-21T20:01:40.000Z"}']);
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
    const other = { ...SETTINGS, container: "mc", address: "mc.example.com", homeRegion: "eu-west-1" };
    await warmWake(environmentOf(WAKE, other), () => NOW)(eventWith(line({ name: "mc.example.com" })));
    expect(calls()).toHaveLength(2);
    expect(puts()[1]?.args[0].input.MetricData?.[0]?.Dimensions).toEqual([{ Name: "Container", Value: "mc" }]);
    expect(await regionOf(puts()[1])).toBe("eu-west-1");
  });

  it("keeps its connections", async () => {
    const { handler, time } = warm();
    await handler(TWO_MINUTES);
    time.now += 10_000;
    await handler(TWO_MINUTES);
    expect(calls()[0]?.thisValue).toBe(calls()[1]?.thisValue);
    expect(puts()[0]?.thisValue).toBe(puts()[1]?.thisValue);
  });

  it("names all settings that are missing, at each event, and asks nothing of AWS", async () => {
    const { KEEPER_ARN, ADDRESS, ...incomplete } = ENVIRONMENT;
    const handler = warmWake(incomplete, () => NOW);
    for (const event of [TWO_MINUTES, TWO_MINUTES]) {
      await expect(handler(event)).rejects.toThrow(
        message("environment variables are missing or wrong: ADDRESS, KEEPER_ARN"),
      );
    }
    expect([sent(), KEEPER_ARN, ADDRESS]).toEqual([[], SETTINGS.keeperArn, SETTINGS.address]);
  });
});
