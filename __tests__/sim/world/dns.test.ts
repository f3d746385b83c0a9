import { gunzipSync } from "node:zlib";
import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { ADDRESS, HOME, KEEPER_NAME, lambda, zone } from "./applied";
import { aWorld, codeOf, pass, happened } from "./a-world";

interface Batch {
  readonly logStream: string;
  readonly logEvents: readonly { readonly message: string; readonly timestamp: number }[];
}
/** A world whose wake only records its events. */
function listening(objects: readonly AppliedObject[] = zone()) {
  const batches: Batch[] = [];
  const wake = codeOf("wake", ({ awslogs: { data } }: { awslogs: { data: string } }) =>
    Promise.resolve(batches.push(JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString()) as Batch)),
  );
  return { world: aWorld(objects, wake), batches, lines: () => batches.flatMap(({ logEvents }) => logEvents) };
}

test("a query's line reaches the subscribed function within half a minute, as Route 53 writes it", async () => {
  const { world, batches } = listening();
  world.resolver("r", { edge: "DFW3" }).ask(ADDRESS, "A");
  await pass(world, 0.6);
  expect(batches).toMatchObject([{ logStream: "Z1/DFW3", messageType: "DATA_MESSAGE", subscriptionFilters: ["wake"] }]);
  expect(batches[0]?.logEvents[0]?.message).toMatch(
    /^1\.0 2026-11-20T18:00:00\.000Z Z1 valheim\.mine\.org A NOERROR UDP DFW3 198\.51\.100\.\d+ -$/,
  );
});

test("a resolver asks again only when the record's time is over", async () => {
  const { world, lines } = listening();
  const resolver = world.resolver("r");
  for (const seconds of [0, 10, 29, 31]) world.at(world.now + seconds * 1000, () => resolver.ask(ADDRESS, "A"));
  await pass(world, 2);
  expect(lines()).toHaveLength(2);
});

test("who floods a name remembers nothing", async () => {
  const { world, lines } = listening();
  const resolver = world.resolver("r", { remembers: false });
  for (let query = 0; query < 5; query++) resolver.ask(ADDRESS, "A");
  await pass(world, 1);
  expect(lines()).toHaveLength(5);
});

test("a resolver remembers for 15 minutes that a record is not there", async () => {
  const { world, lines } = listening();
  const resolver = world.resolver("r");
  for (const minutes of [0, 14, 16]) world.at(world.now + minutes * 60_000, () => resolver.ask(ADDRESS, "AAAA"));
  await pass(world, 20);
  expect(lines().map(({ message }) => message.split(" ").slice(4, 6).join(" "))).toEqual([
    "AAAA NOERROR",
    "AAAA NOERROR",
  ]);
});

test("some resolvers write names in random letter case", async () => {
  const { world, lines } = listening();
  world.resolver("r", { randomCase: true }).ask(ADDRESS, "A");
  await pass(world, 1);
  const name = lines()[0]?.message.split(" ")[3];
  expect(name).not.toBe(ADDRESS);
  expect(name?.toLowerCase()).toBe(ADDRESS);
});

test("each of Route 53's servers has a log stream of its own", async () => {
  const { world, batches } = listening();
  for (const edge of ["FRA56", "DFW3", "FRA56"]) world.resolver(edge, { edge }).ask(ADDRESS, "A");
  await pass(world, 1);
  expect(batches.map(({ logStream, logEvents }) => [logStream, logEvents.length]).sort()).toEqual([
    ["Z1/DFW3", 1],
    ["Z1/FRA56", 2],
  ]);
});

test("a change is read back at once, and known to all servers within a minute", async () => {
  const change = {
    HostedZoneId: "Z1",
    ChangeBatch: {
      Changes: [
        {
          Action: "UPSERT" as const,
          ResourceRecordSet: { Name: ADDRESS, Type: "A" as const, TTL: 30, ResourceRecords: [{ Value: "54.1.2.3" }] },
        },
      ],
    },
  };
  const code = codeOf("keeper", () =>
    new Route53Client({ region: HOME }).send(new ChangeResourceRecordSetsCommand(change)),
  );
  const world = aWorld([...zone(), ...lambda(KEEPER_NAME)], code);
  world.functions.callByHand(KEEPER_NAME, {});
  expect(world.zones.recordOf(ADDRESS, "A")?.values).toEqual(["192.0.2.1"]);
  await pass(world, 0.05);
  const asked = (): string | undefined => world.resolver(String(world.now)).ask(ADDRESS, "A").values[0];
  expect([world.zones.recordOf(ADDRESS, "A")?.values[0], asked()]).toEqual(["54.1.2.3", "192.0.2.1"]);
  await pass(world, 1.1);
  expect(asked()).toBe("54.1.2.3");
});

test("an apply that changes a record is read back at once", () => {
  const { world } = listening();
  expect(world.zones.recordOf(ADDRESS, "A")?.ttlSeconds).toBe(30);
  world.apply(
    zone().map((each) => (each.id === "address" ? { ...each, attributes: { ...each.attributes, ttl: 60 } } : each)),
  );
  expect(world.zones.recordOf(ADDRESS, "A")?.ttlSeconds).toBe(60);
});

test.each([
  ["aws_route53_query_log", "log"],
  ["aws_cloudwatch_log_resource_policy", "logs"],
])("without %s nothing is logged", async (type) => {
  const { world, lines } = listening(zone().filter((object) => object.type !== type));
  expect(world.resolver("r").ask(ADDRESS, "A").values).toEqual(["192.0.2.1"]);
  await pass(world, 1);
  expect(lines()).toEqual([]);
});

test("nobody finds a zone that its parent does not name", () => {
  const { world } = listening(zone().filter(({ id }) => id !== "delegation"));
  expect(world.resolver("r").ask(ADDRESS, "A").rcode).toBe("NXDOMAIN");
});

test("a filter that may not call its function is off for ten minutes, and those lines are skipped", async () => {
  const permitted = zone();
  const { world, lines } = listening(permitted.filter(({ type }) => type !== "aws_lambda_permission"));
  const resolver = world.resolver("r");
  for (let minute = 0; minute < 15; minute++) world.at(world.now + minute * 60_000, () => resolver.ask(ADDRESS, "A"));
  world.at(world.now + 3 * 60_000, () => {
    world.apply(permitted);
  });
  await pass(world, 16);
  expect(happened(world, "filter off", { filter: "wake" })).not.toEqual([]);
  expect(lines().length).toBeGreaterThanOrEqual(4);
  expect(lines().length).toBeLessThanOrEqual(5);
});

test("a filter's terms must all occur, and it knows no other pattern", async () => {
  const filtered = (filter_pattern: string) =>
    listening(
      zone().map((object) =>
        object.id === "filter" ? { ...object, attributes: { ...object.attributes, filter_pattern } } : object,
      ),
    );
  for (const [pattern, expected] of [
    ['" A "', 1],
    ["NXDOMAIN", 0],
    ["Valheim", 0],
  ] as const) {
    const { world, lines } = filtered(pattern);
    world.resolver("r").ask(ADDRESS, "A");
    await pass(world, 1);
    expect(lines()).toHaveLength(expected);
  }
  const { world } = filtered("{ $.x = 1 }");
  world.resolver("r").ask(ADDRESS, "A");
  await expect(pass(world, 1)).rejects.toThrow("filter pattern");
});
