import { UNDESCRIBED, type ClusterHost, type Facts, type Task } from "../../../handlers/keeper/facts";
import { MINUTE } from "../../../handlers/keeper/time";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  crashed,
  decided,
  did,
  ending,
  groupHost,
  machine,
  mails,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

const IDLE = { alarms: { idle: true, queried: false } };
/** Players until minute 60, nobody since. */
const leftAt60 = (over: Partial<Facts> = {}) =>
  awake({ ...IDLE, packets: [...packets(5, 60, 900), ...packets(60, 200)], ...over });
/** As seen at a minute: no point of the minute that is not over yet. */
const seenAt = (minute: number, facts: Facts): Facts => ({
  ...facts,
  packets: facts.packets?.filter((point) => point.at < at(minute)),
});
const look = (minute: number, facts: Facts) => decided(seenAt(minute, facts), at(minute) + 30_000);

describe("idle (rules 3 and 4)", () => {
  it("sleeps after the last players have left for idle.after, not a minute earlier", () => {
    expect(capacity(look(74, leftAt60()))).toBeUndefined();
    expect(capacity(look(75, leftAt60()))).toBe(0);
  });

  it("sleeps though the alarm is quiet: it may not take in points that come late", () => {
    expect(capacity(look(75, leftAt60({ alarms: { idle: false, queried: false } })))).toBe(0);
  });

  it("does not sleep when one minute of them was at the threshold", () => {
    const facts = leftAt60();
    const point = { at: at(70), value: SETTINGS.idle.packetsPerMinute };
    const busy = [...(facts.packets ?? []).filter((other) => other.at !== point.at), point];
    expect(capacity(look(75, { ...facts, packets: busy }))).toBeUndefined();
    const under = busy.map((other) => (other.at === point.at ? { ...other, value: 119 } : other));
    expect(capacity(look(75, { ...facts, packets: under }))).toBe(0);
  });

  it("takes missing points for no sign of nobody, and waits for as many others", () => {
    const without = (...minutes: number[]) =>
      leftAt60({ packets: packets(60, 200).filter((point) => !minutes.map(at).includes(point.at)) });
    expect(capacity(look(75, without(65)))).toBe(0);
    expect(capacity(look(75, without(65, 66)))).toBeUndefined();
    expect(capacity(look(76, without(65, 66)))).toBe(0);
    expect(capacity(look(90, without(64, 69, 74, 79, 84, 89)))).toBe(0);
    expect(capacity(look(90, without(73, 74, 75, 76, 77, 78, 79)))).toBeUndefined();
  });

  it("bears points that come four minutes late, no later", () => {
    const late = (minutes: number) => decided(seenAt(80 - minutes, leftAt60()), at(80) + 30_000);
    expect(capacity(late(4))).toBe(0);
    expect(capacity(late(5))).toBeUndefined();
  });

  it("does not judge by points of a former task", () => {
    const fresh = task({ startedAt: at(64), createdAt: at(63) });
    const facts = leftAt60({ cluster: { hosts: [clusterHost()], tasks: [fresh] } });
    expect(capacity(look(76, facts))).toBeUndefined();
    expect(capacity(look(79, facts))).toBe(0);
  });

  it("waits again after the first restart, and after one that disconnected players, not after each", () => {
    const startedAt = (...minutes: number[]) =>
      minutes.map((minute, index) =>
        index === minutes.length - 1
          ? task({ startedAt: at(minute) })
          : crashed(index, at(minute) + MINUTE, { startedAt: at(minute) }),
      );
    const facts = (...minutes: number[]) =>
      awake({ ...IDLE, packets: packets(5, 90), cluster: { hosts: [clusterHost()], tasks: startedAt(...minutes) } });
    expect(capacity(look(44, facts(20, 30)))).toBeUndefined();
    expect(capacity(look(45, facts(20, 30)))).toBe(0);
    expect(capacity(look(45, facts(20, 30, 40)))).toBe(0);

    const played = { ...facts(20, 30, 40), packets: [...packets(5, 35), ...packets(35, 38, 900), ...packets(38, 90)] };
    expect(capacity(look(54, played))).toBeUndefined();
    expect(capacity(look(55, played))).toBe(0);
    // The restart at 37:30 is in a minute that was played in: who played did so before.
    const within = { ...facts(20, 30, 37.5, 46), packets: played.packets };
    expect(capacity(look(55, within))).toBe(0);
  });

  it("waits for startup_timeout since the launch", () => {
    const facts = awake({
      ...IDLE,
      packets: packets(5, 60),
      cluster: { hosts: [clusterHost()], tasks: [task({ startedAt: at(5) })] },
    });
    expect(capacity(look(20, facts))).toBeUndefined();
    expect(capacity(look(21, facts))).toBe(0);
  });

  it("sleeps though ECS does not describe the task it lists: its time to start is over", () => {
    const cluster = { hosts: [clusterHost()], tasks: [task({ lastStatus: UNDESCRIBED, startedAt: undefined })] };
    const facts = awake({
      ...IDLE,
      cluster,
      packets: packets(5, 60),
      memory: memory({ session: session({ ranAt: undefined }) }),
    });
    expect(capacity(look(21, facts))).toBe(0);
  });

  describe("while the first download goes on", () => {
    /** Launched at 1, the task runs since 5, start-up lasts until 21; so much is received a minute. */
    const fetching = (...stretches: (readonly [from: number, to: number, megabytes?: number])[]) => {
      const receivedBytes = stretches.flatMap(([from, to, megabytes = 30]) => packets(from, to, megabytes * 1e6));
      return awake({ ...IDLE, packets: packets(5, 200), receivedBytes });
    };

    it("waits until five minutes after it", () => {
      expect(capacity(look(44, fetching([5, 41])))).toBeUndefined();
      expect(capacity(look(45, fetching([5, 41])))).toBe(0);
      expect(capacity(look(21, fetching([5, 41, 29])))).toBe(0);
    });

    it("bears pauses of five minutes, no longer, and counts the first stretch alone", () => {
      expect(capacity(look(39, fetching([5, 30], [34, 36])))).toBeUndefined();
      expect(capacity(look(39, fetching([5, 30], [35, 36])))).toBe(0);
      expect(capacity(look(30, fetching([22, 30])))).toBe(0);
    });

    it("waits an hour longer than startup_timeout at most", () => {
      expect(capacity(look(80, fetching([5, 200])))).toBeUndefined();
      expect(capacity(look(81, fetching([5, 200])))).toBe(0);
    });

    it("waits no longer where nobody can say what was received", () => {
      const blind = { ...fetching([5, 41]), receivedBytes: undefined, unreadable: ["receivedBytes" as const] };
      expect(capacity(look(21, blind))).toBe(0);
    });
  });

  describe("while somebody is coming", () => {
    /** As reported before: the look is the schedule's. */
    const asked = (minute: number, facts: Facts = leftAt60()) => ({
      ...facts,
      memory: { ...facts.memory, lastQuery: at(minute) },
    });

    /** Something asks every five minutes. */
    const monitored = (minute: number, facts: Facts = leftAt60()) => ({
      ...facts,
      queries: [6, 11, 16].map((before) => ({ at: at(minute - before), value: 1 })),
    });

    it("waits for five minutes after a query", () => {
      expect(capacity(look(75, asked(71)))).toBeUndefined();
      expect(capacity(look(75, asked(70.5)))).toBe(0);
    });

    it("waits in a session nobody has played in, too", () => {
      const cluster = { hosts: [clusterHost()], tasks: [task({ startedAt: at(55) })] };
      const empty = awake({ ...IDLE, cluster, packets: packets(5, 200) });
      expect(capacity(look(70, asked(60, empty)))).toBe(0);
      expect(capacity(look(70, asked(69, empty)))).toBeUndefined();
    });

    it("waits for each who asks, if few do", () => {
      const queries = [60, 70].map((minute) => ({ at: at(minute), value: 1 }));
      expect(capacity(look(85, asked(84, { ...leftAt60(), queries })))).toBeUndefined();
      expect(capacity(look(85, asked(84, monitored(85))))).toBe(0);
    });

    it("waits no longer than six minutes after it was first possible: a monitor asks every minute", () => {
      expect(capacity(look(80, asked(80, monitored(80))))).toBeUndefined();
      expect(capacity(look(81, asked(81, monitored(81))))).toBe(0);
    });

    it("counts these from when points came, start-up ended or the hold did, if that was later", () => {
      const gap = leftAt60();
      const missing = { ...gap, packets: gap.packets?.filter((point) => point.at < at(66) || point.at >= at(80)) };
      expect(capacity(look(97, asked(97, monitored(97, missing))))).toBeUndefined();
      expect(capacity(look(100, asked(100, monitored(100, missing))))).toBe(0);
      const held = { ...leftAt60(), hold: { until: at(90) } };
      expect(capacity(look(95, asked(95, monitored(95, held))))).toBeUndefined();
      expect(capacity(look(96, asked(96, monitored(96, held))))).toBe(0);
      const slow = { ...leftAt60(), settings: { ...SETTINGS, startupTimeoutMinutes: 89 } };
      expect(capacity(look(95, asked(95, monitored(95, slow))))).toBeUndefined();
      expect(capacity(look(96, asked(96, monitored(96, slow))))).toBe(0);
    });

    it("waits longer where points come late: who came can't be known yet", () => {
      const late = (minute: number) => ({
        ...asked(minute, monitored(minute)),
        packets: leftAt60().packets?.filter((point) => point.at < at(minute - 3)),
      });
      expect(capacity(decided(late(83), at(83) + 30_000))).toBeUndefined();
      expect(capacity(decided(late(84), at(84) + 30_000))).toBe(0);
    });

    it("waits idle.after for a person who wakes by hand what is up, at that look and after it", () => {
      const trigger = { name: "wake by hand", command: "wake" as const };
      for (const facts of [leftAt60({ trigger }), leftAt60({ trigger, memory: memory() })]) {
        const called = look(90, facts);
        expect([capacity(called), called.memory.session?.why]).toEqual([undefined, "by hand"]);
        expect(capacity(look(104, leftAt60({ memory: called.memory })))).toBeUndefined();
        expect(capacity(look(105, leftAt60({ memory: called.memory })))).toBe(0);
      }
    });

    it("never sleeps at the look of a query or of the alarm queried", () => {
      const sleeps = (trigger: Facts["trigger"]) => capacity(look(95, { ...leftAt60(), trigger }));
      expect(sleeps({ name: "query", query: at(60) })).toBeUndefined();
      expect(sleeps({ name: "alarm", alarm: SETTINGS.names.alarms.queried })).toBeUndefined();
      expect(sleeps({ name: "alarm", alarm: SETTINGS.names.alarms.idle })).toBe(0);
    });
  });

  it("ends a session though AWS does not hand out the memory, and nothing else is started", () => {
    const blank: Facts = { ...leftAt60({ memory: memory() }), noMemory: { kind: "unreadable" } };
    expect(capacity(look(74, blank))).toBeUndefined();
    const decision = look(75, blank);
    expect(did(decision).filter((action) => action !== "point record")).toEqual(["set capacity"]);
    expect([capacity(decision), decision.memory]).toEqual([0, memory()]);
    const asked = { trigger: { name: "query", query: at(74) } };
    expect(capacity(look(75, { ...blank, ...asked }))).toBeUndefined();
  });

  it("is switched off by the command hold for its minutes, from then on, and by 0 no longer", () => {
    const hold = (holdMinutes: number, over: Partial<Facts> = {}) =>
      leftAt60({ trigger: { name: "hold by hand", command: "hold", holdMinutes }, ...over });
    const held = look(75, hold(60));
    expect([capacity(held), held.memory.holdUntil]).toEqual([undefined, at(135) + 30_000]);
    expect(capacity(look(134, leftAt60({ memory: held.memory })))).toBeUndefined();
    expect(capacity(look(136, leftAt60({ memory: held.memory })))).toBe(0);
    const ended = look(80, hold(0, { memory: held.memory }));
    expect([capacity(ended), ended.memory.holdUntil]).toEqual([0, undefined]);
  });

  it("is not seen while packets can't be read, and does not wait for a hold or queries that can't", () => {
    const without = (name: "packets" | "hold" | "queries") => ({
      ...seenAt(75, leftAt60()),
      [name]: undefined,
      unreadable: [name],
    });
    const sleeps = (facts: Facts) => capacity(decided(facts, at(75) + 30_000));
    expect([sleeps(without("packets")), sleeps(without("hold")), sleeps(without("queries"))]).toEqual([
      undefined,
      0,
      0,
    ]);
  });

  it("is switched off by a hold until its time", () => {
    expect(capacity(look(75, leftAt60({ hold: { until: at(80) } })))).toBeUndefined();
    expect(capacity(look(80, leftAt60({ hold: { until: at(80) } })))).toBe(0);
  });

  it("takes a hold that can't be read for none, and says so", () => {
    const decision = look(75, leftAt60({ hold: { unreadable: "tomorrow" } }));
    expect(capacity(decision)).toBe(0);
    expect(mails(decision)).toContainEqual({ kind: "hold unreadable", written: "tomorrow" });
  });

  it("is seen, too, where ECS does not list the task any more that ran", () => {
    const tasks = { "task/1": { hostArn: "host/1", missingSince: at(65) } };
    const blank = { hosts: [clusterHost()], tasks: [] };
    expect(capacity(look(75, leftAt60({ cluster: blank, memory: memory({ session: session(), tasks }) })))).toBe(0);
  });

  it("is not seen where no task runs: that is another failure", () => {
    expect(ending(look(30, leftAt60({ packets: [], cluster: { hosts: [clusterHost()], tasks: [] } })))).toBe(
      "not ready",
    );
  });
});

