import type { Facts, Task } from "../../../handlers/keeper/facts";
import type { Memory, Run } from "../../../handlers/keeper/memory";
import { runName, runOf } from "../../../handlers/keeper/run-name";
import type { Instant } from "../../../handlers/keeper/time";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  decided,
  did,
  ending,
  mails,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

const DUE = at(30);
const due = (service: string, dueAt = DUE): Facts["trigger"] => ({ name: `run ${service}`, run: { service, dueAt } });
const waiting = (over: Partial<Run> = {}): Run => ({
  service: "scraper",
  dueAt: DUE,
  since: DUE,
  timeoutMinutes: 30,
  wakes: true,
  ...over,
});
const runTask = (over: Partial<Task> = {}, run = waiting()): Task =>
  task({
    arn: "task/run",
    group: `family:${SETTINGS.names.ofService("task", run.service)}`,
    startedBy: runName(run),
    createdAt: DUE,
    startedAt: DUE + 1,
    containers: [{ name: run.service }],
    ...over,
  });
const ended = (exitCode: number | undefined, over: Partial<Task> = {}): Task =>
  runTask({
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stoppedAt: at(40),
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "scraper", isStopped: true, exitCode }],
    ...over,
  });
const GAME = task({ group: "service:games-valheim-service" });
const up = (over: Partial<Memory>, ...tasks: readonly Task[]): Facts =>
  awake({
    memory: memory({ session: session({ hasPoints: true, claimedMails: ["up"] }), ...over }),
    cluster: { hosts: [clusterHost({ taskCount: 1 })], tasks: [GAME, ...tasks] },
    packets: packets(5, 30, 500),
  });
const tokens = (facts: Facts, now: Instant) =>
  decided(facts, now).actions.flatMap((action) => (action.do === "run task" ? [action.token] : []));
const runMails = (facts: Facts, now: Instant) =>
  mails(decided(facts, now)).flatMap((mail) => (mail.kind === "run failed" ? [mail] : []));

test("the name of a run can be read again", () => {
  expect(runName(waiting())).toBe("scraper/20261121T203000Z");
  expect(runOf("scraper/20261121T203000Z")).toEqual({ service: "scraper", dueAt: DUE });
  expect([undefined, "ecs-svc/123", "scraper/20260231T203000Z"].map(runOf)).toEqual([undefined, undefined, undefined]);
});

