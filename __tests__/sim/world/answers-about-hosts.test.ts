import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { ECSClient, ListContainerInstancesCommand } from "@aws-sdk/client-ecs";
import { MINUTE, SECOND } from "../../../sim/world/clock";
import type { World } from "../../../sim/world/world";
import { type Answers, lookAt, type OfHosts } from "./answers";
import { GROUP, HOME, hosts, KEEPER_NAME, lambda, service } from "./applied";
import { aWorld, codeOf, pass, START } from "./a-world";

const tasks = (world: World) => world.container("valheim").tasks;
/** A world with a host that runs its task. */
async function up(answers: Answers, prepare?: (world: World) => void): Promise<World> {
  const world = aWorld([...hosts({ max_size: 2 }), ...service()], {}, answers);
  prepare?.(world);
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  return world;
}
/** The same with a health check that fails after 10 s. */
async function unhealthy(answers: Answers, prepare?: (world: World) => void): Promise<World> {
  const world = aWorld(
    [...hosts(), ...service({ healthCheck: { interval: 5, retries: 2, startPeriod: 90 } })],
    {},
    answers,
  );
  prepare?.(world);
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  return world;
}
const drain = (world: World): void => {
  const [cluster] = world.clusters;
  for (const host of cluster?.hosts ?? []) cluster?.drain(host);
};
const saves = (saveSeconds: number) => (world: World) => Object.assign(world.games["valheim"] ?? {}, { saveSeconds });

/** What a function reads at each of so many seconds after something changed. */
async function reads(
  answers: Answers,
  change: (world: World) => void,
  read: () => Promise<unknown>,
): Promise<unknown[]> {
  const seen: unknown[] = [];
  const code = codeOf("keeper", () => read().then((value) => seen.push(value)));
  const world = aWorld([...hosts(), ...service(), ...lambda(KEEPER_NAME)], code, answers);
  await pass(world, 1);
  change(world);
  for (let second = 1; second < 80; second++) {
    world.at(world.now + second * SECOND, () => {
      world.functions.callByHand(KEEPER_NAME, {});
    });
  }
  await pass(world, 2);
  return seen;
}
const setDesired = (world: World): void => {
  world.console.setDesired(GROUP, 1);
};
/** How often it went back to what it was. */
const goesBack = (seen: readonly unknown[]): boolean =>
  seen.some((value, index) => value === 0 && seen[index - 1] === 1);

