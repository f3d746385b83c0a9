import type { Facts, Task } from "../../../handlers/keeper/facts";
import {
  asleep,
  at,
  awake,
  after,
  capacity,
  clusterHost,
  crashed,
  decided,
  ending,
  groupHost,
  machine,
} from "./scenes";
import { mails, memory, packets, session, SETTINGS, task } from "./scenes";

const pending = task({ lastStatus: "PENDING", startedAt: undefined });
/** No task has run yet. */
const starting = (over: Partial<Facts> = {}, ...tasks: readonly Task[]) =>
  awake({
    memory: memory({ session: session({ ranAt: undefined }) }),
    cluster: { hosts: [clusterHost()], tasks },
    ...over,
  });
const hosts = (...all: readonly ReturnType<typeof clusterHost>[]) => all;
const endOf = (facts: Facts, minute: number) => decided(facts, at(minute)).memory.session?.sleep?.ending;

describe("a container that is given up, because no task started", () => {
  it("has the newest three stops in its mail, in whatever order ECS lists them", () => {
    const failed = (minute: number) =>
      crashed(minute, at(minute), {
        stopCode: "TaskFailedToStart",
        stoppedReason: `at ${minute}`,
        startedAt: undefined,
      });
    const patient = { settings: { ...SETTINGS, crashLoop: { ...SETTINGS.crashLoop, stops: 9 } } };
    const tasks = [failed(14), failed(5), failed(19), failed(9)];
    const reasons = { stops: ["at 9", "at 14", "at 19"].map((reason) => ({ reason })) };
    expect(endOf(starting(patient, ...tasks), 21)).toMatchObject({ kind: "not ready", ...reasons });
    expect(endOf(awake({ cluster: { hosts: [clusterHost()], tasks } }), 19.5)).toMatchObject({
      kind: "crash loop",
      ...reasons,
    });
  });

  it("has ECS's words in it only if no task of this host was tried", () => {
    const says = { placementProblem: "insufficient memory" };
    const problem = (facts: Facts) => {
      const end = endOf({ ...facts, ...says }, 21);
      return end?.kind === "not ready" ? end.placementProblem : end;
    };
    const former = task({ lastStatus: "STOPPED", createdAt: at(-30), startedAt: undefined });
    expect(problem(starting({}, former))).toBe("insufficient memory");
    expect(problem(starting({}, pending))).toBe("");
    const unreadable = { placementProblem: undefined, unreadable: ["placementProblem" as const] };
    expect(endOf(starting(unreadable), 21)).toMatchObject({ kind: "not ready", placementProblem: "" });
  });

  it.each<[string, Facts]>([
    ["its agent never registered", starting({ cluster: { hosts: [], tasks: [] } })],
    ["too little comes to be somebody who plays", starting({ packets: packets(6, 21, 119) }, pending)],
    [
      "ECS counts the task that it lists, and that does not start",
      starting({ cluster: { hosts: hosts(clusterHost({ taskCount: 1 })), tasks: [pending] } }),
    ],
    [
      "what was received came before its launch",
      starting({ settings: { ...SETTINGS, startupTimeoutMinutes: 18 }, receivedBytes: packets(0, 1, 40e6) }, pending),
    ],
  ])("is so though %s", (_, facts) => {
    expect(endOf(facts, 21)?.kind).toBe("not ready");
  });

  it("is not, where ECS counts a task beside the one that it shows as stopped, or packets reach the threshold", () => {
    const stopped = task({ lastStatus: "STOPPED", startedAt: undefined, stopCode: "UserInitiated" });
    const cluster = { hosts: [clusterHost({ taskCount: 1 })], tasks: [stopped] };
    expect(endOf(starting({ cluster }), 21)).toBeUndefined();
    expect(endOf(starting({ packets: packets(6, 21, 120) }, pending), 21)).toBeUndefined();
  });
});

describe("a task that stopped by itself", () => {
  const three = (over: Partial<Task>) =>
    awake({
      cluster: { hosts: [clusterHost()], tasks: [10, 14, 18].map((minute) => crashed(minute, at(minute), over)) },
    });

  it("is one crash, which is too many where one is allowed", () => {
    const settings = { ...SETTINGS, crashLoop: { ...SETTINGS.crashLoop, stops: 1 } };
    const cluster = { hosts: [clusterHost()], tasks: [crashed(1, at(18))] };
    expect(endOf(awake({ settings, cluster }), 19)).toMatchObject({ kind: "crash loop", stops: [{}] });
  });

  it("counts from its creation, if ECS does not say when it stopped", () => {
    const end = (...minutes: readonly number[]) => {
      const tasks = minutes.map((minute) =>
        crashed(minute, at(minute), { createdAt: at(minute), stoppedAt: undefined }),
      );
      return endOf(awake({ cluster: { hosts: [clusterHost()], tasks } }), 19)?.kind;
    };
    expect([end(5, 14, 18), end(3, 14, 18)]).toEqual(["crash loop", undefined]);
  });

  it("counts as a crash only when it has stopped", () => {
    expect(endOf(three({ lastStatus: "DEPROVISIONING" }), 19)).toBeUndefined();
  });

  it("is reported with what its containers say, and with the exit codes there are", () => {
    const containers = [{ name: "a", exitCode: 137, reason: "OutOfMemoryError" }, { name: "b" }];
    const stop = {
      code: "EssentialContainerExited",
      reason: "gone; a: OutOfMemoryError",
      exits: [{ service: "a", exitCode: 137 }],
    };
    expect(endOf(three({ containers, stoppedReason: "gone" }), 19)).toMatchObject({ stops: [stop, stop, stop] });
    const silent = { ...stop, reason: "a: OutOfMemoryError" };
    expect(endOf(three({ containers, stoppedReason: undefined }), 19)).toMatchObject({
      stops: [silent, silent, silent],
    });
  });

  it("is no work done, if it never started", () => {
    const failed = crashed(18, at(18), { stopCode: "TaskFailedToStart", containers: [{ name: "a", exitCode: 0 }] });
    expect(endOf(awake({ cluster: { hosts: [clusterHost()], tasks: [failed] } }), 19)).toBeUndefined();
  });
});

