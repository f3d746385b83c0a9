import { DescribeTasksCommand, ECSClient } from "@aws-sdk/client-ecs";
import type { Game } from "../../../sim/world/host/game";
import type { World } from "../../../sim/world/world";
import { BOOT_SCRIPT, GROUP, HOME, hosts, KEEPER_NAME, lambda, rule, service, arn } from "./applied";
import { aWorld, codeOf, happened, pass } from "./a-world";
import { isResolved } from "../../../sim/world/ecs/ordering";
import { edit } from "../edits";

type Definition = Readonly<Record<string, unknown>> & { readonly name: string };
const on = (containerName: string, condition = "START") => ({ dependsOn: [{ containerName, condition }] });
const GAME = {
  name: "game",
  image: "game:1",
  memory: 128,
  stopTimeout: 60,
  portMappings: [{ hostPort: 2456, protocol: "udp" }],
};
const of = (name: string, more: object = {}): Definition => ({
  name,
  image: `${name}:1`,
  memory: 128,
  stopTimeout: 60,
  ...more,
});
const helper = (name: string, more: object = {}) => of(name, { essential: false, ...more });

/** A task of these containers, which behave like this; the main one's saving and crashing is the game's. */
async function up(
  containers: readonly object[],
  games: Readonly<Record<string, Partial<Game>>> = {},
  script = BOOT_SCRIPT,
  minutes = 4,
  prepare: (world: World) => void = () => {},
): Promise<World> {
  const objects = edit("aws_ecs_task_definition", "container_definitions", JSON.stringify(containers))(service());
  const world = aWorld([...hosts({}, script), ...objects]);
  for (const [name, change] of Object.entries(games))
    Object.assign(world.gameOf("valheim", name === "game" ? undefined : name), change);
  prepare(world);
  world.console.setDesired(GROUP, 1);
  await pass(world, minutes);
  return world;
}
const crash = (afterSeconds: number, exitCode = 1) => ({ crash: () => ({ afterSeconds, exitCode }) });
const tasks = (world: World) => world.container("valheim").tasks;
const starts = (world: World) => happened(world, "container start").map(({ service: name }) => name);
/** Each container that ended, how, and when, in seconds after the first one's SIGTERM or end. */
const ends = (world: World) => {
  const all = tasks(world).flatMap(({ programs }) =>
    programs.flatMap(({ name, ending }) => (ending ? [{ name, ...ending }] : [])),
  );
  const first = Math.min(...all.map(({ at, stoppedForSeconds }) => at - stoppedForSeconds * 1000));
  return all.map(({ name, how, at }) => [name, how, (at - first) / 1000]);
};
const stop = (world: World): void => {
  for (const cluster of world.clusters) for (const host of cluster.hosts) cluster.drain(host);
};

test("containers start in the order of dependsOn and links, and the task runs when all do", async () => {
  const links = { links: ["db:wod-db"] };
  const world = await up([{ ...GAME, ...on("cache", "HEALTHY") }, of("cache", links), of("db")], {
    cache: { loadSeconds: 60 },
  });
  expect(starts(world)).toEqual(["db", "cache", "game"]);
  const [task] = tasks(world);
  const [, cache, game] = happened(world, "container start");
  expect((game?.at ?? 0) - (cache?.at ?? 0)).toBeGreaterThan(60_000);
  expect(task).toMatchObject({ lastStatus: "RUNNING", startedAt: game?.at });
});

test.each([
  ["SUCCESS", 0, ["init", "game"]],
  ["SUCCESS", 2, ["init"]],
  ["COMPLETE", 2, ["init", "game"]],
])("a container that waits for %s of one that ends with %d: %j start", async (condition, exitCode, started) => {
  const world = await up([{ ...GAME, ...on("init", condition) }, helper("init")], { init: crash(10, exitCode) });
  expect(starts(world).slice(0, started.length)).toEqual(started);
  const runs = started.includes("game");
  expect(tasks(world)[0]).toMatchObject({ lastStatus: runs ? "RUNNING" : "STOPPED" });
  const never = { lastStatus: "STOPPED", exitCode: 143, reason: expect.stringMatching(/^CannotStart/) as string };
  if (!runs) expect(tasks(world)[0]?.containers).toMatchObject([never, { exitCode }]);
});