lookAt<OfHosts>({
  unhealthyTask: [
    async (answers) => {
      const world = await unhealthy(answers, ({ games }) => Object.assign(games["valheim"] ?? {}, { hang: () => 150 }));
      await pass(world, 3);
      return [tasks(world)[0]?.stopCode, tasks(world)[0]?.healthStatus];
    },
    {
      "all of it": ["ServiceSchedulerInitiated", "UNHEALTHY"],
      "only that its container exited": ["EssentialContainerExited", "UNKNOWN"],
    },
  ],
  silentHealth: [
    async (answers) => {
      const world = await unhealthy(answers);
      const id = world.container("valheim").machines[0]?.id ?? "";
      world.console.setAgent(id, false);
      await pass(world, 5);
      world.console.setAgent(id, true);
      await pass(world, 3);
      return tasks(world).map(({ lastStatus }) => lastStatus);
    },
    { "it is not": ["RUNNING"], "after 2 minutes": ["STOPPED", "RUNNING"] },
  ],
  draining: [
    async (answers) => {
      const world = await up(answers);
      drain(world);
      await pass(world, 5);
      return tasks(world)[0]?.alive;
    },
    { "it does": false, "it does not": true },
  ],
  daemonPlacement: [
    async (answers) => {
      const world = await up(answers, saves(119));
      drain(world);
      world.console.setDesired(GROUP, 2);
      await pass(world, 1.7);
      return tasks(world).length;
    },
    { "at once": 2, "when none drains": 1 },
  ],
  firstTask: [
    async (answers) => {
      const world = aWorld([...hosts(), ...service()], {}, answers);
      setDesired(world);
      await pass(world, 3);
      return tasks(world).length;
    },
    { seconds: 1, "3 minutes": 0 },
  ],
  scaling: [
    async (answers) => {
      const world = aWorld(hosts(), {}, answers);
      setDesired(world);
      await pass(world, 0.4);
      return world.container("valheim").machines.length;
    },
    { seconds: 1, "half a minute": 0 },
  ],
  stoppedTasks: [
    async (answers) => {
      const world = await up(answers);
      drain(world);
      await pass(world, 10);
      return tasks(world).length;
    },
    { "an hour": 1, "5 minutes": 0 },
  ],
  forcedDeployment: [
    async (answers) => {
      const world = await up(answers, (made) => (made.faults.pull = () => "not found"));
      await pass(world, 20);
      const before = tasks(world).length;
      world.services[0]?.update("", true);
      await pass(world, 1);
      return tasks(world).length - before > 0;
    },
    { "it does": true, "it does not": false },
  ],
  sameRevision: [
    async (answers) => {
      const world = await up(answers);
      world.services[0]?.update("games-valheim-task", false);
      await pass(world, 3);
      return tasks(world).map(({ lastStatus }) => lastStatus);
    },
    { "it does not": ["RUNNING"], "it does": ["STOPPED", "RUNNING"] },
  ],
  digest: [
    async (answers) => {
      const world = await up(answers);
      world.registry.pushAgain("valheim:1");
      world.services[0]?.update("", true);
      world.console.launch(GROUP);
      await pass(world, 4);
      return tasks(world).at(-1)?.lastStatus;
    },
    { "it does not": "STOPPED", "it does": "RUNNING" },
  ],
  shutdownWait: [
    async (answers) => {
      const world = await up(answers, (made) => {
        saves(119)(made);
        // A system that takes its time: it begins to stop its container after a while.
        const { shutDown } = made.machines;
        made.machines.shutDown = (machine, off) => {
          made.at(made.now + 8.9 * MINUTE, () => {
            shutDown(machine, off);
          });
        };
      });
      const states: string[] = [];
      world.machines.onChange(({ state }) => states.push(state));
      world.console.terminate(world.container("valheim").machines[0]?.id ?? "");
      await pass(world, 15);
      expect(states).toEqual(["shutting-down", "terminated"]);
      const { at = 0, how } = tasks(world)[0]?.ending ?? {};
      return `${how ?? ""} after ${Math.floor((at - START) / MINUTE) - 4} minutes`;
    },
    {
      "10 minutes": "host lost after 10 minutes",
      "2 minutes": "host lost after 2 minutes",
      "20 minutes": "saved after 10 minutes",
    },
  ],
  staleReads: [
    async (answers) => {
      const client = new AutoScalingClient({ region: HOME });
      const group = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [GROUP] });
      const read = () => client.send(group).then(({ AutoScalingGroups }) => AutoScalingGroups?.[0]?.DesiredCapacity);
      const seen = await reads(answers, setDesired, read);
      expect(seen.slice(12)).not.toContain(0);
      return goesBack(seen);
    },
    { new: false, "up to 10 s old": true },
  ],
  ecsLists: [
    async (answers) => {
      const client = new ECSClient({ region: HOME });
      const list = new ListContainerInstancesCommand({ cluster: "games-valheim-cluster" });
      let joinedAt = 0;
      let shownAt = 0;
      const join = (world: World): void => {
        setDesired(world);
        world.observe(() => {
          if (world.container("valheim").hosts.length > 0) joinedAt ||= world.now;
        });
      };
      const read = () => client.send(list).then(({ containerInstanceArns }) => containerInstanceArns?.length);
      const seen = await reads(answers, join, read);
      shownAt = START + (seen.indexOf(1) + 61) * SECOND;
      return shownAt - joinedAt > 2 * SECOND;
    },
    { "at once": false, "up to 20 s later": true },
  ],
});