describe("after a session whose tasks failed to start, the next one asks ECS past its throttle", () => {
  const stop = (code: string) => ({ code, reason: "", exits: [] });
  const left = (codes: readonly string[], before: boolean, ranAt?: number) => {
    const end = { kind: "crash loop" as const, stops: codes.map(stop), restMinutes: 5 };
    const ended = session({ ranAt, sleep: { at: at(29), ending: end } });
    return decided(asleep({ memory: memory({ session: ended, failedToStart: before }) }), at(30)).memory.failedToStart;
  };

  it("if one of them did", () => {
    expect(left(["TaskFailedToStart", "EssentialContainerExited"], false)).toBe(true);
    expect(left(["EssentialContainerExited"], false)).toBe(false);
  });

  it("and so does the one after it, until a task has run", () => {
    expect([left([], true), left([], true, at(5)), left([], false)]).toEqual([true, false, false]);
  });
});

describe("two hosts at once", () => {
  const elderOf = (...machines: readonly Parameters<typeof machine>[0][]) => {
    const end = endOf(awake({ machines: machines.map(machine), cluster: { hosts: [], tasks: [] } }), 4);
    return end?.kind === "two hosts" ? [end.elder, end.younger] : end;
  };
  const second = { instanceId: "i-2", launchedAt: at(3) };

  it("are told apart by their launch, and by their names if that was the same", () => {
    expect([elderOf({}, second), elderOf(second, {})]).toEqual([
      ["i-1", "i-2"],
      ["i-1", "i-2"],
    ]);
    const same = { instanceId: "i-2", launchedAt: at(1) };
    expect([elderOf({}, same), elderOf(same, {})]).toEqual([
      ["i-1", "i-2"],
      ["i-1", "i-2"],
    ]);
  });

  it("are two as soon as the second is launched, and not if it is stopped", () => {
    expect(elderOf({}, { ...second, state: "pending" })).toEqual(["i-1", "i-2"]);
    expect(elderOf({}, { ...second, state: "stopped" })).toBeUndefined();
  });
});

describe("a lost host", () => {
  it("is replaced before anything ran on it, though the alarm sees nobody", () => {
    const lost = { machines: [machine({ state: "stopped" })], alarms: { idle: true, queried: false } };
    expect(endOf(starting(lost), 6)).toMatchObject({ kind: "host lost", what: "i-1 is stopped", wakesAgain: true });
  });

  it("is none while the group has no host at all, or EC2 does not answer", () => {
    const none = { group: { desired: 1, hosts: [] }, machines: [machine({ state: "stopped" })] };
    expect(endOf(starting(none), 6)).toBeUndefined();
    expect(endOf(starting({ machines: undefined, unreadable: ["machines"] }), 6)).toBeUndefined();
    const dying = { desired: 1, hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] };
    const lost = endOf(starting({ group: dying, machines: undefined, unreadable: ["machines"] }), 6);
    expect(lost?.kind === "host lost" ? lost.what : lost).toContain("i-1");
  });
});

it("a launch that AWS does not explain is given up all the same", () => {
  const none = starting({ group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } });
  const silent: Facts = { ...none, launchProblem: undefined, unreadable: ["launchProblem"] };
  expect(endOf(silent, 20)).toEqual({ kind: "no capacity", problem: "", restMinutes: 5 });
});

describe("a sleep that was decided and not carried out", () => {
  const sleepDecided = (over: Partial<Facts> = {}, kind: "idle" | "no capacity" = "idle", atMinute = 75) => {
    const end = kind === "idle" ? { kind } : { kind, problem: "" };
    const mine = memory({
      session: session({ sleep: { at: at(atMinute), ending: end } }),
      pendingWake: { since: at(75), why: "by hand" },
    });
    return decided(awake({ memory: mine, packets: packets(5, 90, 900), ...over }), at(84));
  };

  it("is finished though somebody comes, and the wish of that person stays", () => {
    expect([capacity(sleepDecided()), sleepDecided().memory.pendingWake?.why]).toEqual([0, "by hand"]);
  });

  it("is somebody's wake after ten minutes", () => {
    expect(capacity(sleepDecided({}, "idle", 74))).toBeUndefined();
  });

  it("rests from when it was decided, or not at all if it says nothing of a rest", () => {
    expect([sleepDecided({}, "no capacity").memory.restUntil, ending(sleepDecided({}, "no capacity"))]).toEqual([
      undefined,
      "no capacity",
    ]);
  });

  it("counts as one failure", () => {
    const failed = decided(
      awake({ cluster: { hosts: [], tasks: [10, 14, 18].map((one) => crashed(one, at(one))) } }),
      at(19),
    );
    expect(decided(after(awake(), failed), at(20)).memory.failures).toEqual(failed.memory.failures);
    expect(mails(failed)).toEqual([]);
  });
});
