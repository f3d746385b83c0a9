import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { containerNames } from "../../../shared/container-names";
import type { Attributes } from "../../../sim/provider/values";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import type { World } from "../../../sim/world/world";
import { arn, GROUP, HOME, hosts, KEEPER_NAME, lambda, role, scheduled, service } from "./applied";
import { aWorld, happened, pass } from "./a-world";

const { cluster } = containerNames("games", "valheim");
const FAMILY = "games-valheim-task_scraper";
const TOKEN = "scraper/2026-11-20T18:00:00Z";
const REQUEST = { cluster, taskDefinition: FAMILY, launchType: "EC2", count: 1, clientToken: TOKEN } as const;
const ecs = new ECSClient({ region: HOME });

interface Asked {
  readonly world: World;
  /** Asks as keeper, and gives the answer, or the name of the error. */
  readonly ask: (work: () => Promise<unknown>) => Promise<unknown>;
  readonly run: (over?: object) => Promise<unknown>;
}

/** With a host and its game, unless capacity is 0. */
async function asked(
  capacity = 1,
  objects: readonly AppliedObject[] = [],
  may: readonly Attributes[] = [],
): Promise<Asked> {
  let [work, answer]: [() => Promise<unknown>, unknown] = [() => Promise.resolve(), undefined];
  const own = may.length > 0 ? role(KEEPER_NAME, "lambda.amazonaws.com", ...may) : [];
  const function_ = lambda(KEEPER_NAME).filter(
    ({ type, id }) => own.length === 0 || !type.startsWith("aws_iam") || id !== KEEPER_NAME,
  );
  const world = aWorld([...hosts(), ...service(), ...scheduled("rate(30 days)"), ...function_, ...own, ...objects], {
    keeper: () => async (event: { command?: string }) => {
      if (event.command === "run") return;
      answer = await work().catch((error: unknown) => (error as Error).name);
    },
  });
  if (capacity > 0) world.console.setDesired(GROUP, capacity);
  await pass(world, 4);
  const ask = async (next: () => Promise<unknown>): Promise<unknown> => {
    work = next;
    world.functions.callByHand(KEEPER_NAME, {});
    await pass(world, 0.05);
    return answer;
  };
  return { world, ask, run: (over = {}) => ask(() => ecs.send(new RunTaskCommand({ ...REQUEST, ...over }))) };
}
const runs = (world: World) => world.container("valheim").runs;
const games = (world: World) => world.container("valheim").tasks;

test("runs beside the game with its own definition and group, and ends", async () => {
  const { world, ask, run } = await asked();
  expect(await run({ startedBy: "scraper/20261120T180000Z" })).toMatchObject({
    tasks: [{ group: `family:${FAMILY}` }],
    failures: [],
  });
  await pass(world, 2);
  const [arnOfRun, arnOfGame] = [runs(world)[0]?.arn ?? "", games(world)[0]?.arn ?? ""];
  expect(await ask(() => ecs.send(new ListTasksCommand({ cluster })))).toMatchObject({
    taskArns: [arnOfGame, arnOfRun],
  });
  expect(await ask(() => ecs.send(new DescribeTasksCommand({ cluster, tasks: [arnOfGame, arnOfRun] })))).toMatchObject({
    tasks: [
      { group: "service:games-valheim-service", startedBy: "ecs-svc/1", lastStatus: "RUNNING" },
      { group: `family:${FAMILY}`, startedBy: "scraper/20261120T180000Z", lastStatus: "RUNNING" },
    ],
  });
  await pass(world, 3);
  expect(runs(world)).toMatchObject([
    { lastStatus: "STOPPED", stopCode: "EssentialContainerExited", containers: [{ exitCode: 0 }] },
  ]);
  expect(games(world)).toMatchObject([{ lastStatus: "RUNNING", alive: true }]);
  expect(happened(world, "loaded")).toHaveLength(1);
});

test("one token starts one task; with other parameters it is a conflict; an hour after its end it starts another", async () => {
  const { world, run } = await asked();
  const first = await run();
  expect(await run()).toMatchObject({
    tasks: [{ taskArn: (first as { tasks: [{ taskArn: string }] }).tasks[0].taskArn }],
  });
  expect(await run({ startedBy: "x" })).toBe("ConflictException");
  expect(runs(world)).toHaveLength(1);
  await pass(world, 30);
  await run();
  expect(runs(world)).toHaveLength(1);
  await pass(world, 60);
  await run();
  expect(runs(world).filter(({ lastStatus }) => lastStatus !== "STOPPED")).toHaveLength(1);
});