test("a container that waits for the start of one that has started and ended waits on", async () => {
  const world = await up([{ ...GAME, ...on("slow", "HEALTHY") }, helper("slow", on("init")), helper("init")], {
    init: crash(0, 0),
    slow: { loadSeconds: 100 },
  });
  expect(starts(world)).toEqual(["init", "slow", "game"]);
  expect(isResolved({ containerName: "init", condition: "START" }, tasks(world)[0]?.programs[2])).toBeUndefined();
});

test.each([
  ["a helper's image ends the helper alone", [GAME, helper("map")], "RUNNING"],
  ["the game's own ends the task", [{ ...GAME, image: "map:1" }, helper("other")], "STOPPED"],
  ["what the game waits for ends the task", [{ ...GAME, ...on("map") }, helper("map")], "STOPPED"],
])("a pull that fails of %s", async (_, containers, lastStatus) => {
  const world = await up(containers, {}, BOOT_SCRIPT, 4, ({ faults }) => {
    faults.pull = ({ image }) => (image.startsWith("map") ? "manifest unknown" : undefined);
  });
  expect(tasks(world)[0]).toMatchObject({ lastStatus });
  if (lastStatus === "RUNNING")
    expect(tasks(world)[0]?.containers[1]).toEqual({
      name: "map",
      lastStatus: "STOPPED",
      exitCode: undefined,
      reason: "CannotPullContainerError: manifest unknown",
    });
});

test("each gets SIGTERM when all that need it have stopped, and its own stop timeout", async () => {
  const containers = [
    { ...GAME, ...on("db") },
    of("db", { stopTimeout: 30 }),
    helper("map", { ...on("game"), stopTimeout: 10 }),
  ];
  const world = await up(containers, { game: { saveSeconds: 20 }, db: { saveSeconds: 40 }, map: { saveSeconds: 5 } });
  stop(world);
  await pass(world, 3);
  expect(ends(world)).toEqual([
    ["game", "saved", 25],
    ["db", "killed", 55],
    ["map", "saved", 5],
  ]);
  expect(tasks(world)[0]?.containers.map(({ exitCode }) => exitCode)).toEqual([0, 137, 0]);
});

test("an essential container that ends stops the others in order; what saves through it loses its save", async () => {
  const world = await up(
    [{ ...GAME, ...on("db") }, of("db"), helper("map")],
    { db: crash(120), map: { saveSeconds: 3 } },
    BOOT_SCRIPT,
    5,
  );
  const [task] = tasks(world);
  expect(task).toMatchObject({ lastStatus: "STOPPED", stopCode: "EssentialContainerExited", cause: { name: "db" } });
  expect(task?.programs.map(({ ending }) => ending?.how)).toEqual(["unsaved", "crashed", "saved"]);
  expect(tasks(world)[1]).toMatchObject({ lastStatus: "RUNNING" });
});

test("a container that is not essential ends, and ECS shows it within 20 s; the rest goes on", async () => {
  const details: unknown[] = [];
  const code = codeOf("keeper", (event: { detail: unknown }) => Promise.resolve(details.push(event.detail)));
  const target = arn("lambda", `function:${KEEPER_NAME}`);
  const containers = JSON.stringify([GAME, helper("map")]);
  const objects = edit("aws_ecs_task_definition", "container_definitions", containers)(service());
  const pattern = JSON.stringify({ source: ["aws.ecs"], "detail-type": ["ECS Task State Change"] });
  const world = aWorld(
    [...hosts(), ...objects, ...lambda(KEEPER_NAME), ...rule("tasks", { event_pattern: pattern }, target)],
    code,
  );
  Object.assign(world.gameOf("valheim", "map"), crash(90, 3));
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  const [end] = happened(world, "container end");
  expect(end).toMatchObject({ service: "map", how: "crashed", isEssential: false });
  const shown = [
    { name: "game", lastStatus: "RUNNING" },
    { name: "map", lastStatus: "STOPPED", exitCode: 3 },
  ];
  expect(details.at(-1)).toMatchObject({ lastStatus: "RUNNING", containers: shown });
  const [task] = tasks(world);
  expect(task).toMatchObject({ lastStatus: "RUNNING", containers: shown });
});

