import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { decided, KEPT_ITEM, keeperThat, reading, refused, remembering, SCHEDULE } from "./keepers";
import { autoScaling, awsError, dynamoDb, ecs, group, logged, table } from "./mocked-aws";
import { at, EVENING } from "./scenes";

const WAKE: Action = { do: "set capacity", desired: 1, why: "query" };
const UPDATE: Action = { do: "update service", force: false, why: "newest" };
const RELEASE: Action = { do: "release", instanceId: "i-1", why: "its tasks have stopped" };
const MAIL: Action = { do: "mail", mail: { kind: "used up", limit: "day", most: 840 }, why: "day used up" };

/** The lines of a look that does this, without those of failed steps. */
async function lines(...actions: readonly Action[]) {
  const isAfter = ({ trigger }: Facts): boolean => trigger.name === "capacity was set";
  const { look } = keeperThat((facts) => decided(facts, { actions: isAfter(facts) ? [] : actions }));
  await look(SCHEDULE).catch(() => undefined);
  return logged().filter((line) => "actions" in line);
}

beforeEach(() => table(KEPT_ITEM));

test("a look is one line, with its actions as values, and its mails by their kind", async () => {
  expect(await lines(RELEASE, MAIL)).toMatchObject([
    { trigger: "schedule", state: "asleep", actions: [RELEASE, { do: "mail", mail: "used up", why: "day used up" }] },
  ]);
});

test("an action that AWS refused has its problem, one that was too late AWS's answer", async () => {
  ecs.on(UpdateServiceCommand).rejects(refused);
  const problem = "ThrottlingException: Rate exceeded (request id 11111111-2222)";
  const [line] = await lines(WAKE, UPDATE);
  expect(line?.actions).toEqual([WAKE, { ...UPDATE, problem }]);

  autoScaling.rejects(awsError("ValidationError", "No active Lifecycle Action found with instance ID i-1"));
  group(1);
  const [late] = (await lines(RELEASE)).slice(-1);
  expect(late?.actions).toEqual([{ ...RELEASE, answer: "no lifecycle action is active any more" }]);
});

test("why AWS refused the newest task definition is a fact for the next look, whatever else was done", async () => {
  ecs.on(UpdateServiceCommand).rejects(awsError("AccessDeniedException", "not authorized to perform iam:PassRole"));
  const { look, saw } = keeperThat((facts) => decided(facts, { actions: facts.trigger.query ? [UPDATE] : [] }));
  await expect(look({ query: "2026-11-21T19:58:03Z" })).rejects.toThrow(/^update service failed: AccessDenied/);
  expect(saw[1]?.trigger.deploymentProblem).toBe(
    "AccessDeniedException: not authorized to perform iam:PassRole (request id 11111111-2222)",
  );
});

test("a wake that AWS refused is no fact for the next look: none follows", async () => {
  autoScaling.on(SetDesiredCapacityCommand).rejects(refused);
  expect(await lines(WAKE)).toMatchObject([{ actions: [{ ...WAKE, problem: expect.any(String) as string }] }]);
});

test("what memory could not note is held back, and the line says so", async () => {
  dynamoDb.on(PutItemCommand).rejects(refused);
  const { look } = keeperThat((facts) => decided(facts, { memory: remembering({}), actions: [WAKE, RELEASE] }));
  await expect(look(SCHEDULE)).rejects.toThrow(/^write memory failed/);
  expect(logged().at(-1)?.actions).toEqual([{ ...WAKE, isHeldBack: true }, RELEASE]);
});

test("a look that another keeper made start again is one line, which counts that", async () => {
  const raced = awsError("ConditionalCheckFailedException", "The conditional request failed");
  dynamoDb.on(PutItemCommand).rejectsOnce(raced).resolves({});
  const { look } = keeperThat((facts) => decided(facts, { memory: remembering({}), actions: [RELEASE] }));
  await look(SCHEDULE);
  expect(logged()).toMatchObject([{ restarts: 1, actions: [RELEASE] }]);
});

test("a person who sets a hold can read until when it lasts, in the answer and in the log", async () => {
  const holding = remembering({ holdUntil: at(60) });
  const { look } = keeperThat((facts) => decided(facts, { memory: holding }));
  expect(await look({ command: "hold", minutes: 60 })).toMatchObject({ holdUntil: "2026-11-21T21:00:00.000Z" });
  expect(logged()).toMatchObject([{ trigger: "hold by hand", holdUntil: "2026-11-21T21:00:00.000Z" }]);
  const over = keeperThat((facts) => decided(facts, { memory: remembering({ holdUntil: EVENING }) }));
  expect(await over.look(SCHEDULE)).not.toHaveProperty("holdUntil");
});

test("what was read is in it as values, in brief: times readable, points as how many and the newest", async () => {
  const pendingWake = { since: EVENING, why: "query" } as const;
  const { look } = keeperThat((facts) =>
    facts.packets ? decided(facts, { memory: remembering({ pendingWake }) }) : reading(facts, "packets", "machines"),
  );
  group(1, ["i-1", "Pending"]);
  await look(SCHEDULE);
  await look(SCHEDULE);
  expect(logged().at(-1)?.facts).toMatchObject({
    group: { desired: 1, hosts: [{ instanceId: "i-1", lifecycleState: "Pending", healthy: true }] },
    pendingWake: { since: "2026-11-21T20:00:00.000Z", why: "query" },
    machines: [],
    packets: { points: 0 },
  });
});
