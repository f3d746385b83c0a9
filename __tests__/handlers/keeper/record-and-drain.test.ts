import { decide } from "../../../handlers/keeper/decide";
import { UNDESCRIBED, type ClusterHost, type Facts, type Task } from "../../../handlers/keeper/facts";
import type { Memory, Session } from "../../../handlers/keeper/memory";
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
  IPV4,
  machine,
  memory,
  PLACEHOLDER,
  session,
  SETTINGS,
  task,
} from "./scenes";

const pointed = (facts: Facts, minute = 6) =>
  decided(facts, at(minute)).actions.flatMap((action) => (action.do === "point record" ? [action.values] : []));

describe("the record", () => {
  it("points to the host as soon as it has an address", () => {
    expect(pointed(awake({ record: { a: PLACEHOLDER }, cluster: { hosts: [], tasks: [] } }))).toEqual([{ a: IPV4 }]);
    const noAddress = machine({ ipv4: undefined, state: "pending" });
    expect(pointed(awake({ record: { a: PLACEHOLDER }, machines: [noAddress] }))).toEqual([]);
  });

  it.each<[string, Facts]>([
    ["asleep", asleep({ record: { a: IPV4 } })],
    ["there is no host", awake({ group: { desired: 1, hosts: [] }, machines: [], record: { a: IPV4 } })],
    ["it goes to sleep", awake({ trigger: { name: "by hand", command: "sleep" } })],
    ["its host is lost", awake({ machines: [machine({ state: "stopped" })] })],
    [
      "its host is dying",
      asleep({
        group: { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] },
        machines: [machine()],
        record: { a: IPV4 },
      }),
    ],
  ])("is the placeholder while %s", (_, facts) => {
    expect(pointed(facts)).toEqual([{ a: PLACEHOLDER }]);
  });

  it("stays as it is while EC2 does not show (yet) the host that the group lists", () => {
    expect(pointed(awake({ machines: [], record: { a: IPV4 } }))).toEqual([]);
    expect(pointed(awake({ machines: undefined, unreadable: ["machines"], record: { a: IPV4 } }))).toEqual([]);
    expect(pointed(asleep({ machines: undefined, unreadable: ["machines"], record: { a: IPV4 } }))).toEqual([
      { a: PLACEHOLDER },
    ]);
  });

  it("is the placeholder as soon as neither EC2 nor ECS shows a host on which a task has run", () => {
    const gone = { machines: [], record: { a: IPV4 } };
    const cluster = { hosts: [clusterHost({ agentConnected: false })], tasks: [] };
    expect(pointed(awake({ ...gone, cluster }))).toEqual([{ a: PLACEHOLDER }]);
    expect(pointed(awake({ ...gone, cluster: { hosts: [], tasks: [] } }))).toEqual([{ a: PLACEHOLDER }]);
    const starting = memory({ session: session({ ranAt: undefined }) });
    expect(pointed(awake({ ...gone, cluster, memory: starting }))).toEqual([]);
  });

  it("is written only when it differs, and a missing record is created again", () => {
    expect(pointed(awake())).toEqual([]);
    expect(pointed(asleep({ record: { a: "" } }))).toEqual([{ a: PLACEHOLDER }]);
  });

  it("is read again after it was written, and then trusted for half an hour", () => {
    const facts = awake({ record: { a: PLACEHOLDER } });
    const written = decided(facts, at(6));
    expect(written.memory.record).toBeUndefined();
    const seen = decided(after(facts, written, { record: { a: IPV4 } }), at(7));
    expect(seen.memory.record).toEqual({ name: facts.settings.recordName, a: IPV4, listedAt: at(7) });
    const later = after(facts, seen, { record: undefined });
    expect(decide(later, at(36)).missing).toEqual([]);
    expect(decide(later, at(37)).missing).toEqual(["record"]);
  });

  it("is read at once, and pointed, when an apply has moved it to another name", () => {
    const here = awake({
      memory: memory({ session: session(), record: { a: IPV4, listedAt: at(5) } }),
      record: undefined,
    });
    const moved = { ...here, settings: { ...SETTINGS, recordName: `host.${SETTINGS.address}` } };
    expect(decide(here, at(6)).missing).toEqual([]);
    expect(decide(moved, at(6)).missing).toEqual(["record"]);
    const pointing = { ...moved, record: { a: PLACEHOLDER } };
    expect(pointed(pointing)).toEqual([{ a: IPV4 }]);
    const seen = decided({ ...moved, record: { a: IPV4 } }, at(6));
    expect(decide(after(moved, seen, { record: undefined }), at(7)).missing).toEqual([]);
  });

  it("is written, whatever it says, while it can't be read, and all else goes on", () => {
    const facts = awake({ record: undefined, unreadable: ["record"], trigger: { name: "by hand", command: "sleep" } });
    expect(did(decided(facts, at(6)))).toEqual(["set capacity", "point record"]);
    expect(pointed({ ...facts, trigger: { name: "" } })).toEqual([{ a: IPV4 }]);
  });

  it("has an AAAA value with ipv6 only", () => {
    const settings = { ...SETTINGS, ipv6: true };
    const host = machine({ ipv6: "2001:db8::7" });
    expect(pointed(awake({ settings, machines: [host] }))).toEqual([{ a: IPV4, aaaa: "2001:db8::7" }]);
    expect(pointed(asleep({ settings }))).toEqual([{ a: PLACEHOLDER, aaaa: "100::1" }]);
    expect(pointed(awake({ machines: [host] }))).toEqual([]);
  });
});

