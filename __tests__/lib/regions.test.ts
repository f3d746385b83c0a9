import { nightHourUtc, QUERY_LOG_REGION } from "../../shared/regions";

test("query logs are in the one region Route 53 writes them to", () => {
  expect(QUERY_LOG_REGION).toBe("us-east-1");
});

test.each([
  ["us-west-2", -8],
  ["us-east-1", -5],
  ["ca-central-1", -5],
  ["mx-central-1", -6],
  ["sa-east-1", -3],
  ["eu-west-1", 0],
  ["eu-north-1", 1],
  ["il-central-1", 2],
  ["af-south-1", 2],
  ["me-central-1", 4],
  ["ap-south-1", 5.5],
  ["ap-northeast-1", 9],
  ["ap-southeast-2", 10],
])("backups of %s start between midnight and 7 in the morning there (UTC %d)", (region, offset) => {
  const local = (nightHourUtc(region) + offset + 24) % 24;
  expect(local).toBeGreaterThanOrEqual(0);
  expect(local).toBeLessThanOrEqual(7);
});

test("the night of a region is a whole hour of a day", () => {
  expect(["us-east-1", "eu-west-1", "ap-east-1"].map(nightHourUtc)).toEqual([10, 2, 20]);
});
