import { gunzipSync } from "node:zlib";
import { MINUTE, SECOND } from "../../../sim/world/clock";
import type { World } from "../../../sim/world/world";
import { type Answers, lookAt, type OfSignals } from "./answers";
import { ADDRESS, alarm, arn, GROUP, HOME, hosts, KEEPER_NAME, lambda, object, rule, zone } from "./applied";
import { aWorld, codeOf, pass, START } from "./a-world";

const METRIC = { namespace: "N", metric_name: "M", dimensions: {} };
const NAME = { namespace: "N", name: "M", dimensions: {} };
const stateAt = (world: World) => [...world.alarms.all.values()][0]?.state;
/** The minutes from the start in which an alarm on three minutes was in ALARM, with points put at some minutes. */
async function alarmMinutes(answers: Answers, delaySeconds: number, ...points: readonly number[]): Promise<number> {
  const world = aWorld([alarm("a", METRIC, { evaluation_periods: 3, datapoints_to_alarm: 1 })], {}, answers);
  world.faults.metricDelaySeconds = () => delaySeconds;
  points.forEach((value, minute) => {
    world.at(START + minute * MINUTE + 30 * SECOND, () => {
      world.metrics.put(HOME, NAME, value);
    });
  });
  let minutes = 0;
  for (let minute = 0; minute < 20; minute++) {
    await pass(world, 1);
    if (stateAt(world) === "ALARM") minutes++;
  }
  return minutes;
}

const POLICY = arn("autoscaling", "scalingPolicy:1:autoScalingGroupName/g:policyName/leftup");

/** Lines that reach the subscribed function when a name is asked a hundred times, half a minute apart. */
async function lines(answers: Answers): Promise<readonly string[]> {
  const seen: string[] = [];
  const wake = codeOf("wake", ({ awslogs: { data } }: { awslogs: { data: string } }) => {
    const { logEvents } = JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString()) as {
      logEvents: { id: string; message: string }[];
    };
    return Promise.resolve(seen.push(...logEvents.map(({ id, message }) => `${id} ${message}`)));
  });
  const world = aWorld(zone(), wake, answers);
  const resolver = world.resolver("r", { randomCase: true });
  for (let query = 0; query < 100; query++) {
    world.at(START + query * 31 * SECOND, () => {
      resolver.ask(ADDRESS, "A");
    });
  }
  await pass(world, 60);
  return seen;
}

lookAt<OfSignals>({
  latePoints: [
    async (answers) => (await alarmMinutes(answers, 170, 1)) > 0,
    {
      "it does": true,
      "it does not": false,
    },
  ],
  olderPoints: [(answers) => alarmMinutes(answers, 5, 1), { "2": 5, "0": 3, "5": 8 }],
  scalingAction: [
    async (answers) => {
      const scaling = object("aws_autoscaling_policy", "leftup", {
        name: "leftup",
        arn: POLICY,
        autoscaling_group_name: GROUP,
        policy_type: "StepScaling",
        adjustment_type: "ExactCapacity",
        step_adjustment: [{ metric_interval_lower_bound: "0", metric_interval_upper_bound: "", scaling_adjustment: 0 }],
      });
      const world = aWorld([...hosts(), scaling, alarm("a", METRIC, { alarm_actions: [POLICY] })], {}, answers);
      for (let minute = 0; minute < 10; minute++) {
        world.at(START + minute * MINUTE, () => {
          world.metrics.put(HOME, NAME, 1);
        });
      }
      await pass(world, 5);
      world.console.setDesired(GROUP, 1);
      await pass(world, 4);
      return world.container("valheim").desired;
    },
    { "each minute": 0, once: 1 },
  ],
  queryCase: [
    async (answers) => (await lines(answers)).every((line) => line.includes(ADDRESS)),
    {
      "as asked": false,
      "lower case": true,
    },
  ],
  logDelivery: [
    async (answers) => (await lines(answers)).length > 100,
    {
      once: false,
      "one in ten comes twice": true,
    },
  ],
  events: [
    async (answers) => {
      let calls = 0;
      const keep = codeOf("keeper", () => Promise.resolve(calls++));
      const listen = rule("r", { event_pattern: '{"source":["aws.ecs"]}' }, arn("lambda", `function:${KEEPER_NAME}`));
      const world = aWorld([...lambda(KEEPER_NAME), ...listen], keep, answers);
      for (let event = 0; event < 300; event++)
        world.events.emit({ region: HOME, source: "aws.ecs", detailType: "T", resources: [], detail: {} });
      await pass(world, 1);
      return Math.sign(calls - 300);
    },
    { once: 0, "one in ten is lost": -1, "one in ten comes twice": 1 },
  ],
  asyncOrder: [
    async (answers) => {
      const order: number[] = [];
      const keep = codeOf("keeper", (event: number) => Promise.resolve(order.push(event)));
      const world = aWorld(lambda(KEEPER_NAME), keep, answers);
      for (let event = 0; event < 20; event++) {
        world.at(START + event * SECOND, () => {
          world.functions.callByHand(KEEPER_NAME, event);
        });
      }
      await pass(world, 1);
      return order.every((event, index) => event === index);
    },
    { "no time": true, "up to 20 s": false },
  ],
  idleFunction: [
    async (answers) => {
      let instances = 0;
      const code = () => {
        instances++;
        return () => Promise.resolve();
      };
      const world = aWorld(lambda(KEEPER_NAME), { keeper: code }, answers);
      for (const minute of [0, 5, 35]) {
        world.at(START + minute * MINUTE, () => {
          world.functions.callByHand(KEEPER_NAME, {});
        });
      }
      await pass(world, 40);
      return instances;
    },
    { "10 minutes": 2, "no time": 3, "2 hours": 1 },
  ],
});