describe("a crash loop (rule 1)", () => {
  const looping = (...tasks: ReturnType<typeof crashed>[]) =>
    awake({
      cluster: {
        hosts: [clusterHost()],
        tasks: [task({ lastStatus: "PENDING", startedAt: undefined, createdAt: at(19) }), ...tasks],
      },
    });

  const unstarted = (minute: number, stoppedReason = "") =>
    crashed(minute, at(minute), { stopCode: "TaskFailedToStart", stoppedReason, startedAt: undefined });

  it("gives tasks that never started five minutes: a registry may be late", () => {
    const since = (minute: number, ...minutes: number[]) =>
      decided(looping(...[minute, ...minutes].map((each) => unstarted(each))), at(19));
    expect(capacity(since(17, 17.2, 17.8))).toBeUndefined();
    expect(capacity(since(10, 12, 14.9))).toBeUndefined();
    expect(ending(since(10, 12, 15))).toBe("crash loop");
    expect(capacity(since(10, 15))).toBeUndefined();
  });

  it("gives them half of crash_loop.within, if that is less", () => {
    const settings = { ...SETTINGS, crashLoop: { ...SETTINGS.crashLoop, withinMinutes: 6 } };
    const since = (...minutes: number[]) =>
      decided({ ...looping(...minutes.map((each) => unstarted(each))), settings }, at(19));
    expect(capacity(since(15, 16, 17.9))).toBeUndefined();
    expect(ending(since(15, 16, 18))).toBe("crash loop");
  });

  it("does not add up tasks that never started and crashes, nor ends a task that started after them", () => {
    expect(capacity(decided(looping(unstarted(10), unstarted(14), crashed(4, at(18))), at(19)))).toBeUndefined();
    const stops = [10, 14, 18].map((minute) => unstarted(minute));
    const runs = { hosts: [clusterHost()], tasks: [task({ createdAt: at(18.5), startedAt: at(19) }), ...stops] };
    expect(capacity(decided(awake({ cluster: runs }), at(19)))).toBeUndefined();
  });

  it("sleeps and rests after so many stops in so many minutes", () => {
    const decision = decided(looping(crashed(2, at(10)), crashed(3, at(14)), crashed(4, at(18))), at(19));
    expect([capacity(decision), ending(decision), decision.memory.restUntil]).toEqual([0, "crash loop", at(24)]);
  });

  it("counts a stop once, however often ECS lists it", () => {
    expect(
      capacity(decided(looping(crashed(2, at(10)), crashed(2, at(10)), crashed(4, at(18))), at(19))),
    ).toBeUndefined();
  });

  it("counts neither old stops nor those of a former host", () => {
    const tasks = [crashed(2, at(8)), crashed(3, at(14)), crashed(4, at(18))];
    const launchedAt10 = { ...looping(...tasks), machines: [machine({ launchedAt: at(10) })] };
    expect(capacity(decided(launchedAt10, at(19)))).toBeUndefined();
    expect(capacity(decided(looping(...tasks), at(19)))).toBe(0);
    const old = [crashed(2, at(10)), crashed(3, at(20)), crashed(4, at(24))];
    expect(capacity(decided(looping(...old), at(25)))).toBeUndefined();
  });

  it.each(["ServiceSchedulerInitiated", "UserInitiated"])("does not count requested stops: %s", (stopCode) => {
    const stops = [10, 14, 18].map((minute) => crashed(minute, at(minute), { stopCode }));
    expect(capacity(decided(looping(...stops), at(19)))).toBeUndefined();
  });

  it("keeps the reasons, cut to 300 characters, and asks for a new deployment next time if tasks failed to start", () => {
    const reason = "CannotPullContainerError: ".padEnd(400, "x");
    const stops = [10, 14, 18].map((minute) => unstarted(minute, reason));
    const decision = decided(looping(...stops), at(19));
    const sleep = decision.memory.session?.sleep?.ending;
    expect(sleep?.kind === "crash loop" ? sleep.stops[0] : undefined).toEqual({
      code: "TaskFailedToStart",
      reason: reason.slice(0, 300),
      exits: [{ service: "valheim", exitCode: 1 }],
    });
    expect(decided(after(asleep(), decision), at(20)).memory.failedToStart).toBe(true);
  });
});