describe("a run that is due while people play", () => {
  it("is started with a token that names it, and asked for again with the same one until its task is seen", () => {
    const facts = { ...up({}), trigger: due("scraper") };
    expect(tokens(facts, DUE)).toEqual(["scraper/2026-11-21T20:30:00Z"]);
    const next = after(facts, decided(facts, DUE));
    expect(tokens(next, at(31))).toEqual(["scraper/2026-11-21T20:30:00Z"]);
    const seen = { ...next, cluster: up({}, runTask()).cluster };
    expect(tokens(seen, at(32))).toEqual([]);
  });

  it("is started once, however often it is announced", () => {
    const facts = { ...up({}), trigger: due("scraper") };
    const over = decided({ ...up({ ...decided(facts, DUE).memory }, ended(0)) }, at(41)).memory;
    expect(over.runs).toBeUndefined();
    expect(tokens({ ...up(over), trigger: due("scraper") }, at(42))).toEqual([]);
  });

  it("is skipped while the one before it lasts, unless they may overlap", () => {
    const runs = [waiting({ taskArn: "task/run" }), waiting({ service: "notifier", taskArn: "task/other" })];
    const facts = (service: string) => ({
      ...up({ runs, tasks: { "task/other": {} } }, runTask()),
      trigger: due(service, at(35)),
    });
    expect(tokens(facts("scraper"), at(35))).toEqual([]);
    expect(tokens(facts("notifier"), at(35))).toEqual(["notifier/2026-11-21T20:35:00Z"]);
  });

  it("has another token after ECS answered that it started nothing", () => {
    const facts = up({ runs: [waiting({ askedAt: DUE })] });
    const run = { service: "scraper", dueAt: DUE };
    const refused = {
      ...facts,
      trigger: { name: "afterwards", runProblems: [{ ...run, problem: "RESOURCE:MEMORY", isRefused: true }] },
    };
    expect(tokens(refused, at(31))).toEqual([]);
    const next = after(facts, decided(refused, at(31)));
    expect(tokens(next, at(35))).toEqual(["scraper/2026-11-21T20:30:00Z/2"]);
    expect(runMails(next, at(61))).toMatchObject([{ how: "not started", reason: "RESOURCE:MEMORY" }]);
  });

  it("is not begun where it would outlast the session's limit", () => {
    const facts = { ...up({}), trigger: due("scraper", at(455)), packets: packets(400, 455, 500) };
    expect(did(decided(facts, at(455)))).not.toContain("run task");
    expect(runMails(after(facts, decided(facts, at(455))), at(456))).toEqual([]);
    expect(runMails(facts, at(455))).toMatchObject([{ how: "outlasts", dueAt: at(455) }]);
  });

  it("is stopped at its timeout, and reported when it has ended", () => {
    const facts = up({ runs: [waiting({ askedAt: DUE })] }, runTask());
    expect(did(decided(facts, at(59)))).not.toContain("stop task");
    const late = decided(facts, at(60));
    expect(late.actions).toContainEqual(expect.objectContaining({ do: "stop task", taskArn: "task/run" }));
    expect(runMails(up({ ...late.memory }, ended(143)), at(61))).toMatchObject([{ how: "timeout", exitCode: 143 }]);
  });

  it("sends one mail if it fails, three a day at most, and none if it ends with 0", () => {
    const facts = (exitCode: number, over: Partial<Memory> = {}) =>
      up({ runs: [waiting({ taskArn: "task/run" })], ...over }, ended(exitCode));
    expect(runMails(facts(0), at(41))).toEqual([]);
    let day = memory().day;
    const sent = [1, 2, 3, 4].map(() => {
      const decision = decided(facts(1, { day }), at(41));
      day = decision.memory.day;
      return mails(decision);
    });
    expect(sent.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
    expect(sent.flat().at(-1)).toMatchObject({ exitCode: 1, isLastToday: true });
  });

  it("is lost if ECS has not listed its task for ten minutes: it forgets one that has stopped", () => {
    const open = { runs: [waiting({ askedAt: DUE, taskArn: "task/run" })] };
    const unlisted = up({ ...open, tasks: { "task/run": { isRun: true, missingSince: at(40) } } });
    expect(decided(unlisted, at(49)).memory.runs).toHaveLength(1);
    expect(runMails(unlisted, at(50))).toMatchObject([{ how: "lost" }]);
    expect(decided(unlisted, at(50)).memory.runs).toBeUndefined();
  });

  it("is known again if memory was lost while it ran", () => {
    const found = decided({ ...up({}, runTask()), noMemory: { kind: "new" } }, at(61));
    expect(found.memory.runs).toMatchObject([{ service: "scraper", dueAt: DUE, taskArn: "task/run", timedOut: true }]);
    expect(did(found)).toContain("stop task");
  });
});

describe("a run is not the game", () => {
  it("a run that fails is not a crash", () => {
    const crashes = [41, 42, 43].map((minute) => ended(1, { arn: `task/${minute}`, stoppedAt: at(minute) }));
    expect(ending(decided(up({}, ...crashes), at(44)))).toBeUndefined();
  });

  it("it does not count as a task that players could join", () => {
    const facts = awake({ cluster: { hosts: [clusterHost({ taskCount: 1 })], tasks: [runTask()] } });
    expect(ending(decided(facts, at(60)))).toBe("not ready");
  });

  it("a session without players lasts until its run has ended, not longer", () => {
    const quiet = packets(5, 60);
    const lasting = { ...up({ runs: [waiting({ taskArn: "task/run" })] }, runTask()), packets: quiet };
    expect(ending(decided(lasting, at(59)))).toBeUndefined();
    expect(
      ending(decided({ ...up({ runs: [waiting({ taskArn: "task/run" })] }, ended(0)), packets: quiet }, at(59))),
    ).toBe("idle");
  });

  it("a limit ends the session though it lasts", () => {
    const facts = { ...up({ runs: [waiting({ taskArn: "task/run" })] }, runTask()), packets: packets(5, 482, 500) };
    expect(ending(decided(facts, at(482)))).toBe("limit");
  });
});

describe("a run that is due while it sleeps", () => {
  it("is skipped if it does not wake", () => {
    const decision = decided(asleep({ trigger: due("notifier") }), DUE);
    expect([decision.actions, decision.memory.runs]).toEqual([[], undefined]);
  });

  it("starts a host if it wakes, and runs there", () => {
    const decision = decided(asleep({ trigger: due("scraper") }), DUE);
    expect(capacity(decision)).toBe(1);
    expect(decision.memory.session).toMatchObject({ why: "schedule" });
    expect(decision.memory.day.wakes).toBe(0);
  });

  it.each<[string, Partial<Memory>, string]>([
    ["rests after a failure", { restUntil: at(60) }, "resting"],
    ["has used up a limit", { day: { ...memory().day, minutes: 841 } }, "limit"],
  ])("is reported if it %s", (_, over, how) => {
    const facts = asleep({ trigger: due("scraper"), memory: memory(over) });
    expect(capacity(decided(facts, DUE))).toBeUndefined();
    expect(runMails(facts, DUE)).toMatchObject([{ service: "scraper", how }]);
  });

  it("starts one at a person's word, whether it wakes by itself or not", () => {
    const decision = decided(asleep({ trigger: { name: "run notifier", run: { service: "notifier" } } }), DUE);
    expect(capacity(decision)).toBe(1);
    expect(decision.memory.runs).toMatchObject([{ service: "notifier", dueAt: DUE, byHand: true }]);
  });

  it("starts one though queries are ignored", () => {
    const ignoring = memory({ emptySessions: { minutes: 120, at: DUE } });
    expect(capacity(decided(asleep({ trigger: due("scraper"), memory: ignoring }), DUE))).toBe(1);
  });
});

describe("a session that a schedule began", () => {
  const ofSchedule = (over: Partial<Memory["session"]> = {}, rest: Partial<Memory> = {}) =>
    up({ session: session({ why: "schedule", hasPoints: true, runEndedAt: at(40), ...over }), ...rest });
  const quiet = packets(5, 45);

  it("ends two and a half minutes after its run, at the next look, without a mail", () => {
    expect(ending(decided({ ...ofSchedule(), packets: quiet }, at(42)))).toBeUndefined();
    const facts = { ...ofSchedule(), packets: quiet };
    const decision = decided(facts, at(43));
    expect([ending(decision), mails(decision)]).toEqual(["runs done", []]);
    const closed = decided(
      after(facts, decision, { group: { desired: 0, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } }),
      at(46),
    );
    expect([closed.memory.session, mails(closed)]).toEqual([undefined, []]);
  });

  it.each<[string, Facts]>([
    ["somebody plays", { ...ofSchedule({ played: true }), packets: packets(5, 45, 500) }],
    ["somebody has looked up the address", { ...ofSchedule({}, { lastQuery: at(43) }), packets: quiet }],
    ["a person has called", { ...ofSchedule({ calledAt: at(38) }), packets: quiet }],
    [
      "the next run lasts",
      { ...ofSchedule({}, { runs: [waiting({ taskArn: "task/run" })], tasks: { "task/run": {} } }), packets: quiet },
    ],
    ["it is held", { ...ofSchedule({}, { holdUntil: at(90) }), packets: quiet }],
  ])("goes on if %s", (_, facts) => {
    expect(ending(decided(facts, at(45)))).toBeUndefined();
  });
});

describe("a container whose services all run at times", () => {
  const settings = { ...SETTINGS, services: { essential: [], nonEssential: [], restartedWhenDone: [] } };

  it("wakes without a service to deploy and without a record to point", () => {
    expect(did(decided(asleep({ settings, trigger: due("scraper") }), DUE))).toEqual(["set capacity"]);
  });

  it("sleeps soon after its run, and never counts as not ready", () => {
    const runs = [waiting({ askedAt: DUE })];
    const facts = awake({
      settings,
      memory: memory({ runs, session: session({ why: "schedule", ranAt: undefined }) }),
      cluster: { hosts: [clusterHost({ taskCount: 1 })], tasks: [runTask()] },
    });
    expect(did(decided(facts, at(55)))).toEqual([]);
    const over = after(facts, decided(facts, at(55)), {
      cluster: { hosts: [clusterHost()], tasks: [ended(0, { stoppedAt: at(56) })] },
    });
    const closed = decided(over, at(57));
    expect(ending(closed)).toBeUndefined();
    expect(ending(decided(after(over, closed), at(61)))).toBe("runs done");
  });
});

describe("a run that does not wake", () => {
  const facts = (over: Partial<Memory["session"]>, idle = false): Facts => ({
    ...up({ session: session({ hasPoints: true, ...over }) }),
    alarms: { idle, queried: false },
    trigger: due("notifier", at(40)),
  });

  it("is skipped when nobody has been connected for a while, and in a session for other runs, so that it keeps no host up", () => {
    expect(tokens(facts({}), at(40))).toHaveLength(1);
    expect(tokens(facts({}, true), at(40))).toEqual([]);
    expect(tokens(facts({ why: "schedule" }), at(40))).toEqual([]);
  });

  it("does not move the end of a session that a schedule began", () => {
    const runs = [waiting({ service: "notifier", wakes: undefined, taskArn: "task/run" })];
    const other = runTask(
      {
        lastStatus: "STOPPED",
        stoppedAt: at(39),
        stopCode: "EssentialContainerExited",
        containers: [{ name: "notifier", exitCode: 0 }],
      },
      runs[0],
    );
    const { memory: after } = decided(
      up({ runs, session: session({ why: "schedule", runEndedAt: at(30) }) }, other),
      at(40),
    );
    expect([after.runs, after.session?.runEndedAt]).toEqual([undefined, at(30)]);
  });
});

describe("what may go wrong with a run", () => {
  it("a list without the game, while a run is on the host, does not end a session that ECS counts", () => {
    const facts = awake({
      memory: memory({
        session: session({ hasPoints: true }),
        tasks: { "task/1": { hostArn: "host/1", missingSince: at(50) } },
        holdUntil: at(300),
      }),
      cluster: { hosts: [clusterHost({ taskCount: 2 })], tasks: [runTask()] },
      packets: packets(5, 60, 30),
    });
    expect(ending(decided(facts, at(60)))).toBeUndefined();
  });

  it("sleep by hand drops one that waits, and reports it", () => {
    const facts = {
      ...asleep({ memory: memory({ runs: [waiting()], pendingWake: { since: DUE, why: "schedule" } }) }),
    };
    const sleep = { ...facts, trigger: { name: "sleep by hand", command: "sleep" as const } };
    expect(runMails(sleep, at(31))).toMatchObject([{ how: "by hand" }]);
    expect(capacity(decided(after(facts, decided(sleep, at(31))), at(33)))).toBeUndefined();
  });

  it("its timeout begins when ECS starts it, not when ECS refused it", () => {
    const facts = up({ runs: [waiting({ askedAt: DUE })] });
    const run = { service: "scraper", dueAt: DUE };
    const runProblems = [{ ...run, problem: "RESOURCE:MEMORY", isRefused: true }];
    const refused = decided({ ...facts, trigger: { name: "afterwards", runProblems } }, at(31)).memory;
    const asked = decided(up({ ...refused }), at(50)).memory;
    expect(did(decided(up({ ...asked }, runTask({ createdAt: at(50) })), at(61)))).not.toContain("stop task");
  });

  it("an error of ECS is its reason, and does not use up its token", () => {
    const facts = up({ runs: [waiting({ askedAt: DUE })] });
    const runProblems = [{ service: "scraper", dueAt: DUE, problem: "AccessDenied: iam:PassRole", isRefused: false }];
    const failed = decided({ ...facts, trigger: { name: "afterwards", runProblems } }, at(59)).memory;
    expect(failed.runs).toMatchObject([{ askedAt: DUE, problem: "AccessDenied: iam:PassRole" }]);
    expect(runMails(up({ ...failed }), at(61))).toMatchObject([
      { how: "not started", reason: "AccessDenied: iam:PassRole" },
    ]);
  });

  it("stopped with its host it was cut off, though it ends with 0", () => {
    const facts = up({ runs: [waiting({ taskArn: "task/run" })] }, ended(0, { stopCode: "UserInitiated" }));
    expect(runMails(facts, at(41))).toMatchObject([{ how: "cut off", exitCode: 0 }]);
  });

  it("by hand it is one run, at whichever millisecond", () => {
    const facts: Facts = { ...up({}), trigger: { name: "run scraper", run: { service: "scraper" } } };
    const { runs = [] } = decided(facts, DUE + 123).memory;
    expect(runs).toMatchObject([{ dueAt: DUE }]);
    expect(decided(up({ runs }, runTask()), at(31)).memory.runs).toHaveLength(1);
  });

  it("one that never ends is given up after its timeout and its grace period", () => {
    const hanging = runTask({ desiredStatus: "STOPPED" });
    const facts = up({ runs: [waiting({ askedAt: DUE, timedOut: true })] }, hanging);
    expect(decided(facts, at(71)).memory.runs).toHaveLength(1);
    const given = decided(facts, at(72));
    expect(runMails(facts, at(72))).toMatchObject([{ how: "timeout" }]);
    expect(decided(after(facts, given), at(77)).memory.runs).toBeUndefined();
  });

  it("an apply that removes its service does not stop it, and drops one that waits", () => {
    const settings = { ...SETTINGS, scheduled: [] };
    expect(did(decided({ ...up({ runs: [waiting({ askedAt: DUE })] }, runTask()), settings }, at(40)))).not.toContain(
      "stop task",
    );
    expect(decided({ ...up({ runs: [waiting()] }), settings }, at(40)).memory.runs).toBeUndefined();
  });

  it("a host that is lost after the runs it was started for is not replaced", () => {
    const lost = { desired: 1, hosts: [{ instanceId: "i-1", lifecycleState: "InService", healthy: false }] };
    const ofRuns = up({ session: session({ why: "schedule", hasPoints: true, runEndedAt: at(30) }) });
    expect(decided({ ...ofRuns, group: lost, packets: packets(5, 30) }, at(31)).memory.pendingWake).toBeUndefined();
    expect(decided({ ...up({}), group: lost }, at(31)).memory.pendingWake).toMatchObject({ why: "lost host" });
  });

  it("somebody who plays quietly in a session that a schedule began is not thrown out", () => {
    const facts = up({ session: session({ why: "schedule", hasPoints: true, runEndedAt: at(30) }) });
    expect(ending(decided({ ...facts, packets: packets(5, 40, 0) }, at(40)))).toBe("runs done");
    expect(
      ending(decided({ ...facts, packets: [...packets(5, 37), ...packets(37, 40, 100)] }, at(40))),
    ).toBeUndefined();
  });
});

describe("when a session of runs ends", () => {
  const quiet = packets(5, 45);
  const ofSchedule = (over: Partial<Memory["session"]> = {}, rest: Partial<Memory> = {}): Facts => ({
    ...up({ session: session({ why: "schedule", hasPoints: true, runEndedAt: at(40), ...over }), ...rest }),
    packets: quiet,
  });
  const alone = { ...SETTINGS, services: { essential: [], nonEssential: [], restartedWhenDone: [] } };
  const jobs = (over: Partial<Memory["session"]>): Facts => ({
    ...ofSchedule({ runEndedAt: undefined, ...over }),
    settings: alone,
  });
  const point = (minute: number, value: number) => ({ at: at(minute), value });

  it.each<[string, Facts, number, string | undefined]>([
    ["just before two and a half minutes", ofSchedule(), 42.4, undefined],
    ["after them", ofSchedule(), 42.5, "runs done"],
    ["at the end of a hold", ofSchedule({}, { holdUntil: at(43) }), 43, "runs done"],
    [
      "six minutes after a quiet player",
      { ...ofSchedule(), packets: [...packets(5, 36), point(36, 40)] },
      42.5,
      "runs done",
    ],
    ["not earlier", { ...ofSchedule(), packets: [...packets(5, 37), point(37, 40)] }, 42.5, undefined],
    [
      "with less than a third of the threshold",
      { ...ofSchedule(), packets: [...packets(5, 41), point(41, 39)] },
      42.5,
      "runs done",
    ],
    ["as any other one, when a person has called", ofSchedule({ calledAt: at(20) }), 45, "idle"],
    ["as any other one, when somebody played quietly for minutes", ofSchedule({ busyMinutes: 5 }), 45, "idle"],
    ["though a query from before it is known", ofSchedule({}, { lastQuery: at(0) }), 42.5, "runs done"],
    [
      "despite a query, while queries are ignored",
      ofSchedule({}, { lastQuery: at(41), emptySessions: { minutes: 190, at: at(0) } }),
      42.5,
      "runs done",
    ],
    ["without a service, when its start has had its time", jobs({}), 23.4, undefined],
    ["and two and a half minutes", jobs({}), 23.5, "runs done"],
    ["by hand, when that has had its time", jobs({ calledAt: at(10) }), 32.4, undefined],
    ["and no later", jobs({ calledAt: at(10) }), 32.5, "runs done"],
    ["by hand not right after a run", jobs({ calledAt: at(10), runEndedAt: at(12) }), 29.9, undefined],
    ["but then", jobs({ calledAt: at(10), runEndedAt: at(12) }), 30, "runs done"],
  ])("%s", (_, facts, minute, kind) => {
    expect(ending(decided(facts, at(minute)))).toBe(kind);
  });
});

describe("whether a due run is taken", () => {
  const dueNow = (service: string, facts: Facts, dueAt = DUE): Facts => ({ ...facts, trigger: due(service, dueAt) });

  it("up to three hours late, and then reported", () => {
    expect(tokens(dueNow("scraper", up({}), at(-149)), DUE)).toHaveLength(1);
    expect(runMails(dueNow("scraper", up({}), at(-150)), DUE)).toMatchObject([{ how: "not started" }]);
  });

  it("is remembered for as long, and no longer", () => {
    const dueRuns = [at(-150), at(-149)].map((dueAt) => ({ service: "scraper", dueAt }));
    const { memory: noted } = decided(dueNow("scraper", up({ dueRuns })), DUE);
    expect(noted.dueRuns).toEqual([dueRuns[1], { service: "scraper", dueAt: DUE }]);
  });

  it("beside another service's that is due at the same time", () => {
    const runs = [waiting({ service: "notifier", taskArn: "task/other" })];
    const { memory: noted } = decided(dueNow("scraper", up({ runs, tasks: { "task/other": {} } })), DUE);
    expect(noted.runs?.map(({ service }) => service)).toEqual(["notifier", "scraper"]);
  });

  it("after one that has just ended, though that is noted in the same look", () => {
    const runs = [waiting({ taskArn: "task/run" })];
    expect(tokens(dueNow("scraper", up({ runs }, ended(0)), at(41)), at(41))).toHaveLength(1);
    const other = ended(0, { startedBy: "notifier/20261121T203000Z" });
    expect(
      tokens(dueNow("scraper", up({ runs, tasks: { "task/run": {} } }, runTask(), other), at(41)), at(41)),
    ).toEqual([]);
  });

  it("not where the session is about to end, unless a person holds it or has begun it", () => {
    const idle = { idle: true, queried: false };
    const ends = session({ hasPoints: true, sleep: { at: DUE, ending: { kind: "idle" } } });
    expect(decided(dueNow("notifier", up({ session: ends })), DUE).memory.runs).toBeUndefined();
    expect(tokens({ ...dueNow("notifier", up({ holdUntil: at(90) })), alarms: idle }, DUE)).toHaveLength(1);
    const byHand = session({ hasPoints: true, why: "by hand" });
    expect(tokens({ ...dueNow("notifier", up({ session: byHand })), alarms: idle }, DUE)).toHaveLength(1);
  });

  it("by hand even in a rest", () => {
    const facts = asleep({
      memory: memory({ restUntil: at(60) }),
      trigger: { name: "run", run: { service: "notifier" } },
    });
    const decision = decided(facts, DUE);
    expect([capacity(decision), decision.memory.session?.why]).toEqual([1, "by hand"]);
  });
});

describe("where a run can start", () => {
  const waits = (over: Partial<Facts>): Facts => ({ ...up({ runs: [waiting()] }), ...over });
  const host = (over: object) => ({ cluster: { hosts: [clusterHost({ taskCount: 1, ...over })], tasks: [GAME] } });
  const second = { instanceId: "i-0", state: "running", launchedAt: at(20), instanceType: "m7a.large" };

  it.each<[string, Partial<Facts>]>([
    ["a host that drains", host({ status: "DRAINING" })],
    ["a host whose agent is silent", host({ agentConnected: false })],
    ["two hosts", { machines: [...(up({}).machines ?? []), second] }],
  ])("not on %s", (_, over) => {
    expect(tokens(waits(over), at(31))).toEqual([]);
  });

  it("its problem is forgotten at each new try, when it was first asked is not", () => {
    const runs = [waiting({ askedAt: DUE, problem: "Throttling" })];
    expect(decided(up({ runs }), at(31)).memory.runs).toEqual([{ ...waiting({ askedAt: DUE }), problem: undefined }]);
  });

  it("its refusals count, and its problem is cut to 300 characters", () => {
    const runProblems = [{ service: "scraper", dueAt: DUE, problem: "x".repeat(400), isRefused: true }];
    const facts = { ...up({ runs: [waiting({ refusals: 1 })] }), trigger: { name: "afterwards", runProblems } };
    expect(decided(facts, at(31)).memory.runs).toMatchObject([{ refusals: 2, problem: "x".repeat(300) }]);
  });

  it("it is not given up by a look that cannot read the cluster", () => {
    const facts = {
      ...up({ runs: [waiting({ taskArn: "task/run" })] }),
      cluster: undefined,
      unreadable: ["cluster" as const],
    };
    expect(decided(facts, at(31)).memory.runs).toHaveLength(1);
  });
});

describe("what became of a run", () => {
  it("the task that is stopped is named with its host, once", () => {
    const facts = up({ runs: [waiting({ askedAt: DUE })] }, runTask());
    const stops = (one: Facts) => decided(one, at(60)).actions.filter((action) => action.do === "stop task");
    expect(stops(facts)).toMatchObject([{ instanceId: "i-1", taskArn: "task/run" }]);
    expect(stops(up({ runs: [waiting({ askedAt: DUE })] }, runTask({ desiredStatus: "STOPPED" })))).toEqual([]);
  });

  it.each<[string, Facts, number, string | undefined]>([
    [
      "its task could not start",
      up({ runs: [waiting()] }, ended(undefined, { stopCode: "TaskFailedToStart" })),
      41,
      "unstarted",
    ],
    ["nothing of its host is left", up({ runs: [waiting({ taskArn: "task/run" })] }), 41, "lost"],
    [
      "it was asked for, and its host went",
      asleep({ memory: memory({ runs: [waiting({ askedAt: DUE })] }) }),
      41,
      "lost",
    ],
    [
      "ECS refused it, and its host went",
      asleep({ memory: memory({ runs: [waiting({ askedAt: DUE, problem: "RESOURCE:MEMORY" })] }) }),
      41,
      "not started",
    ],
    [
      "it does not wake, and its host went",
      asleep({ memory: memory({ runs: [waiting({ wakes: undefined })] }) }),
      31,
      "no host",
    ],
    ["no host came for half an hour", asleep({ memory: memory({ runs: [waiting()] }) }), 60, "no host"],
    ["a host may still come", asleep({ memory: memory({ runs: [waiting()] }) }), 59, undefined],
    [
      "it runs when a person says sleep",
      { ...up({ runs: [waiting({ askedAt: DUE })] }), trigger: { name: "sleep", command: "sleep" } },
      31,
      undefined,
    ],
    [
      "the limit only reports",
      {
        ...up({ runs: [waiting({ since: at(460) })] }),
        settings: { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } },
      },
      460,
      undefined,
    ],
    ["it would end with the session", up({ runs: [waiting({ since: at(451) })] }), 451, undefined],
    ["it would end after it", up({ runs: [waiting({ since: at(451) })] }), 451.1, "outlasts"],
  ])("%s", (_, facts, minute, how) => {
    expect(runMails({ ...facts, packets: packets(5, Math.floor(minute), 500) }, at(minute))[0]?.how).toBe(how);
  });

  it("the others go on, and the session counts from the last end", () => {
    const runs = [waiting({ taskArn: "task/run" }), waiting({ service: "notifier", taskArn: "task/other" })];
    const facts = up(
      { runs, tasks: { "task/other": {} }, session: session({ runEndedAt: at(35) }) },
      ended(0, { stoppedAt: at(38) }),
    );
    const { memory: noted } = decided(facts, at(41));
    expect([noted.runs?.map(({ service }) => service), noted.session?.runEndedAt]).toEqual([["notifier"], at(38)]);
    const later = up({ runs: [waiting()], session: session({ runEndedAt: at(39) }) }, ended(0, { stoppedAt: at(38) }));
    expect(decided(later, at(41)).memory.session?.runEndedAt).toBe(at(39));
  });

  it("one that memory does not know is taken up as it is configured, if it is wanted and has a service", () => {
    const notifier = runTask({ arn: "task/n", createdAt: at(35) }, waiting({ service: "notifier" }));
    const runs = [waiting({ taskArn: "task/run" })];
    const others = [
      runTask({ arn: "task/x" }, waiting({ service: "gone" })),
      runTask({ arn: "task/s", desiredStatus: "STOPPED" }, waiting({ service: "notifier", dueAt: at(25) })),
      runTask({ arn: "task/h", startedBy: undefined }),
    ];
    expect(decided(up({ runs }, runTask(), notifier, ...others), at(36)).memory.runs).toEqual([
      waiting({ taskArn: "task/run" }),
      { service: "notifier", dueAt: DUE, since: at(35), askedAt: at(35), timeoutMinutes: 10, taskArn: "task/n" },
    ]);
  });
});