describe("a dying host", () => {
  const dying = (over: Partial<Facts> = {}, lifecycleState = "Terminating:Wait") =>
    asleep({
      group: { desired: 0, hosts: [groupHost({ lifecycleState })] },
      machines: [machine()],
      cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [stopping] },
      ...over,
    });
  const draining = clusterHost({ status: "DRAINING" });
  const stopping = task({ desiredStatus: "STOPPED" });
  const stopped = task({ lastStatus: "STOPPED", stopCode: "ServiceSchedulerInitiated" });

  it.each(["Terminating", "Terminating:Wait"])("is drained by ECS (%s)", (lifecycleState) => {
    const facts = dying({ cluster: { hosts: [clusterHost()], tasks: [task()] } }, lifecycleState);
    expect(decided(facts, at(60)).actions).toContainEqual({
      do: "drain",
      instanceId: "i-1",
      hostArn: "host/1",
      why: "it is being terminated",
    });
    expect(did(decided(dying(), at(60)))).not.toContain("drain");
  });

  it("has its task stopped in the same look, once: ECS may leave it running", () => {
    const tasksOf = (over: Partial<Task>) => dying({ cluster: { hosts: [clusterHost()], tasks: [task(over)] } });
    expect(decided(tasksOf({}), at(60)).actions).toContainEqual({
      do: "stop task",
      instanceId: "i-1",
      taskArn: "task/1",
      why: "it is being terminated",
    });
    expect(did(decided(tasksOf({ desiredStatus: "STOPPED" }), at(60)))).toEqual(["drain", "keep waiting"]);
  });

  it.each(["RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING"])("is kept while its task is %s", (lastStatus) => {
    const facts = dying({
      cluster: {
        hosts: [clusterHost({ status: "DRAINING" })],
        tasks: [task({ lastStatus, desiredStatus: "STOPPED" }), stopped],
      },
    });
    expect(did(decided(facts, at(60)))).toEqual(["keep waiting"]);
  });

  it("may go when every task on it has stopped", () => {
    const facts = dying({ cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [stopped] } });
    expect(decided(facts, at(60)).actions).toEqual([
      { do: "release", instanceId: "i-1", why: "its tasks have stopped" },
    ]);
  });

  it("is kept until ECS drains it: it may still start the next task after a crash", () => {
    const facts = dying({ cluster: { hosts: [clusterHost()], tasks: [stopped] } });
    expect(did(decided(facts, at(60)))).toEqual(["drain", "keep waiting"]);
  });

  it("is not kept for tasks of another host", () => {
    const other = task({ arn: "task/2", hostArn: "host/2" });
    const facts = dying({ cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [stopped, other] } });
    expect(did(decided(facts, at(60)))).toEqual(["release"]);
  });

  it("may go at once when it never ran, unless a task is there whose host nobody knows", () => {
    const machines = [machine({ state: "pending" })];
    expect(did(decided(dying({ machines, cluster: { hosts: [], tasks: [] } }), at(60)))).toEqual(["release"]);
    expect(did(decided(dying({ machines, cluster: { hosts: [], tasks: [task()] } }), at(60)))).toEqual([
      "keep waiting",
    ]);
  });

  it.each<[string, number, Facts["cluster"]]>([
    ["half a minute if its last task crashed", 30, { hosts: [draining], tasks: [crashed(1, at(59))] }],
    ["its grace period and a minute if it shows none: the list may be blank", 180, { hosts: [draining], tasks: [] }],
    ["as long if it does not show the host either", 180, { hosts: [], tasks: [] }],
    [
      "as long if all that it shows ran on another host",
      180,
      { hosts: [], tasks: [{ ...stopped, hostArn: "host/0" }] },
    ],
  ])("is kept where ECS may have a task that its lists don't show: %s", (_, seconds, cluster) => {
    const first = decided(dying({ cluster }), at(60));
    expect(did(first)).toEqual(["keep waiting"]);
    const later = (second: number) => did(decided(after(dying({ cluster }), first), at(60) + second * 1000));
    expect([later(seconds - 1), later(seconds)]).toEqual([["keep waiting"], ["release"]]);
  });

  it("is kept while ECS counts a task on it that it does not list: nobody could tell that one to stop", () => {
    const cluster = (hasTasks: boolean) => ({ hosts: [{ ...draining, taskCount: hasTasks ? 1 : 0 }], tasks: [] });
    const first = decided(dying({ cluster: cluster(true) }), at(60));
    const later = (hasTasks: boolean) => did(decided(after(dying({ cluster: cluster(hasTasks) }), first), at(65)));
    expect([later(true), later(false)]).toEqual([["keep waiting"], ["release"]]);
  });

  it("is kept as long from when ECS drains it: only then is its task stopped", () => {
    const shown = (...hosts: readonly ClusterHost[]) => dying({ cluster: { hosts, tasks: [] } });
    const before = decided(dying({ cluster: undefined, unreadable: ["cluster"] }), at(60));
    const active = decided(after(shown(clusterHost()), before), at(64));
    expect(did(active)).toEqual(["drain", "keep waiting"]);
    const drained = decided(after(shown(draining), active), at(65));
    const later = (minute: number) => did(decided(after(shown(draining), drained), at(minute)));
    expect([later(67), later(68)]).toEqual([["keep waiting"], ["release"]]);
  });

  it("is kept when one blank list follows looks that could read none: nobody could note its task", () => {
    const silent = dying({ cluster: undefined, unreadable: ["cluster"] });
    const first = decided(silent, at(60));
    const blank = decided(after(dying({ cluster: { hosts: [draining], tasks: [] } }), first), at(61));
    expect(did(blank)).toEqual(["keep waiting"]);
    expect(did(decided(after(dying(), blank), at(62)))).toEqual(["keep waiting"]);
  });

  it("may go when its agent is gone for longer than the grace period and a minute", () => {
    const cluster = { hosts: [clusterHost({ status: "DRAINING", agentConnected: false })], tasks: [stopping] };
    const first = decided(dying({ cluster }), at(60));
    expect(first.memory.drains).toEqual({
      "i-1": { since: at(60), drainingSince: at(60), agentGoneSince: at(60) },
    });
    expect(did(decided(after(dying({ cluster }), first), at(62)))).toEqual(["keep waiting"]);
    expect(did(decided(after(dying({ cluster }), first), at(63)))).toEqual(["release"]);
    const back = decided(after(dying(), first), at(62));
    expect(back.memory.drains["i-1"]?.agentGoneSince).toBeUndefined();
  });

  describe("whose task ECS does not list any more, and never called stopped,", () => {
    const known = (missingSince?: number) => memory({ tasks: { "task/1": { hostArn: "host/1", missingSince } } });
    const blank = (of: Memory, over: Partial<Facts> = {}) =>
      dying({ cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [] }, memory: of, ...over });

    it("is kept for its grace period and a minute: ECS's lists may lag, and it may save", () => {
      const first = decided(blank(known()), at(60));
      expect([did(first), first.memory.tasks["task/1"]?.missingSince]).toEqual([["keep waiting", "stop task"], at(60)]);
      expect(did(decided(after(blank(known()), first), at(63) - 1000))).toEqual(["keep waiting", "stop task"]);
      expect(did(decided(after(blank(known()), first), at(63)))).toEqual(["release"]);
      // Also if ECS did not list it long before, or only stops listing it at the request to stop.
      expect(did(decided(blank(known(at(20))), at(60)))).toEqual(["keep waiting", "stop task"]);
      const late = memory({ ...known(), drains: { "i-1": { since: at(50) } } });
      expect(did(decided(blank(late), at(60)))).toEqual(["keep waiting", "stop task"]);
    });

    it("is kept, too, when ECS lists it and does not say what it is", () => {
      const undescribed = {
        arn: "task/1",
        lastStatus: UNDESCRIBED,
        desiredStatus: "",
        createdAt: at(60),
        containers: [],
      };
      const cluster = { hosts: [clusterHost({ status: "DRAINING" })], tasks: [undescribed] };
      const decision = decided(blank(known(), { cluster }), at(60));
      expect([did(decision), decision.memory.tasks]).toEqual([
        ["keep waiting"],
        { "task/1": { hostArn: "host/1", missingSince: at(60) } },
      ]);
    });

    it("is kept, too, when ECS's lists are blank of the host, or show only a task that ended before", () => {
      expect(did(decided(blank(known(), { cluster: { hosts: [], tasks: [] } }), at(60)))).toEqual(["keep waiting"]);
      const old = task({ arn: "task/0", lastStatus: "STOPPED", stopCode: "EssentialContainerExited" });
      const cluster = { hosts: [clusterHost({ status: "DRAINING" })], tasks: [old] };
      expect(did(decided(blank(known(), { cluster }), at(60)))).toEqual(["keep waiting", "stop task"]);
    });

    it("is not kept for the task of another host", () => {
      const drains = { "i-1": { since: at(57), drainingSince: at(57) } };
      const other = memory({ tasks: { "task/2": { hostArn: "host/2" } }, drains });
      expect(did(decided(blank(other), at(60)))).toEqual(["release"]);
    });

    it("may go when that task shows up as stopped, which is then forgotten", () => {
      const first = decided(blank(known()), at(60));
      const decision = decided(
        after(dying({ cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [stopped] } }), first),
        at(60) + 5000,
      );
      expect([did(decision), decision.memory.tasks]).toEqual([["release"], {}]);
    });

    it("is forgotten with the task when nothing is left of it", () => {
      expect(decided(asleep({ memory: known(at(59)) }), at(60)).memory.tasks).toEqual({});
    });
  });

  it("is kept, and its hook prolonged, while ECS's lists can't be read", () => {
    const decision = decided(dying({ cluster: undefined, unreadable: ["cluster"] }), at(60));
    expect(did(decision)).toEqual(["keep waiting"]);
  });

  it("is waited for the grace period and ten minutes, no longer", () => {
    const first = decided(dying(), at(60));
    expect(did(decided(after(dying(), first), at(71)))).toEqual(["keep waiting"]);
    expect(did(decided(after(dying(), first), at(72)))).toEqual(["release"]);
  });

  it("is answered only in its hook, and forgotten when it is gone", () => {
    expect(did(decided(dying({}, "Terminating"), at(60)))).toEqual([]);
    expect(did(decided(dying({}, "Terminating:Proceed"), at(60)))).toEqual([]);
    const first = decided(dying(), at(60));
    expect(decided(after(asleep(), first), at(65)).memory.drains).toEqual({});
  });
});