describe("a container that does not start (rule 1)", () => {
  const starting = (...tasks: ReturnType<typeof task>[]) =>
    awake({ memory: memory({ session: session({ ranAt: undefined }) }), cluster: { hosts: [clusterHost()], tasks } });
  const pending = task({ lastStatus: "PENDING", startedAt: undefined });

  it("is given up after startup_timeout since the launch", () => {
    expect(capacity(decided(starting(pending), at(20)))).toBeUndefined();
    const decision = decided(starting(pending), at(21));
    expect([capacity(decision), ending(decision), decision.memory.restUntil]).toEqual([0, "not ready", at(26)]);
  });

  it("has the whole startup_timeout again after a crash in hour three", () => {
    const crash = crashed(2, at(180));
    expect(capacity(decided(starting(pending, crash), at(199)))).toBeUndefined();
    expect(ending(decided(starting(pending, crash), at(200)))).toBe("not ready");
  });

  it("has not, after a task that never ran: one that fails every ten minutes would never be given up", () => {
    const failed = crashed(2, at(15), { stopCode: "TaskFailedToStart", startedAt: undefined });
    expect(ending(decided(starting(pending, failed), at(21)))).toBe("not ready");
  });

  it("says what ECS says when no task was ever placed", () => {
    const facts = { ...starting(), placementProblem: "insufficient memory" };
    const decision = decided(facts, at(21));
    expect(decision.memory.session?.sleep?.ending).toMatchObject({
      stops: [],
      placementProblem: "insufficient memory",
    });
  });

  it("is not given up while somebody plays on it: then it runs, only its agent is silent", () => {
    const played = { ...starting(pending), packets: packets(6, 20, 900) };
    expect(capacity(decided(played, at(34)))).toBeUndefined();
    expect(ending(decided(played, at(35)))).toBe("not ready");
  });

  it.each([
    ["lists none", []],
    ["does not describe what it lists", [task({ lastStatus: UNDESCRIBED, desiredStatus: UNDESCRIBED })]],
  ])("is not given up where ECS counts a task on the host and %s, unless that was known long ago", (_, tasks) => {
    const cluster = { hosts: [clusterHost({ taskCount: 1 })], tasks };
    const facts = { ...starting(), cluster, noMemory: { kind: "unreadable", problem: "" } } as const;
    expect(capacity(decided(facts, at(21)))).toBeUndefined();
    const none = { hosts: [clusterHost()], tasks: [] };
    expect(ending(decided({ ...starting(), cluster: none }, at(21)))).toBe("not ready");
    const known = { ...starting().memory, tasks: { "task/1": { hostArn: "host/1", missingSince: at(0) } } };
    expect(ending(decided({ ...starting(), cluster, memory: known }, at(21)))).toBe("not ready");
  });

  it("has no longer for a task that ECS lists no more, unless ECS counts one on the host", () => {
    const tasks = { "task/1": { hostArn: "host/1", missingSince: at(12) } };
    const late = (hasTasks: boolean) =>
      decided(
        awake({
          memory: memory({ session: session({ ranAt: undefined }), tasks }),
          cluster: { hosts: [clusterHost({ taskCount: hasTasks ? 1 : 0 })], tasks: [] },
        }),
        at(21),
      );
    expect([capacity(late(true)), ending(late(false))]).toEqual([undefined, "not ready"]);
  });

  it("is not given up while its first download goes on: then it runs, only its agent is silent", () => {
    const receivedBytes = Array.from({ length: 20 }, (_, minute) => ({ at: at(10 + minute), value: 40e6 }));
    const loading = { ...starting(pending), receivedBytes };
    expect(capacity(decided(loading, at(30)))).toBeUndefined();
    expect(ending(decided(loading, at(36)))).toBe("not ready");
  });

  it("goes on while a task runs", () => {
    expect(capacity(decided(awake({ packets: packets(5, 100, 500) }), at(100)))).toBeUndefined();
  });
});

