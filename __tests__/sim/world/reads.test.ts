import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListContainerInstancesCommand,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { SECOND } from "../../../sim/world/clock";
import type { World } from "../../../sim/world/world";
import { alarm, GROUP, HOME, hosts, KEEPER_NAME, lambda, service } from "./applied";
import { aWorld, codeOf, pass } from "./a-world";

const METRIC = { namespace: "N", metric_name: "M", dimensions: {} };
const cluster = "games-valheim-cluster";
const [ecs, ec2, cloudWatch] = [ECSClient, EC2Client, CloudWatchClient].map(
  (Client) => new Client({ region: HOME }),
) as [ECSClient, EC2Client, CloudWatchClient];

/** A world with a host that runs its task, and what a function reads there. */
async function reading<T>(read: (world: World) => Promise<T>, prepare: (world: World) => Promise<void>): Promise<T> {
  let seen: T | undefined;
  const code = codeOf("keeper", async () => {
    seen = await read(world);
  });
  const world = aWorld([...hosts(), ...service(), ...lambda(KEEPER_NAME), alarm("a", METRIC)], code);
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  await prepare(world);
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 0.1);
  if (seen === undefined) throw new Error("it did not end");
  return seen;
}

const counts = async ({ clusters }: World): Promise<Readonly<Record<string, number | undefined>>> => {
  const [found] = clusters;
  const containerInstances = found?.hosts.map(({ arn }) => arn) ?? [];
  const tasks = found?.tasks.map(({ arn }) => arn) ?? [];
  const [hostList, taskList, hostsOf, tasksOf] = await Promise.all([
    ecs.send(new ListContainerInstancesCommand({ cluster })),
    ecs.send(new ListTasksCommand({ cluster })),
    ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances })),
    ecs.send(new DescribeTasksCommand({ cluster, tasks })),
  ]);
  return {
    "ecs:ListContainerInstances": hostList.containerInstanceArns?.length,
    "ecs:ListTasks": taskList.taskArns?.length,
    "ecs:DescribeContainerInstances": hostsOf.containerInstances?.length,
    "ecs:DescribeTasks": tasksOf.tasks?.length,
  };
};

test.each([
  undefined,
  "ecs:ListContainerInstances",
  "ecs:ListTasks",
  "ecs:DescribeContainerInstances",
  "ecs:DescribeTasks",
])("ECS leaves out what is there only where it is asked to: %s", async (blank) => {
  const seen = await reading(counts, (world) => {
    world.faults.blank = ({ action }) => action === blank;
    return Promise.resolve();
  });
  expect(Object.keys(seen)).toHaveLength(4);
  for (const [action, count] of Object.entries(seen))
    expect([action, count]).toEqual([action, action === blank ? 0 : 1]);
});

test.each([0, 4, 9])("EC2 and CloudWatch show what was %d s ago, where they are asked to", async (staleSeconds) => {
  const read = async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ["a"] }));
    return [Reservations?.[0]?.Instances?.[0]?.State?.Name, MetricAlarms?.[0]?.StateValue];
  };
  const seen = await reading(read, async (world) => {
    world.faults.staleSeconds = () => staleSeconds;
    const [instance] = world.container("valheim").machines;
    world.metrics.put(HOME, { namespace: "N", name: "M", dimensions: {} }, 5);
    const isOff = (): boolean => [...world.alarms.all.values()].some(({ state }) => state === "ALARM");
    while (!isOff()) await world.run(world.now + SECOND);
    world.console.terminate(instance?.id ?? "");
    await world.run(world.now + 6 * SECOND);
  });
  expect(seen).toEqual(staleSeconds < 6 ? ["shutting-down", "ALARM"] : ["running", "OK"]);
});

describe("a tag that is pushed again", () => {
  const IMAGE = "valheim:1";
  /** How the task ends up that starts on another host after the push. */
  const second = async (container: Parameters<typeof service>[0], isPushed = true): Promise<string | undefined> => {
    const world = aWorld([...hosts(), ...service(container)]);
    world.console.setDesired(GROUP, 1);
    await pass(world, 4);
    if (isPushed) world.registry.pushAgain(IMAGE);
    world.console.launch(GROUP);
    await pass(world, 4);
    const task = world.container("valheim").tasks.at(-1);
    return task?.stoppedReason ?? task?.lastStatus;
  };

  test("leaves a service without its image: it keeps to what the tag meant at first", async () => {
    expect(await second({ image: IMAGE })).toMatch(
      /^CannotPullContainerError: .*sha256:0+ not found: manifest unknown$/,
    );
    expect(await second({ image: IMAGE }, false)).toBe("RUNNING");
  });

  test("is pulled again without version consistency", async () => {
    expect(await second({ image: IMAGE, versionConsistency: "disabled" })).toBe("RUNNING");
  });

  test.each(["enabled", "disabled"])("is not missed on a host that has the image, %s", async (versionConsistency) => {
    let crashes = 1;
    const world = aWorld([...hosts(), ...service({ image: IMAGE, versionConsistency })]);
    Object.assign(world.games["valheim"] ?? {}, {
      crash: () => (crashes-- > 0 ? { afterSeconds: 120, exitCode: 1 } : undefined),
    });
    world.console.setDesired(GROUP, 1);
    await pass(world, 3);
    world.registry.pushAgain(IMAGE);
    world.faults.pull = () => "toomanyrequests";
    await pass(world, 4);
    expect(world.container("valheim").tasks.map(({ lastStatus }) => lastStatus)).toEqual(["STOPPED", "RUNNING"]);
  });
});
