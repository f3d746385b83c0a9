import type { Attributes } from "../../../sim/provider/values";
import { HOUR, MINUTE } from "../../../sim/world/clock";
import { nextTimeIn } from "../../../sim/world/eventbridge/schedules";
import type { Faults } from "../../../sim/world/faults";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { TimeZone } from "../../../handlers/keeper/time-zone";
import { KEEPER_NAME, lambda, scheduled } from "./applied";
import { aWorld, happened, pass, START } from "./a-world";

/** What keeper is called with within some hours, and when, in minutes. */
async function calls(objects: readonly AppliedObject[], hours: number, fault?: ReturnType<Faults["schedule"]>) {
  const seen: { readonly event: unknown; readonly minute: number }[] = [];
  const world = aWorld([...lambda(KEEPER_NAME), ...objects], {
    keeper: (_, now) => (event) => Promise.resolve(seen.push({ event, minute: (now() - START) / MINUTE })),
  });
  world.faults.schedule = () => fault;
  await pass(world, hours * 60);
  return { world, seen, at: seen.map(({ event }) => (event as { at: string }).at) };
}

test("a rate counts from its creation, the first time at once; the time is written without a fraction", async () => {
  const { seen, at } = await calls(scheduled("rate(6 hours)"), 13);
  expect(at).toEqual(["2026-11-20T18:01:00Z", "2026-11-21T00:01:00Z", "2026-11-21T06:01:00Z"]);
  expect(seen[0]?.event).toEqual({ command: "run", service: "scraper", at: at[0] });
  for (const [index, { minute }] of seen.entries()) expect(minute - 1 - index * 360).toBeLessThan(1.1);
});

test("a start date, a time zone, and a schedule that is disabled", async () => {
  const later = { start_date: "2026-11-20T20:00:00Z" };
  expect((await calls(scheduled("rate(1 day)", later), 3)).at).toEqual(["2026-11-20T20:00:00Z"]);
  const tokyo = { schedule_expression_timezone: "Asia/Tokyo" };
  expect((await calls(scheduled("cron(30 8 ? * MON-SAT *)", tokyo), 24)).at).toEqual(["2026-11-20T23:30:00Z"]);
  expect((await calls(scheduled("rate(1 hour)", { state: "DISABLED" }), 3)).at).toEqual([]);
});

test.each([
  ["where clocks skip a time, it is left out", "30 2 * * ? *", "2026-03-28T12:00Z", "2026-03-30T00:30Z"],
  ["where clocks show it twice, the first one counts", "30 2 * * ? *", "2026-10-24T12:00Z", "2026-10-25T00:30Z"],
  ["and the second one does not", "30 2 * * ? *", "2026-10-25T00:30Z", "2026-10-26T01:30Z"],
])("%s", (_, cron, after, expected) => {
  const found = nextTimeIn(new TimeZone("Europe/Berlin"), `cron(${cron})`, 0, Date.parse(after));
  expect(new Date(found)).toEqual(new Date(expected));
});

test("an event comes twice, late, or, once it is too old, never", async () => {
  expect((await calls(scheduled("rate(1 day)"), 1, "twice")).seen).toHaveLength(2);
  const [late] = (await calls(scheduled("rate(1 day)"), 2, { lateMs: HOUR })).seen;
  expect(late?.minute).toBeGreaterThan(61);
  expect(late?.event).toMatchObject({ at: "2026-11-20T18:01:00Z" });
  const { world, seen } = await calls(scheduled("rate(1 day)"), 3, { lateMs: HOUR + 1 });
  expect(seen).toEqual([]);
  expect(happened(world, "run due")).toMatchObject([{ by: "scraper", container: "valheim" }]);
});

test("another rate counts from its apply; one that is gone is not due again", async () => {
  const { world } = await calls(scheduled("rate(1 hour)"), 0);
  const others = world.objects.list.filter(({ type }) => !type.startsWith("aws_scheduler"));
  await pass(world, 30);
  world.apply([...others, ...scheduled("rate(3 hours)")]);
  await pass(world, 200);
  world.apply(others);
  await pass(world, 600);
  const due = happened(world, "run due").map(({ at: time }) => (time - START) / MINUTE);
  expect(due).toEqual([1, 31, 211]);
});

test.each<[string, Attributes, string]>([
  [
    "whose trust names another group",
    { "aws:SourceArn": "arn:aws:scheduler:us-west-2:123456789012:schedule-group/x" },
    "",
  ],
  ["that may invoke another function", {}, "arn:aws:lambda:us-west-2:123456789012:function:other"],
])("a role %s reaches nothing, and the timeline says so", async (_, condition, only) => {
  const changed = scheduled("rate(1 day)").map((one): AppliedObject => {
    if (one.id !== "games-valheim-scheduler") return one;
    const [key, edit] =
      one.type === "aws_iam_role"
        ? (["assume_role_policy", { Condition: { ArnEquals: condition } }] as const)
        : (["policy", only === "" ? {} : { Resource: only }] as const);
    const document = JSON.parse(one.attributes[key] as string) as { Statement: object[] };
    if (key === "policy" || Object.keys(condition).length > 0)
      document.Statement = [{ ...document.Statement[0], ...edit }];
    return { ...one, attributes: { ...one.attributes, [key]: JSON.stringify(document) } };
  });
  const { world, seen } = await calls(changed, 1);
  expect(seen).toEqual([]);
  expect(happened(world, "target unreachable")).toMatchObject([{ rule: "scraper", problem: "AccessDeniedException" }]);
});