describe("a host that is given no task", () => {
  const noneYet = (over: Partial<Session> = {}) => memory({ session: session({ ranAt: undefined, ...over }) });
  const former = task({ lastStatus: "STOPPED", createdAt: at(-30), startedAt: undefined });
  const idleHost = awake({ memory: noneYet(), cluster: { hosts: [clusterHost()], tasks: [former] } });
  const forced = { do: "update service", force: true, why: "the host got no task for ten minutes" };

  it("gets a new deployment when looks in ten minutes saw none, once a session", () => {
    const first = decided(idleHost, at(3));
    expect([first.actions, first.memory.session?.noTaskSince]).toEqual([[], at(3)]);
    expect(did(decided(after(idleHost, first), at(13) - 1000))).toEqual([]);
    const refused = {
      ...first.memory,
      session: session({ ...first.memory.session, deploymentProblem: "AccessDenied" }),
    };
    const decision = decided({ ...idleHost, memory: refused }, at(13));
    expect([decision.actions, decision.memory.session?.deploymentProblem]).toEqual([[forced], undefined]);
    expect(did(decided(after(idleHost, decision), at(18)))).toEqual([]);
  });

  it("waits its ten minutes again when a task was seen in between", () => {
    const starting = { ...idleHost, cluster: { hosts: [clusterHost()], tasks: [task({ lastStatus: "PENDING" })] } };
    const seen = decided(after(starting, decided(idleHost, at(3))), at(4));
    expect(seen.memory.session?.noTaskSince).toBeUndefined();
  });

  it.each<[string, Partial<Facts>]>([
    ["it has not registered", { cluster: { hosts: [], tasks: [] } }],
    ["it drains", { cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [] } }],
  ])("gets no new deployment while %s", (_, over) => {
    const facts = { ...idleHost, memory: noneYet({ noTaskSince: at(3) }), ...over };
    expect(did(decided(facts, at(14)))).toEqual([]);
  });

  const known = { "task/9": { hostArn: "host/1" } };
  it.each<[string, Partial<Facts>]>([
    ["it was tried", { cluster: { hosts: [clusterHost()], tasks: [task({ lastStatus: "STOPPED" })] } }],
    ["ECS counts one, though it lists none", { cluster: { hosts: [clusterHost({ taskCount: 1 })], tasks: [] } }],
    [
      "one from before its launch is not over",
      {
        cluster: {
          hosts: [clusterHost()],
          tasks: [task({ lastStatus: "PENDING", createdAt: at(-9), startedAt: undefined })],
        },
      },
    ],
    ["it starts", { cluster: { hosts: [clusterHost()], tasks: [task({ lastStatus: "PENDING" })] } }],
    ["it ran once", { memory: memory({ session: session({ noTaskSince: at(3) }) }) }],
    ["ECS does not list it now", { memory: { ...noneYet({ noTaskSince: at(3) }), tasks: known } }],
    ["ECS's lists can't be read", { cluster: undefined, unreadable: ["cluster"] }],
  ])("is left alone as soon as it had a task, because that could end a game: %s", (_, over) => {
    expect(did(decided({ ...idleHost, memory: noneYet({ noTaskSince: at(3) }), ...over }, at(14)))).toEqual([]);
  });

  it("starts waiting again after a look that could not see whether there is one", () => {
    const blind = {
      ...idleHost,
      memory: noneYet({ noTaskSince: at(3) }),
      unreadable: ["cluster" as const],
      cluster: undefined,
    };
    expect(decided(blind, at(12)).memory.session?.noTaskSince).toBeUndefined();
  });
});