/** The limit a session ends at. */
function limitOf(facts: Facts, now: number): string | undefined {
  const end = decided(facts, now).memory.session?.sleep?.ending;
  return end?.kind === "limit" ? end.limit : undefined;
}

describe("limits (rule 2)", () => {
  const long = awake({ memory: memory({ session: session({ hasPoints: true, claimedMails: ["up"] }) }) });

  it("warns half an hour before and sleeps when the session is over", () => {
    expect(mails(decided(long, at(450)))).toEqual([]);
    const warned = decided(long, at(451));
    expect(mails(warned)).toEqual([{ kind: "stops soon", limit: "session", inMinutes: 30 }]);
    expect(mails(decided(after(long, warned), at(460)))).toEqual([]);
    expect(capacity(decided(long, at(480)))).toBeUndefined();
    expect(decided(long, at(481)).memory.session?.sleep?.ending).toEqual({
      kind: "limit",
      limit: "session",
      most: 480,
    });
  });

  it("sleeps when today's hours are used up, this session's included", () => {
    const day = { ...memory().day, minutes: 740 };
    const facts = { ...long, memory: { ...long.memory, day } };
    expect(capacity(decided(facts, at(100)))).toBeUndefined();
    expect(limitOf(facts, at(101))).toBe("day");
  });

  it("announces the end by today's hours, the nearer of two, and none that midnight comes before", () => {
    const announced = (used: number, minute: number) => {
      const day = { ...memory().day, minutes: used };
      const countedUntil = at(minute);
      return mails(decided({ ...long, memory: { ...long.memory, day, countedUntil } }, at(minute)));
    };
    expect(announced(810, 209)).toEqual([{ kind: "stops soon", limit: "day", inMinutes: 30 }]);
    expect(announced(810, 211)).toEqual([]);
    const { day } = memory({ day: { ...memory().day, date: "2026-11-22", minutes: 835 } });
    const both = { ...long, memory: { ...long.memory, day, countedUntil: at(461) } };
    expect(mails(decided(both, at(461)))).toEqual([{ kind: "stops soon", limit: "day", inMinutes: 5 }]);
  });

  it("announces the end of the session, too, where a person has let today's hours pass", () => {
    const passed = session({ hasPoints: true, claimedMails: ["up", "day"], why: "by hand" });
    const decision = decided({ ...long, memory: memory({ session: passed }) }, at(451));
    expect(mails(decision)).toEqual([{ kind: "stops soon", limit: "session", inMinutes: 30 }]);
  });

  it("starts counting again at midnight UTC", () => {
    const day = { ...memory().day, minutes: 700 };
    const decision = decided({ ...long, memory: { ...long.memory, day } }, at(250));
    expect(capacity(decision)).toBeUndefined();
    expect(decision.memory.day).toMatchObject({ date: "2026-11-22", minutes: 10 });
    expect(decision.memory.month.minutes).toBe(249); // the host came a minute after the wake
  });

  it("only tells, each day that it is over, without limit.stop", () => {
    const facts = { ...long, settings: { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } } };
    const decision = decided(facts, at(481));
    expect(capacity(decision)).toBeUndefined();
    expect(mails(decision)).toEqual([{ kind: "limit passed", limit: "session", used: 480, most: 480 }]);
    expect(mails(decided(after(facts, decision), at(500)))).toEqual([]);
    // The next day begins at minute 240 + 1440.
    const next = decided(after(facts, decision), at(1690));
    expect(mails(next)).toEqual([{ kind: "limit passed", limit: "session", used: 1689, most: 480 }]);
    expect(mails(decided(after(facts, next), at(1700)))).toEqual([]);
  });

  it("tells today's hours, too, without limit.stop", () => {
    const day = { ...memory().day, minutes: 740 };
    const facts = {
      ...long,
      settings: { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } },
      memory: { ...long.memory, day },
    };
    const decision = decided(facts, at(101));
    expect(mails(decision)).toEqual([{ kind: "limit passed", limit: "day", used: 840, most: 840 }]);
    expect(mails(decided(after(facts, decision), at(102)))).toEqual([]);
  });

  it("tells nothing of a near end without limit.stop: there is none", () => {
    expect(
      mails(decided({ ...long, settings: { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } } }, at(460))),
    ).toEqual([]);
  });

  it("stops a held session too: a hold is for idleness alone", () => {
    expect(limitOf({ ...long, hold: { until: at(900) } }, at(481))).toBe("session");
  });

  it("sleeps when the month's hours are used up, and tells once at four fifths", () => {
    const month = { ...memory().month, minutes: 5700 };
    const facts = { ...long, memory: { ...long.memory, month } };
    expect(mails(decided(facts, at(60)))).toEqual([]);
    const near = decided(facts, at(61));
    expect(mails(near)).toEqual([{ kind: "limit near", limit: "month", used: 5760, most: 7200 }]);
    expect(mails(decided(after(facts, near), at(70)))).toEqual([]);
    const used = {
      ...long,
      memory: { ...long.memory, month: { ...month, minutes: 7140, claimedMails: ["month near"] } },
    };
    expect([limitOf(used, at(60)), limitOf(used, at(61))]).toEqual([undefined, "month"]);
  });

  it("stops no session that a person began by hand at the hours of day and month, nor announces it", () => {
    const full = {
      day: { ...memory().day, minutes: 900 },
      month: { ...memory().month, minutes: 7300, claimedMails: ["month near"] },
    };
    const byHand = session({ why: "by hand", hasPoints: true, claimedMails: ["up"] });
    const facts = { ...long, memory: memory({ ...full, session: byHand }) };
    expect([limitOf(facts, at(100)), mails(decided(facts, at(100)))]).toEqual([undefined, []]);
    expect(limitOf(facts, at(481))).toBe("session");
  });

  it("ends the session though EC2 does not say when the host was launched", () => {
    expect(limitOf({ ...long, machines: undefined, unreadable: ["machines"] }, at(480))).toBe("session");
  });
});

