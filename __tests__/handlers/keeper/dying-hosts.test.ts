import type { Facts, Task } from "../../../handlers/keeper/facts";
import {
  after,
  asleep,
  at,
  awake,
  clusterHost,
  crashed,
  decided,
  did,
  groupHost,
  machine,
  memory,
  task,
} from "./scenes";

const draining = clusterHost({ status: "DRAINING" });
const dying = (over: Partial<Facts> = {}, lifecycleState = "Terminating:Wait") =>
  asleep({ group: { desired: 0, hosts: [groupHost({ lifecycleState })] }, machines: [machine()], ...over });
const listed = (...tasks: readonly Task[]) => ({ cluster: { hosts: [draining], tasks } });
const drained = task({
  arn: "task/0",
  lastStatus: "STOPPED",
  stopCode: "ServiceSchedulerInitiated",
  stoppedAt: at(58),
});

describe("a dying host may still have a task that saves", () => {
  it("if ECS does not say where that task is", () => {
    const facts = dying(listed(drained, task({ hostArn: undefined, desiredStatus: "STOPPED" })));
    expect(did(decided(facts, at(60)))).toEqual(["keep waiting"]);
  });

  it("if its last task crashed, in whatever order ECS lists them: the next one may be on its way", () => {
    const crash = crashed(1, at(59), { createdAt: at(20) });
    expect(did(decided(dying(listed(crash, drained)), at(60)))).toEqual(["keep waiting"]);
    expect(did(decided(dying(listed(drained, crash)), at(60)))).toEqual(["keep waiting"]);
    const early = crashed(1, at(57), { createdAt: at(20) });
    expect(did(decided(dying(listed(drained, early)), at(60)))).toEqual(["release"]);
  });

  it("if one that ECS lists no more is missing for a short time, or was asked to stop a moment ago", () => {
    const known = (missingSince: number, toldSince: number) => {
      const drains = { "i-1": { since: at(toldSince), drainingSince: at(toldSince) } };
      const tasks = { "task/1": { hostArn: "host/1", missingSince: at(missingSince) } };
      return did(decided(dying({ ...listed(drained), memory: memory({ tasks, drains }) }), at(60)));
    };
    expect(known(58, 50)).toEqual(["keep waiting", "stop task"]);
    expect(known(50, 58)).toEqual(["keep waiting", "stop task"]);
    expect(known(57, 57)).toEqual(["release"]);
  });
});

it("a dying host that EC2 has terminated goes at once, if its agent is silent, too", () => {
  const gone = (over: Partial<Facts>) => {
    const cluster = { hosts: [clusterHost({ status: "DRAINING", agentConnected: false })], tasks: [task()] };
    return did(decided(dying({ cluster, machines: [], ...over }), at(60)));
  };
  expect(gone({})).toContain("release");
  expect(gone({ machines: [machine({ state: "stopped" })] })).toContain("release");
  expect(gone({ machines: [machine({ state: "shutting-down" })] })).toContain("keep waiting");
  expect(gone({ cluster: { hosts: [draining], tasks: [task()] } })).toContain("keep waiting");
  expect(gone({ cluster: { hosts: [], tasks: [task()] } })).toContain("keep waiting");
  expect(gone({ machines: undefined, unreadable: ["machines"] })).toContain("keep waiting");
});

it("a dying host whose agent is gone has its time running on while ECS does not answer", () => {
  const silent: Facts = { ...dying(), cluster: undefined, unreadable: ["cluster"] };
  const gone = memory({ drains: { "i-1": { since: at(50), agentGoneSince: at(57) } } });
  expect(did(decided({ ...silent, memory: gone }, at(60)))).toEqual(["release"]);
  const first = decided(silent, at(57));
  expect(did(decided(after(silent, first), at(60)))).toEqual(["keep waiting"]);
});

describe("a task that ECS does not list is asked to stop only", () => {
  const missing = (hostArn?: string) => memory({ tasks: { "task/1": { hostArn, missingSince: at(59) } } });

  it("where it is known to be on the dying host", () => {
    expect(did(decided(dying({ ...listed(), memory: missing("host/1") }), at(60)))).toEqual([
      "keep waiting",
      "stop task",
    ]);
    expect(did(decided(dying({ ...listed(), memory: missing() }), at(60)))).toEqual(["keep waiting"]);
    const unknown = { cluster: { hosts: [], tasks: [] } };
    expect(did(decided(dying({ ...unknown, memory: missing() }), at(60)))).toEqual(["keep waiting"]);
  });

  it("while that host waits for it", () => {
    expect(did(decided(dying({ ...listed(), memory: missing("host/1") }, "Terminating"), at(60)))).toEqual([]);
  });
});

it("a dying host without a task that was seen to stop is kept while keeper has no memory: there may have been one", () => {
  const pending = { machines: [machine({ state: "pending" })], cluster: { hosts: [], tasks: [] } };
  expect(did(decided(dying(pending), at(60)))).toEqual(["release"]);
  expect(did(decided(dying({ ...pending, noMemory: { kind: "unreadable" } }), at(60)))).toEqual(["keep waiting"]);
});

it("a second host that is dying already is drained once", () => {
  const hosts = [clusterHost(), clusterHost({ arn: "host/2", instanceId: "i-2" })];
  const facts = asleep({
    group: { desired: 0, hosts: [groupHost(), groupHost({ instanceId: "i-2", lifecycleState: "Terminating:Wait" })] },
    machines: [machine(), machine({ instanceId: "i-2", launchedAt: at(60) })],
    cluster: { hosts, tasks: [] },
  });
  expect(decided(facts, at(63)).actions.filter((action) => action.do === "drain")).toMatchObject([
    { hostArn: "host/2" },
  ]);
});

describe("a task on a second host that ECS does not describe", () => {
  const other = (over: Partial<Task> = {}) => task({ arn: "task/2", hostArn: "host/2", createdAt: at(61), ...over });
  const stopped = (...tasks: readonly Task[]) => {
    const machines = [machine(), machine({ instanceId: "i-2", launchedAt: at(60) })];
    const { actions } = decided(awake({ machines, cluster: { hosts: [clusterHost()], tasks } }), at(61.5));
    const about = actions.flatMap((action) => (action.do === "drain" ? [action.instanceId] : []));
    expect(new Set([...about, "i-2"])).toEqual(new Set(["i-2"]));
    return actions.flatMap((action) => (action.do === "stop task" ? [[action.instanceId, action.taskArn]] : []));
  };

  it("is stopped, though the elder has none of its own", () => {
    expect(stopped(other())).toEqual([["i-2", "task/2"]]);
  });

  it("is not mistaken for one of the elder, for one that has stopped, or for one that has no host yet", () => {
    expect(stopped(task({ createdAt: at(61) }), other())).toEqual([["i-2", "task/2"]]);
    expect(stopped(other({ lastStatus: "STOPPED" }))).toEqual([]);
    expect(stopped(other({ hostArn: undefined }))).toEqual([]);
  });
});
