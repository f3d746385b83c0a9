import type { Attributes } from "../../../sim/provider/values";
import { MINUTE } from "../../../sim/world/clock";
import { fitsPattern } from "../../../sim/world/eventbridge/rules";
import { arn, HOME, KEEPER_NAME, lambda, role, rule } from "./applied";
import { aWorld, codeOf, pass, START } from "./a-world";

const TARGET = arn("lambda", `function:${KEEPER_NAME}`);
const EVENT = { region: HOME, source: "aws.ecs", detailType: "T", resources: ["r"], detail: { lastStatus: "STOPPED" } };
const listen = (pattern: object) => rule("r", { event_pattern: JSON.stringify(pattern) }, TARGET);

const invocationsFor = async (objects: Parameters<typeof aWorld>[0], fault?: "lost" | "twice" | { lateMs: number }) => {
  const times: number[] = [];
  const world = aWorld([...lambda(KEEPER_NAME), ...objects], {
    keeper: (_, now) => () => Promise.resolve(times.push(now() - START)),
  });
  world.faults.event = () => fault;
  world.events.emit(EVENT);
  await pass(world, 30);
  return { world, times };
};

test.each([
  [{ source: ["aws.ecs"] }, true],
  [{ source: ["aws.ec2", "aws.ecs"], detail: { lastStatus: ["STOPPED"] } }, true],
  [{ source: ["aws.ecs"], detail: { lastStatus: ["RUNNING"] } }, false],
  [{ detail: { stopCode: ["any"] } }, false],
  [{ resources: [{ prefix: "r" }] }, true],
  [{ resources: [{ prefix: "s" }] }, false],
])("the pattern %j: %s", (pattern, expected) => {
  expect(fitsPattern(pattern, { ...EVENT, "detail-type": EVENT.detailType })).toBe(expected);
});

test.each<Attributes>([
  { source: [{ "anything-but": "x" }] },
  { $or: [{ source: ["x"] }] },
  { source: [{ exists: true }] },
])("does not shrug at the pattern %j", (pattern) => {
  expect(() => fitsPattern(pattern, EVENT)).toThrow("event pattern operator");
});

test("hands an event to the function of a rule that fits", async () => {
  expect((await invocationsFor(listen({ source: ["aws.ecs"] }))).times).toHaveLength(1);
  expect((await invocationsFor(listen({ source: ["aws.ec2"] }))).times).toHaveLength(0);
});

test("reaches no function that does not permit it, and says so", async () => {
  const { world, times } = await invocationsFor(
    listen({ source: ["aws.ecs"] }).filter(({ type }) => type !== "aws_lambda_permission"),
  );
  expect(times).toEqual([]);
  expect(world.timeline).toMatchObject([{ kind: "target unreachable", rule: "r", target: TARGET }]);
});

test("loses, doubles and delays events of best effort when asked to", async () => {
  expect((await invocationsFor(listen({ source: ["aws.ecs"] }), "lost")).times).toHaveLength(0);
  expect((await invocationsFor(listen({ source: ["aws.ecs"] }), "twice")).times).toHaveLength(2);
  const [late = 0] = (await invocationsFor(listen({ source: ["aws.ecs"] }), { lateMs: 20 * MINUTE })).times;
  expect(late).toBeGreaterThan(20 * MINUTE);
});

test("runs a schedule every five minutes, from its own minute", async () => {
  const { times } = await invocationsFor(rule("s", { schedule_expression: "cron(2/5 * * * ? *)" }, TARGET));
  expect(times.map((time) => Math.floor(time / MINUTE))).toEqual([2, 7, 12, 17, 22, 27]);
});

test("does not shrug at another schedule", () => {
  expect(() => aWorld(rule("s", { schedule_expression: "rate(5 minutes)" }, TARGET))).toThrow(
    "schedule rate(5 minutes)",
  );
});

describe("an event of another region", () => {
  const bus = arn("events", "event-bus/default");
  const forwarded = async (...statements: Parameters<typeof role>[2][]) => {
    const forwarder = role("forward", "events.amazonaws.com", ...statements);
    const pattern = { event_pattern: JSON.stringify({ source: ["aws.ecs"] }) };
    const away = rule("away", pattern, bus, "us-east-1", "arn:aws:iam::123456789012:role/forward");
    const times: string[] = [];
    const keep = codeOf("keeper", ({ region }: { region: string }) => Promise.resolve(times.push(region)));
    const world = aWorld([...lambda(KEEPER_NAME), ...listen({ source: ["aws.ecs"] }), ...forwarder, ...away], keep);
    world.events.emit({ ...EVENT, region: "us-east-1" });
    await pass(world, 1);
    return times;
  };

  test("is not seen by rules of this one, unless a role forwards it", async () => {
    expect(await forwarded({ Effect: "Allow", Action: "events:PutEvents", Resource: "other" })).toEqual([]);
    expect(await forwarded({ Effect: "Allow", Action: "events:PutEvents", Resource: bus })).toEqual(["us-east-1"]);
  });
});