describe("no capacity (rule 6)", () => {
  const none = awake({
    memory: memory({ session: session({ ranAt: undefined }) }),
    group: { desired: 1, hosts: [] },
    machines: [],
    cluster: { hosts: [], tasks: [] },
    launchProblem: "We currently do not have sufficient m7a.large capacity",
  });

  it("gives up after startup_timeout and keeps AWS's reason", () => {
    expect(capacity(decided(none, at(19)))).toBeUndefined();
    const decision = decided(none, at(20));
    expect(decision.memory.session?.sleep?.ending).toEqual({
      kind: "no capacity",
      problem: none.launchProblem,
      restMinutes: 5,
    });
    expect(decision.memory.pendingWake).toBeUndefined();
  });

  it("does not count as empty, and pauses for five minutes: a query after that tries again", () => {
    const gaveUp = decided(none, at(20));
    const closed = decided(after(asleep(), gaveUp), at(20));
    expect(closed.memory.emptySessions).toBeUndefined();
    const asked = (minute: number) =>
      decided(after(asleep(), closed, { trigger: { name: "query", query: at(minute) } }), at(minute));
    expect([capacity(asked(24)), capacity(asked(25))]).toEqual([undefined, 1]);
  });

  it("counts from when the wake was carried out, however long AWS refused it", () => {
    const refused = { ...none, memory: memory({ session: session({ ranAt: undefined, upAt: undefined }) }) };
    const carriedOut = decided(refused, at(19));
    expect(capacity(decided(after(none, carriedOut), at(38)))).toBeUndefined();
    expect(ending(decided(after(none, carriedOut), at(39)))).toBe("no capacity");
  });

  it("counts from when the group last had a host, not from the wake", () => {
    const facts = { ...none, memory: memory({ session: session({ hostSeenAt: at(100) }) }) };
    expect(capacity(decided(facts, at(110)))).toBeUndefined();
    expect(ending(decided(facts, at(120)))).toBe("no capacity");
  });
});

