import type { World } from "../../../sim/world/world";
import { GROUP, hosts, service } from "./applied";
import { aWorld, happened, pass } from "./a-world";

const CHECK = { healthCheck: { interval: 10, retries: 3, startPeriod: 120 } };
const tasks = (world: World) => world.container("valheim").tasks;
const statuses = (world: World) => tasks(world).map(({ healthStatus, lastStatus }) => [healthStatus, lastStatus]);

/** A world whose program loads for 30 s and answers nobody after so many seconds. */
async function up(of: Parameters<typeof service>[0], hang: () => number | undefined, loadSeconds = 30): Promise<World> {
  const world = aWorld([...hosts(), ...service(of)]);
  Object.assign(world.games["valheim"] ?? {}, { hang, loadSeconds, pullSeconds: 10 });
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  return world;
}

test("a container whose health check passes is HEALTHY, and its task goes on", async () => {
  const world = await up(CHECK, () => undefined);
  await pass(world, 60);
  expect(statuses(world)).toEqual([["HEALTHY", "RUNNING"]]);
});

test("a task whose essential container fails its health check is stopped with its grace, and replaced", async () => {
  let starts = 0;
  const world = await up(CHECK, () => (starts++ > 0 ? undefined : 240));
  await pass(world, 4);
  expect(statuses(world)).toEqual([
    ["UNHEALTHY", "STOPPED"],
    ["HEALTHY", "RUNNING"],
  ]);
  const [{ stopCode, stoppedReason, ending, startedAt = 0, stoppedAt = 0 } = {}] = tasks(world);
  expect([stopCode, stoppedReason]).toEqual(["ServiceSchedulerInitiated", "Task failed container health checks"]);
  expect(ending).toMatchObject({ how: "saved", graceSeconds: 120 });
  // 240 s well, 3 x 10 s until docker calls it unhealthy, up to 20 s until the agent reports it.
  expect((stoppedAt - startedAt) / 1000).toBeGreaterThan(270);
  expect((stoppedAt - startedAt) / 1000).toBeLessThan(300);
});

test("without a health check in its task definition a container that answers nobody stays", async () => {
  const world = await up({}, () => 240);
  await pass(world, 60);
  expect(statuses(world)).toEqual([["UNKNOWN", "RUNNING"]]);
  expect(tasks(world)[0]).toMatchObject({ alive: true, loadedAt: undefined });
});

test("a container that loads for longer than its health check waits is stopped each time", async () => {
  const world = await up(CHECK, () => undefined, 400);
  await pass(world, 10);
  expect(happened(world, "health failure").length).toBeGreaterThan(2);
});

test("a host whose disk is broken starts no container; another one does", async () => {
  const world = aWorld([...hosts(), ...service()]);
  const reason = "CannotCreateContainerError: Error response from daemon: input/output error";
  const [first, second] = [world.console.launch(GROUP), world.console.launch(GROUP)];
  world.faults.start = ({ host }) => (host === first.id ? reason : undefined);
  await pass(world, 4);
  const on = ({ id }: typeof first) => tasks(world).filter(({ host }) => host.machine.id === id);
  expect(on(first)[0]).toMatchObject({ stopCode: "TaskFailedToStart", stoppedReason: reason });
  expect(on(second)).toMatchObject([{ lastStatus: "RUNNING" }]);
});

test("an instance that AWS retires shuts down as usual, is stopped, and is unhealthy in its group within minutes", async () => {
  const world = await up({}, () => undefined);
  const { machines, group } = world.container("valheim");
  world.console.retire(machines[0]?.id ?? "");
  await pass(world, 4);
  expect(machines[0]?.state).toBe("stopped");
  expect(tasks(world)[0]?.ending).toMatchObject({ how: "saved" });
  expect(group?.hosts[0]).toMatchObject({ lifecycleState: "InService", healthy: false });
});

test("a group measures its hosts from the apply on that turns it on, not before, and until it is turned off", async () => {
  const objects = [...hosts({ enabled_metrics: [] }), ...service()];
  const world = aWorld(objects);
  const on = hosts({ enabled_metrics: ["GroupInServiceInstances"] });
  const minute = () => Math.floor(world.now / 60_000);
  const metric = {
    namespace: "AWS/AutoScaling",
    name: "GroupInServiceInstances",
    dimensions: { AutoScalingGroupName: GROUP },
  };
  const seen = () => world.metrics.get("us-west-2", metric).value(minute(), "Minimum");
  world.console.setDesired(GROUP, 1);
  await pass(world, 10);
  world.apply([...on, ...service()]);
  await pass(world, 2);
  const before = world.metrics.get("us-west-2", metric).value(minute() - 5, "Minimum");
  expect([before, seen()]).toEqual([undefined, 1]);
  world.apply(objects);
  await pass(world, 2);
  expect(seen()).toBeUndefined();
});
