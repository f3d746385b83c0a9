import type { Attributes } from "../../../sim/provider/values";
import type { World } from "../../../sim/world/world";
import { BOOT_SCRIPT, GROUP, hosts, role, service } from "./applied";
import { aWorld, pass, happened } from "./a-world";

const group = (world: World) => {
  const { group: found } = world.container("valheim");
  if (found === undefined) throw new Error("no group");
  return found;
};
const states = (world: World): readonly string[] => group(world).hosts.map(({ lifecycleState }) => lifecycleState);
async function up(over: Attributes = {}): Promise<World> {
  const world = aWorld(hosts(over));
  world.console.setDesired(GROUP, 1);
  await pass(world, 2);
  return world;
}

test("launches the preferred type, with an address and the template's tags", async () => {
  const world = await up();
  expect(world.container("valheim").machines).toMatchObject([
    { instanceType: "m7a.large", state: "running", zone: "us-west-2a" },
  ]);
  expect(world.container("valheim").machines[0]?.ipv4).toMatch(/^54\./);
  expect(states(world)).toEqual(["InService"]);
});

test("costs a disk as large as its template says, while it is there", async () => {
  const objects = hosts().map((object) =>
    object.type === "aws_launch_template"
      ? { ...object, attributes: { ...object.attributes, block_device_mappings: [{ ebs: [{ volume_size: 300 }] }] } }
      : object,
  );
  const world = aWorld(objects);
  const gbHours = (): number => (world.meter.lines().find(({ item }) => item === "EBS gp3")?.amount ?? 0) * 730;
  world.console.setDesired(GROUP, 1);
  await pass(world, 60);
  expect(gbHours()).toBeGreaterThan(295);
  expect(gbHours()).toBeLessThan(300);
  world.console.setDesired(GROUP, 0);
  await pass(world, 60);
  const after = gbHours();
  await pass(world, 60);
  expect(gbHours()).toBe(after);
});

test("takes the next type if there is no capacity for the first", async () => {
  const world = aWorld(hosts());
  world.faults.noCapacity = ({ instanceType }) => instanceType === "m7a.large";
  world.console.setDesired(GROUP, 1);
  await pass(world, 2);
  expect(world.container("valheim").machines.map(({ instanceType }) => instanceType)).toEqual(["m6a.large"]);
});

test("goes on trying without capacity, and says of each type that there is none", async () => {
  const world = aWorld(hosts());
  world.faults.noCapacity = () => true;
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  const failed = group(world).activities;
  expect(failed.length).toBeGreaterThan(3);
  expect(failed[0]?.message).toMatch(/InsufficientInstanceCapacity.*m7a.large.*m6a.large/);
  world.faults.noCapacity = () => false;
  await pass(world, 2);
  expect(states(world)).toEqual(["InService"]);
});

test("holds a host in its hook until somebody completes it, or 900 s are over", async () => {
  const world = await up();
  world.console.setDesired(GROUP, 0);
  await pass(world, 14);
  expect(states(world)).toEqual(["Terminating:Wait"]);
  await pass(world, 4);
  expect(states(world)).toEqual([]);
  expect(happened(world, "hook timeout")).not.toEqual([]);
});

test("lets a host go at once without a hook", async () => {
  const world = await up({ initial_lifecycle_hook: [] });
  world.console.setDesired(GROUP, 0);
  await pass(world, 2);
  expect(states(world)).toEqual([]);
});

test("does not count a host that terminates: another one starts beside it", async () => {
  const world = await up();
  world.console.setDesired(GROUP, 0);
  await pass(world, 1);
  world.console.setDesired(GROUP, 1);
  await pass(world, 1);
  expect(states(world)).toEqual(["Terminating:Wait", "InService"]);
});

test("refuses a capacity outside its bounds", () => {
  expect(() => {
    aWorld(hosts()).console.setDesired(GROUP, 2);
  }).toThrow("New SetDesiredCapacity value 2 is above max value 1");
});

test.each([
  ["instance_refresh", [{ strategy: "Rolling" }]],
  ["max_instance_lifetime", 86_400],
  ["protect_from_scale_in", true],
  ["warm_pool", [{ pool_state: "Stopped" }]],
])("does not know what a group does with %s", (attribute, value) => {
  expect(() => aWorld(hosts({ [attribute]: value }))).toThrow(`${attribute} of the group ${GROUP}`);
});

test("replaces no unhealthy host while that is suspended, and otherwise at once", async () => {
  const suspended = await up();
  suspended.console.setUnhealthy(group(suspended).hosts[0]?.machine.id ?? "");
  await pass(suspended, 5);
  expect(group(suspended).hosts).toMatchObject([{ lifecycleState: "InService", healthy: false }]);

  const replacing = await up({ suspended_processes: [] });
  replacing.console.setUnhealthy(group(replacing).hosts[0]?.machine.id ?? "");
  await pass(replacing, 2);
  expect(states(replacing)).toEqual(["Terminating:Wait", "InService"]);
});

test("finds a host unhealthy that a person stopped or whose hardware failed, minutes later", async () => {
  for (const breaks of ["stop", "failHardware"] as const) {
    const world = await up();
    const id = group(world).hosts[0]?.machine.id ?? "";
    world.console[breaks](id);
    await pass(world, 0.5);
    expect(group(world).hosts[0]?.healthy).toBe(true);
    await pass(world, 4);
    expect(group(world).hosts[0]?.healthy).toBe(false);
  }
});