describe("a lost host (rule 7)", () => {
  it.each([
    ["unhealthy", { group: { desired: 1, hosts: [groupHost({ healthy: false })] } }],
    ["stopped in the console", { machines: [machine({ state: "stopping" })] }],
    ["terminated in the console", { machines: [machine({ state: "shutting-down" })] }],
    ["terminated in its group", { group: { desired: 1, hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] } }],
  ])("%s: asleep first, and awake again when nothing of it is left", (_, over) => {
    const decision = decided(awake(over), at(30));
    expect([capacity(decision), ending(decision)]).toEqual([0, "host lost"]);
    expect(decision.memory.pendingWake).toEqual({ since: at(30), why: "lost host" });
    const blocked = decided(after(awake({ group: { desired: 0, hosts: [groupHost()] } }), decision), at(31));
    expect(capacity(blocked)).toBeUndefined();
    expect(capacity(decided(after(asleep(), blocked), at(35)))).toBe(1);
  });

  it("is none that the group still has: a dying one counts as gone", () => {
    const dying = { group: { desired: 1, hosts: [groupHost({ lifecycleState: "Terminating" })] } };
    expect(decided(awake(dying), at(30)).memory.session?.hostSeenAt).toBeUndefined();
    expect(decided(awake(), at(30)).memory.session?.hostSeenAt).toBe(at(30));
  });

  it("is not replaced when nobody played any more", () => {
    const decision = decided(awake({ ...IDLE, machines: [machine({ state: "stopped" })] }), at(30));
    expect([ending(decision), decision.memory.pendingWake]).toEqual(["host lost", undefined]);
  });

  it("is not replaced endlessly when it dies at each start", () => {
    const facts = awake({
      memory: memory({ session: session({ ranAt: undefined, why: "lost host" }) }),
      cluster: { hosts: [], tasks: [] },
      machines: [machine({ state: "shutting-down" })],
    });
    expect(decided(facts, at(10)).memory.pendingWake).toBeUndefined();
  });

  it("that was started for a lost one is replaced only if somebody played on it", () => {
    const second = (value: number) =>
      awake({
        memory: memory({ session: session({ why: "lost host" }) }),
        machines: [machine({ state: "stopped" })],
        packets: packets(6, 12, value),
      });
    expect(decided(second(0), at(12)).memory.pendingWake).toBeUndefined();
    expect(decided(second(900), at(12)).memory.pendingWake?.why).toBe("lost host");
  });

  it("is none where EC2 does not list it yet", () => {
    expect(capacity(decided(awake({ machines: [], cluster: { hosts: [], tasks: [] } }), at(2)))).toBeUndefined();
  });
});

