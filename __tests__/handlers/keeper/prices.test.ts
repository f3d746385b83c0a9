import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estimateUsd, hourlyUsd, instancePrice, priceOf, PRICES, usdOf } from "../../../shared/prices";

const host = (instanceType: string, diskGiB = 30) => ({ instanceType, diskGiB });

test("an hour of a host is its instance, its address, and an hour's share of its disk", () => {
  expect(hourlyUsd(host("m7a.large"))).toBeCloseTo(0.11592 + 0.005 + (30 * 0.08) / 730, 10);
  expect(hourlyUsd(host("t4g.medium", 200))).toBeCloseTo(0.0336 + 0.005 + (200 * 0.08) / 730, 10);
});

test("an evening of two hours and ten minutes costs 27 cents", () => {
  expect(estimateUsd(host("m7a.large"), 130)?.toFixed(2)).toBe("0.27");
});

test("no time costs nothing", () => {
  expect(estimateUsd(host("m7a.large"), 0)).toBe(0);
});

test.each(["m99z.large", "", "constructor", "__proto__", "gp3"])("%j has no price", (instanceType) => {
  expect(instancePrice(instanceType)).toBeUndefined();
  expect(hourlyUsd(host(instanceType))).toBeUndefined();
  expect(estimateUsd(host(instanceType), 60)).toBeUndefined();
});

test("a missing price is reported with what to do", () => {
  expect(() => usdOf("EBS gp9")).toThrow(new Error('prices.json has no price for "EBS gp9": add an entry'));
});

test("every price stands on a line of its own, with unit, region, date and source", () => {
  const lines = readFileSync(join(__dirname, "../../../shared/prices.json"), "utf8").split("\n");
  expect(lines.filter((line) => line.startsWith("  { ") && line.includes('"source": '))).toHaveLength(PRICES.length);
  for (const price of PRICES) {
    expect(price).toEqual({
      item: expect.stringMatching(/^\S.*\S$/) as string,
      usd: expect.any(Number) as number,
      unit: expect.stringMatching(/^\S.*\S$/) as string,
      region: expect.stringMatching(/^[a-z]{2}-[a-z]+-\d$/) as string,
      date: expect.stringMatching(/^20\d\d-(0[1-9]|1[0-2])(-[0-3]\d)?$/) as string,
      source: expect.stringMatching(/^\S.*\S$/) as string,
    });
    expect(price.usd).toBeGreaterThanOrEqual(0);
  }
});

test("no item is listed twice", () => {
  const items = PRICES.map(({ item }) => item);
  expect(items).toEqual([...new Set(items)]);
});

test.each([
  "EBS gp3",
  "EFS One Zone",
  "EFS elastic read",
  "EFS elastic write",
  "EFS backup",
  "Route 53 hosted zone",
  "Route 53 queries",
  "public IPv4 address",
  "data transfer to the internet",
  "CloudWatch alarm",
  "CloudWatch custom metric",
  "CloudWatch API calls",
  "CloudWatch Logs ingest",
  "CloudWatch Logs storage",
  "Lambda requests",
  "Lambda duration arm64",
  "DynamoDB on-demand reads",
  "DynamoDB on-demand writes",
  "SNS mails",
])("what a container needs besides its host has a price: %s", (item) => {
  expect(priceOf(item)?.usd).toBeGreaterThan(0);
});