describe("before its host runs, the service", () => {
  const newest = { do: "update service", force: false, why: "the newest task definition runs from this wake on" };
  const launching = awake({
    memory: memory({ session: session({ ranAt: undefined }) }),
    machines: [machine({ state: "pending" })],
    cluster: { hosts: [], tasks: [] },
    record: { a: IPV4 },
  });

  it("is asked at each look for the newest task definition, in case AWS refused it", () => {
    expect(decided(launching, at(1)).actions).toEqual([newest]);
    expect(decided({ ...launching, machines: [] }, at(1)).actions).toContainEqual(newest);
    expect(did(decided({ ...launching, machines: [machine()] }, at(1)))).toEqual([]);
  });

  it("is asked past the throttle after a session whose tasks failed to start", () => {
    const failed = { ...launching, memory: { ...launching.memory, failedToStart: true } };
    expect(decided(failed, at(1)).actions).toEqual([{ ...newest, force: true }]);
  });

  it("is not asked again in the look that hears of AWS's refusal; its words are kept until the next try", () => {
    const trigger = { name: "capacity was set", deploymentProblem: "AccessDeniedException: iam:PassRole" };
    const noted = decided({ ...launching, trigger }, at(1));
    expect([noted.actions, noted.memory.session?.deploymentProblem]).toEqual([[], trigger.deploymentProblem]);
    expect(decided(after(launching, noted), at(2)).memory.session?.deploymentProblem).toBeUndefined();
  });
});

describe("a host that EC2 does not show any more, and whose agent is silent,", () => {
  const left = clusterHost({ instanceId: "i-0", arn: "host/0", agentConnected: false });
  const forgets = (over: Partial<Facts>) =>
    decided(asleep({ trigger: { name: "agent", ofCluster: true }, ...over }), at(0)).actions;

  it("is forgotten by ECS, so that Terraform can destroy the cluster", () => {
    expect(forgets({ cluster: { hosts: [left], tasks: [] } })).toEqual([
      { do: "forget", instanceId: "i-0", hostArn: "host/0", why: "it is gone, and its agent could not say so" },
    ]);
  });

  it.each<[string, Partial<Facts>]>([
    ["its agent answers", { cluster: { hosts: [{ ...left, agentConnected: true }], tasks: [] } }],
    ["EC2 shows it, stopped", { machines: [machine({ instanceId: "i-0", state: "stopped" })] }],
    ["the group lists it", { group: { desired: 0, hosts: [groupHost({ instanceId: "i-0" })] } }],
  ])("but not while %s", (_, over) => {
    expect(forgets({ cluster: { hosts: [left], tasks: [] }, ...over }).map((action) => action.do)).not.toContain(
      "forget",
    );
  });
});