test.each([5, undefined])("where ECS does not answer, an idle host is put to sleep all the same (ran at %s)", (ran) => {
  const quiet = Array.from({ length: 30 }, (_, minute) => ({ at: at(minute), value: 0 }));
  const ranAt = ran === undefined ? undefined : at(ran);
  const facts = awake({ cluster: undefined, packets: quiet, memory: memory({ session: session({ ranAt }) }) });
  const didAt = (minute: number) => did(decided({ ...facts, unreadable: ["cluster"] }, at(minute)));
  expect(didAt(SETTINGS.startupTimeoutMinutes)).not.toContain("set capacity");
  expect(didAt(30)).toContain("set capacity");
});

test("with neither its memory nor EC2's word, an idle host's age is what ECS says it is", () => {
  const blind = (minutesLater: number) => {
    const packets = Array.from({ length: 30 }, (_, minute) => ({ at: at(minutesLater - 30 + minute), value: 0 }));
    const facts = awake({ memory: memory(), noMemory: { kind: "unreadable" }, machines: undefined, packets });
    return did(decided({ ...facts, unreadable: ["machines"] }, at(minutesLater)));
  };
  expect(blind(2 + SETTINGS.startupTimeoutMinutes - 1)).not.toContain("set capacity");
  expect(blind(2 + SETTINGS.startupTimeoutMinutes + 15)).toContain("set capacity");
});