test("starts another host when one is detached without decrement, and none with it", async () => {
  for (const decrement of [false, true]) {
    const world = await up();
    world.console.detach(group(world).hosts[0]?.machine.id ?? "", decrement);
    await pass(world, 2);
    expect(world.container("valheim").machines.length).toBe(decrement ? 1 : 2);
  }
});

test("counts hosts in service each minute, also when there are none", async () => {
  const world = aWorld(hosts());
  await pass(world, 3);
  world.console.setDesired(GROUP, 1);
  await pass(world, 2);
  const dimensions = { AutoScalingGroupName: GROUP };
  const metric = { namespace: "AWS/AutoScaling", name: "GroupInServiceInstances", dimensions };
  const minute = Math.floor(world.now / 60_000);
  const values = [minute - 3, minute].map((each) => world.metrics.get("us-west-2", metric).value(each, "Minimum"));
  expect(values).toEqual([0, 1]);
});

async function joined(objects: Parameters<typeof aWorld>[0]): Promise<number> {
  const world = aWorld(objects);
  world.console.setDesired(GROUP, 1);
  await pass(world, 2);
  return world.container("valheim").hosts.length;
}
const denied = (action: string) => [
  ...hosts().filter(({ type, id }) => !type.startsWith("aws_iam_role") || id !== GROUP),
  ...role(GROUP, "ec2.amazonaws.com", ANY, { Effect: "Deny", Action: action, Resource: "*" }),
];
const ANY = { Effect: "Allow", Action: "*", Resource: "*" };

test("a host joins the cluster that its boot script names", async () => {
  expect(await joined([...hosts(), ...service()])).toBe(1);
  expect(await joined([...hosts({}, "ECS_CLUSTER=other\n"), ...service()])).toBe(0);
});

test.each(["DiscoverPollEndpoint", "RegisterContainerInstance", "SubmitTaskStateChange", "Poll"])(
  "a host joins no cluster if its role may not do ecs:%s",
  async (action) => {
    expect(await joined([...denied(`ecs:${action}`), ...service()])).toBe(0);
  },
);

/** The last minute's points of a container's host, which runs for five minutes. */
async function published(objects: Parameters<typeof aWorld>[0]) {
  const world = aWorld(objects);
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  const point = (name: string) => {
    const metric = { namespace: "WakeOnDns/games", name, dimensions: { Container: "valheim" } };
    return world.metrics.get("us-west-2", metric).value(Math.floor(world.now / 60_000) - 1, "Sum");
  };
  return { Packets: point("Packets"), ReceivedBytes: point("ReceivedBytes"), SentBytes: point("SentBytes") };
}

test("a host publishes what its script measures, and only if its role lets it", async () => {
  const script = (from: string, to: string) => hosts({}, BOOT_SCRIPT.replace(from, to));
  expect(await published(hosts())).toEqual({ Packets: 0, ReceivedBytes: 0, SentBytes: 0 });
  expect(await published(script("measure SentBytes Bytes\n", ""))).toEqual({ Packets: 0, ReceivedBytes: 0 });
  expect(await published(denied("cloudwatch:PutMetricData"))).toEqual({});
  await expect(published(script("SentBytes", "Jitter"))).rejects.toThrow("the host's metric Jitter");
});

/** A host with a task that runs; its group has no keeper. */
async function running(saveSeconds: number, script = BOOT_SCRIPT, stopTimeout = 120): Promise<World> {
  const world = aWorld([...hosts({}, script), ...service({ stopTimeout })]);
  Object.assign(world.games["valheim"] ?? {}, { saveSeconds });
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  return world;
}
const ending = (world: World) => world.container("valheim").tasks[0]?.ending;
const ownStops = (world: World) => happened(world, "host stop");

test("a host in its hook stops agent and container by itself two minutes later, once, with the full grace", async () => {
  const world = await running(110);
  world.console.setDesired(GROUP, 0);
  await pass(world, 2);
  expect(ownStops(world)).toEqual([]);
  await pass(world, 3.5);
  expect(ending(world)).toMatchObject({ how: "saved", stoppedForSeconds: 110, graceSeconds: 120 });
  expect(world.container("valheim").hosts[0]?.agentConnected).toBe(false);
  expect(states(world)).toEqual(["Terminating:Wait"]);
  await pass(world, 15);
  expect(ownStops(world)).toHaveLength(1);
  expect(states(world)).toEqual([]);
});

test("a host stops what its agent cannot be asked to stop, and nothing else", async () => {
  for (const [connected, times] of [
    [true, 0],
    [false, 1],
  ] as const) {
    const world = await running(600, BOOT_SCRIPT, 900);
    const [cluster] = world.clusters;
    const [host] = cluster?.hosts ?? [];
    if (cluster === undefined || host === undefined) throw new Error("no host");
    world.console.setAgent(host.machine.id, connected);
    world.console.setDesired(GROUP, 0);
    cluster.drain(host);
    await pass(world, 5);
    expect(ownStops(world)).toHaveLength(times);
  }
});

test("a host that stays, is detached, or lacks the unit stops nothing by itself", async () => {
  const stays = await running(8);
  await pass(stays, 30);
  const detached = await running(8);
  detached.console.detach(group(detached).hosts[0]?.machine.id ?? "", true);
  await pass(detached, 30);
  const without = await running(8, BOOT_SCRIPT.replace(" termination.service", ""));
  without.console.setDesired(GROUP, 0);
  await pass(without, 12);
  for (const world of [stays, detached, without]) {
    expect(ownStops(world)).toEqual([]);
    expect(ending(world)).toBeUndefined();
  }
});