test("DescribeTasks has each container's own status and exit code", async () => {
  let answer: unknown;
  const containers = JSON.stringify([GAME, helper("map")]);
  const objects = edit("aws_ecs_task_definition", "container_definitions", containers)(service());
  const code = codeOf("keeper", async ({ task }: { task: string }) => {
    const command = new DescribeTasksCommand({ cluster: "games-valheim-cluster", tasks: [task] });
    answer = (await new ECSClient({ region: HOME }).send(command)).tasks?.[0]?.containers;
  });
  const world = aWorld([...hosts(), ...objects, ...lambda(KEEPER_NAME)], code);
  Object.assign(world.gameOf("valheim", "map"), crash(60, 0));
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  world.functions.callByHand(KEEPER_NAME, { task: tasks(world)[0]?.arn });
  await pass(world, 0.1);
  expect(answer).toEqual([
    { name: "game", lastStatus: "RUNNING", exitCode: undefined },
    { name: "map", lastStatus: "STOPPED", exitCode: 0 },
  ]);
});

describe("a restart policy", () => {
  const policy = { restartPolicy: { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes: [0] } };
  test.each([
    ["after its period", 70, 1, 2],
    ["not before", 50, 1, 1],
    ["not after an exit code that it ignores", 70, 0, 1],
  ])("restarts a container %s", async (_, afterSeconds, exitCode, times) => {
    let ended = 0;
    const map = { crash: () => (ended++ === 0 ? { afterSeconds, exitCode } : undefined) };
    const world = await up([GAME, helper("map", policy)], { map });
    expect(starts(world).filter((name) => name === "map")).toHaveLength(times);
    expect(tasks(world)).toHaveLength(1);
  });

  test("restarts nothing that is to stop", async () => {
    const world = await up([GAME, helper("map", policy)], { map: { saveSeconds: 1 } });
    stop(world);
    await pass(world, 2);
    expect(starts(world)).toEqual(["game", "map"]);
    expect(tasks(world)[0]).toMatchObject({ lastStatus: "STOPPED" });
  });
});

describe("a host that shuts down", () => {
  const containers = [{ ...GAME, ...on("db") }, of("db")];
  const games = { game: { saveSeconds: 20 }, db: { saveSeconds: 40 } };
  const shutDown = async (script: string) => {
    const world = await up(containers, games, script);
    world.console.terminate(world.container("valheim").machines[0]?.id ?? "");
    await pass(world, 3);
    return ends(world);
  };
  const withStops = (stops: string) =>
    BOOT_SCRIPT.replace("STOP_GRACE_SECONDS=120", `STOP_GRACE_SECONDS=120\nSTOPS='${stops}'`);

  test("stops its containers in the order of its settings, each with its own grace", async () => {
    expect(await shutDown(withStops("db:30:game game:60:"))).toEqual([
      ["game", "saved", 20],
      ["db", "killed", 50],
    ]);
  });
  test("stops them all at once if its settings know no order", async () => {
    expect(await shutDown(BOOT_SCRIPT)).toEqual([
      ["game", "unsaved", 20],
      ["db", "saved", 40],
    ]);
  });
  test("kills them at once without the unit", async () => {
    expect(await shutDown(BOOT_SCRIPT.replace(" container-stop.service", ""))).toEqual([
      ["game", "killed", 0],
      ["db", "killed", 0],
    ]);
  });
  test("stops the rest itself if its agent goes while it stops them", async () => {
    const world = await up(containers, games, withStops("db:60:game game:60:"));
    stop(world);
    await pass(world, 0.2);
    world.console.terminate(world.container("valheim").machines[0]?.id ?? "");
    await pass(world, 3);
    expect(ends(world)).toEqual([
      ["game", "saved", 20],
      ["db", "saved", 60],
    ]);
  });
  test("kills what its unit has no time left for", async () => {
    const unit = "file container-stop.service <<'EOF'\nTimeoutStopSec=50\nEOF\n";
    expect(await shutDown(`${withStops("db:60:game game:60:")}${unit}`)).toEqual([
      ["game", "saved", 20],
      ["db", "killed", 50],
    ]);
  });
});