describe("a second host (rule 8)", () => {
  const two = (over: Partial<Facts> = {}) =>
    awake({
      group: { desired: 1, hosts: [groupHost({ instanceId: "i-2" })] },
      machines: [machine({ instanceId: "i-2", launchedAt: at(60) }), machine()],
      cluster: { hosts: [clusterHost(), clusterHost({ arn: "host/2", instanceId: "i-2" })], tasks: [task()] },
      ...over,
    });

  it("is drained as soon as it has registered, the elder one is not, and capacity goes to 0", () => {
    const decision = decided(
      two({ machines: [machine({ instanceId: "i-2", launchedAt: at(60) }), machine({ launchedAt: at(60.5) })] }),
      at(61),
    );
    expect([capacity(decision), ending(decision)]).toEqual([0, "two hosts"]);
    expect(decision.actions.filter((action) => action.do === "drain")).toMatchObject([{ hostArn: "host/1" }]);
  });

  describe("that ECS does not describe", () => {
    const other = (over: Partial<Task> = {}) => task({ arn: "task/2", hostArn: "host/2", createdAt: at(61), ...over });
    /** Both run a task since the second was launched; of the hosts ECS describes these. */
    const stopped = (hosts: readonly ClusterHost[], tasks: readonly Task[]) => {
      const machines = [machine(), machine({ instanceId: "i-2", launchedAt: at(60) })];
      const { actions } = decided(awake({ machines, cluster: { hosts, tasks } }), at(61.5));
      return actions.flatMap((action) =>
        action.do === "drain" ? [action.hostArn] : action.do === "stop task" ? [action.taskArn] : [],
      );
    };

    it("is drained and its task stopped: that one is not on the elder", () => {
      expect(stopped([clusterHost()], [task(), other()])).toEqual(["host/2", "task/2"]);
      expect(stopped([clusterHost()], [task(), other({ desiredStatus: "STOPPED" })])).toEqual([]);
    });

    it("is known by what ran before its launch, where the elder is not described either", () => {
      expect(stopped([], [task(), other()])).toEqual(["host/2", "task/2"]);
    });

    it("is left alone while nobody can tell which of the tasks is its own", () => {
      expect(stopped([], [task({ createdAt: at(61) }), other()])).toEqual([]);
      const before = crashed(3, at(20), { hostArn: "host/0" });
      expect(stopped([], [before, task({ createdAt: at(61) }), other()])).toEqual([]);
    });
  });

  it("outside the group is drained, too, where EC2 does not answer: ECS has it, and the group has not", () => {
    const drained = (minutesLater: number, over: Partial<Facts> = {}) => {
      const hosts = [clusterHost(), clusterHost({ arn: "host/2", instanceId: "i-2", registeredAt: at(60) })];
      const { actions } = decided(
        awake({ machines: undefined, unreadable: ["machines"], cluster: { hosts, tasks: [task()] }, ...over }),
        at(60 + minutesLater),
      );
      return actions.flatMap((action) => (action.do === "drain" ? [action.hostArn] : []));
    };
    expect([drained(1), drained(2)]).toEqual([[], ["host/2"]]);
    expect(drained(2, { group: { desired: 1, hosts: [groupHost(), groupHost({ instanceId: "i-2" })] } })).toEqual([]);
  });

  it("outside the group is drained and its task stopped, reported once a day, and never terminated", () => {
    const facts = asleep({
      machines: [machine({ launchedAt: at(-100) })],
      cluster: { hosts: [clusterHost()], tasks: [task()] },
    });
    const decision = decided(facts, at(0));
    expect(did(decision)).toEqual(["drain", "stop task", "mail"]);
    expect(mails(decision)).toEqual([{ kind: "host outside the group", instanceId: "i-1" }]);
    expect(mails(decided(after(facts, decision), at(5)))).toEqual([]);
  });

  it.each([
    ["InService", 10, ["host stays"]],
    ["Standby", 10, ["host stays"]],
    ["InService", 9, []],
    ["Terminating:Wait", 10, []],
  ])(
    "left in the group though it sleeps, %s %i minutes later, is reported once a day",
    (lifecycleState, minutes, kinds) => {
      const facts = asleep({
        group: { desired: 0, hosts: [groupHost({ lifecycleState })] },
        memory: memory({ sleptAt: at(0) }),
      });
      const decision = decided(facts, at(minutes));
      expect(mails(decision).map(({ kind }) => kind)).toEqual(kinds);
      if (kinds.length > 0) expect(mails(decided(after(facts, decision), at(minutes + 5)))).toEqual([]);
    },
  );

  it("is not seen in a host that EC2 shows a moment before its group does", () => {
    const facts = awake({ group: { desired: 1, hosts: [] }, machines: [machine({ launchedAt: at(9) })] });
    expect(did(decided(facts, at(10)))).not.toContain("drain");
  });
});

describe("by hand", () => {
  const trigger = { name: "by hand", command: "sleep" as const };

  it("sleeps at once, through a hold and before startup_timeout", () => {
    expect(ending(decided(awake({ trigger, hold: { until: at(900) } }), at(6)))).toBe("by hand");
  });

  it("wakes again for whoever wakes it by hand at the moment of its end", () => {
    const decision = decided(awake({ trigger: { name: "wake by hand", command: "wake" } }), at(481));
    expect([ending(decision), decision.memory.pendingWake]).toEqual(["limit", { since: at(481), why: "by hand" }]);
    expect(capacity(decided(after(asleep(), decision), at(484)))).toBe(1);
  });

  it("marks the queries up to then seen, so that they don't wake it again", () => {
    const facts = awake({ trigger, queries: [{ at: at(28), value: 1 }] });
    const decision = decided(facts, at(30));
    // The metric knows its minute alone: wake may still report the second.
    expect(decision.memory.handledQuery).toBe(at(29) - 1);
    const secondQuery = after(asleep(), decision, { trigger: { name: "query", query: at(28.5) } });
    expect(decided(secondQuery, at(31)).memory.pendingWake).toBeUndefined();
    const closed = decided(
      after(asleep({ alarms: { idle: false, queried: true }, queries: facts.queries }), decision),
      at(31),
    );
    expect(capacity(closed)).toBeUndefined();
  });
});

describe("a sleep that is not carried out", () => {
  const first = look(75, leftAt60());

  it("is finished by the next look, without a second mail", () => {
    const second = decided(after({ ...leftAt60(), alarms: { idle: false, queried: false } }, first), at(76));
    expect([capacity(second), mails(second)]).toEqual([0, []]);
    expect(second.memory.session?.sleep).toEqual(first.memory.session?.sleep);
  });

  it("is not confused with somebody's wake long after", () => {
    const late = after(awake({ packets: packets(5, 90, 900) }), first);
    expect(capacity(decided(late, at(90)))).toBeUndefined();
  });
});