test.each([
  ["a token of 65 characters", { clientToken: "x".repeat(65) }],
  ["a token with a space", { clientToken: "a b" }],
  ["a colon in startedBy", { startedBy: "scraper/18:00" }],
])("refuses %s", async (_, over) => {
  expect(await (await asked()).run(over)).toBe("InvalidParameterException");
});

test("without a host it is an error; with a host that cannot take it, the answer is a failure, and the same again", async () => {
  const { world: asleep, run: runAsleep } = await asked(0);
  expect(await runAsleep()).toBe("InvalidParameterException");
  expect(runs(asleep)).toEqual([]);

  const { world, run } = await asked();
  const [host] = world.container("valheim").hosts;
  if (host === undefined) throw new Error("no host");
  world.clusters[0]?.setAgent(host, false);
  const failure = { tasks: [], failures: [{ arn: host.arn, reason: "AGENT" }] };
  expect(await run()).toMatchObject(failure);
  world.clusters[0]?.setAgent(host, true);
  expect(await run()).toMatchObject(failure);
  expect(await run({ clientToken: `${TOKEN}/2` })).toMatchObject({ tasks: [{}], failures: [] });
});

test("what runs already reserves memory: the next task finds too little", async () => {
  const definition = scheduled("rate(30 days)").find(({ type }) => type === "aws_ecs_task_definition");
  const big = { name: "scraper", image: "scraper:1", memoryReservation: 7650 };
  const attributes = {
    ...definition?.attributes,
    family: "big",
    arn: arn("ecs", "task-definition/big:1"),
    container_definitions: JSON.stringify([big]),
  };
  const { run } = await asked(1, [{ type: "aws_ecs_task_definition", id: "big", region: HOME, attributes }]);
  expect(await run({ taskDefinition: "big" })).toMatchObject({ failures: [{ reason: "RESOURCE:MEMORY" }] });
});

test("draining and an apply's new revision stop the game and leave a run; StopTask stops it", async () => {
  const { world, ask, run } = await asked();
  Object.assign(world.gameOf("valheim", "scraper"), { crash: () => undefined });
  await run();
  await pass(world, 1);
  for (const host of world.container("valheim").hosts) world.clusters[0]?.drain(host);
  await pass(world, 10);
  expect(games(world)).toMatchObject([{ lastStatus: "STOPPED" }]);
  expect(runs(world)).toMatchObject([{ lastStatus: "RUNNING", alive: true }]);
  await ask(() => ecs.send(new StopTaskCommand({ cluster, task: runs(world)[0]?.arn, reason: "its timeout" })));
  await pass(world, 1);
  expect(runs(world)).toMatchObject([{ stopCode: "UserInitiated", stoppedReason: "its timeout", alive: false }]);
});

test("an image that cannot be pulled is a task that failed to start, and no start of the game's", async () => {
  const { world, run } = await asked();
  world.faults.pull = ({ image }) => (image.startsWith("scraper") ? "toomanyrequests" : undefined);
  await run();
  await pass(world, 1);
  expect(runs(world)).toMatchObject([
    { stopCode: "TaskFailedToStart", stoppedReason: "CannotPullContainerError: toomanyrequests" },
  ]);
  expect(games(world)).toMatchObject([{ lastStatus: "RUNNING" }]);
});

const CLUSTER_ARN = arn("ecs", `cluster/${cluster}`);
const runTask = {
  Effect: "Allow",
  Action: "ecs:RunTask",
  Resource: arn("ecs", `task-definition/${FAMILY}:*`),
  Condition: { ArnEquals: { "ecs:cluster": CLUSTER_ARN } },
};
const passing = (...roles: readonly string[]) => ({
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: roles.map((name) => `arn:aws:iam::123456789012:role/${name}`),
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
});
const EXECUTION = "games-valheim-execution_scraper";

test.each<[string, readonly Attributes[], unknown]>([
  ["both roles passed", [runTask, passing(FAMILY, EXECUTION)], { failures: [] }],
  ["the execution role not passed", [runTask, passing(FAMILY)], "AccessDeniedException"],
  ["the task role not passed", [runTask, passing(EXECUTION)], "AccessDeniedException"],
  [
    "another cluster",
    [{ ...runTask, Condition: { ArnEquals: { "ecs:cluster": `${CLUSTER_ARN}-2` } } }, passing(FAMILY, EXECUTION)],
    "AccessDeniedException",
  ],
  ["another definition", [{ ...runTask, Resource: "*-task:*" }, passing(FAMILY, EXECUTION)], "AccessDeniedException"],
])("permissions, %s", async (_, may, expected) => {
  const answer = await (await asked(1, [], may)).run();
  if (typeof expected === "string") expect(answer).toBe(expected);
  else expect(answer).toMatchObject(expected as object);
});
