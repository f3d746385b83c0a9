import { DAY } from "../../../handlers/keeper/time";
import type { Limit } from "../../../handlers/keeper/ending";
import type { Memory } from "../../../handlers/keeper/memory";
import { decide } from "../../../handlers/keeper/decide";
import { newSession } from "../../../handlers/keeper/rules/new-session";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  decided,
  did,
  EVENING,
  groupHost,
  machine,
  IPV4,
  mails,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

const asks = (minutes: number) => ({ trigger: { name: "query", query: at(minutes) } });

describe("a query while asleep", () => {
  it("wakes: capacity 1 first, then the newest task definition", () => {
    const decision = decided(asleep(asks(0)), at(0));
    expect(decision.actions.slice(0, 2)).toEqual([
      { do: "set capacity", desired: 1, why: "query" },
      { do: "update service", force: false, why: "the newest task definition runs from this wake on" },
    ]);
    expect(decision.memory).toMatchObject({ session: { why: "query", since: EVENING }, day: { wakes: 1 } });
    expect(decision.memory.session?.upAt).toBeUndefined();
  });

  it("wakes by the slow path, from the metric's minutes, when the fast one is lost", () => {
    const facts = asleep({ alarms: { idle: false, queried: true }, queries: [{ at: at(-1), value: 2 }] });
    expect(capacity(decided(facts, at(1)))).toBe(1);
  });

  it("is no wish when it was asked before keeper last went to sleep", () => {
    const facts = asleep({ ...asks(-3), memory: memory({ handledQuery: at(-2), lastQuery: at(-2) }) });
    expect(capacity(decided(facts, at(0)))).toBeUndefined();
  });

  it("is no wish in the metric when it is of the same minute as the newest that was seen", () => {
    const facts = asleep({
      alarms: { idle: false, queried: true },
      queries: [{ at: at(-2), value: 3 }],
      memory: memory({ handledQuery: at(-2) + 40_000, lastQuery: at(-2) + 40_000 }),
    });
    expect(capacity(decided(facts, at(0)))).toBeUndefined();
  });

  it("in the metric never makes an older one the newest", () => {
    const alarms = { idle: false, queried: true };
    const facts = asleep({ alarms, queries: [{ at: at(-3), value: 1 }], memory: memory({ lastQuery: at(-1) }) });
    expect(decided(facts, at(0)).memory).toMatchObject({ lastQuery: at(-1), handledQuery: at(0) - 1 });
  });

  it("is forgotten after half an hour", () => {
    expect(capacity(decided(asleep(asks(-31)), at(0)))).toBeUndefined();
    expect(capacity(decided(asleep(asks(-29)), at(0)))).toBe(1);
  });

  it("asks ECS for a new deployment when the last session's tasks failed to start", () => {
    const decision = decided(asleep({ ...asks(0), memory: memory({ failedToStart: true }) }), at(0));
    expect(decision.actions[1]).toMatchObject({ do: "update service", force: true });
  });

  it("does nothing when there is no group any more", () => {
    expect(did(decided(asleep({ ...asks(0), group: undefined }), at(0)))).not.toContain("set capacity");
  });
});

describe("a wake that is not carried out", () => {
  const first = decided(asleep(asks(0)), at(0));

  it("is repeated by the next look, and counts once", () => {
    const second = decided(after(asleep(), first), at(1));
    expect(capacity(second)).toBe(1);
    expect(second.memory.day.wakes).toBe(1);
    expect(second.memory.session?.since).toBe(EVENING);
  });

  it("is given up with its wish", () => {
    const late = decided(after(asleep(), first), at(31));
    expect(capacity(late)).toBeUndefined();
    expect(late.memory.session).toBeUndefined();
  });
});

describe("while anything of a former host is left, keeper remembers the wish and does not wake:", () => {
  const left = {
    "an instance in the group": { group: { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] } },
    "an instance in the group that is about to go": {
      group: { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating:Proceed" })] },
    },
    "a task that still saves": { cluster: { hosts: [], tasks: [task({ lastStatus: "RUNNING" })] } },
    "a task that is stopping": { cluster: { hosts: [], tasks: [task({ lastStatus: "DEPROVISIONING" })] } },
    "a task on a host whose agent still answers": { cluster: { hosts: [clusterHost()], tasks: [task()] } },
    "a task on a silent host that EC2 still shows": {
      cluster: { hosts: [clusterHost({ agentConnected: false })], tasks: [task()] },
      machines: [machine({ state: "stopped" })],
    },
    "an instance that shuts down": { machines: [machine({ state: "shutting-down" })] },
    "an instance outside the group": { machines: [machine({ launchedAt: at(-600) })] },
    "a stopped instance outside the group": { machines: [machine({ state: "stopped", launchedAt: at(-600) })] },
  };
  it.each(Object.entries(left))("%s", (_, over) => {
    const decision = decided(asleep({ ...asks(0), ...over }), at(0));
    expect(capacity(decision)).toBeUndefined();
    expect(decision.memory.pendingWake).toEqual({ since: at(0), why: "query" });
    expect(capacity(decided(after(asleep(), decision), at(4)))).toBe(1);
  });

  it("but not a task that ECS remembers of a host that is gone for good", () => {
    const hosts = [clusterHost({ agentConnected: false })];
    expect(capacity(decided(asleep({ ...asks(0), cluster: { hosts, tasks: [task()] } }), at(0)))).toBe(1);
  });

  it("for half an hour, and then says what was in the way", () => {
    const machines = [machine({ state: "shutting-down" })];
    const facts = asleep({
      machines,
      memory: memory({ pendingWake: { since: at(0), why: "query" }, lastQuery: at(0), handledQuery: at(0) }),
    });
    const decision = decided(facts, at(30));
    expect(decision.memory.pendingWake).toBeUndefined();
    expect(mails(decision)).toEqual([{ kind: "blocked", by: "i-1 is shutting-down" }]);
  });

  it("and half an hour more after another query", () => {
    const machines = [machine({ state: "shutting-down" })];
    const pendingWake = { since: at(0), why: "query" as const };
    const facts = asleep({ machines, memory: memory({ pendingWake, lastQuery: at(20), handledQuery: at(20) }) });
    expect(decided(facts, at(30)).memory.pendingWake).toEqual({ since: at(20), why: "query" });
  });
});

describe("right after a sleep, so that the group's metric shows a minute without a host,", () => {
  const slept = (seconds: number) => asleep({ ...asks(0), memory: memory({ sleptAt: at(0) - seconds * 1000 }) });

  it("keeper remembers the wish and does not wake, though nothing is left", () => {
    const decision = decided(slept(59), at(0));
    expect([capacity(decision), decision.memory.pendingWake?.since]).toEqual([undefined, at(0)]);
    expect(capacity(decided(after(asleep(), decision), at(0) + 1000))).toBe(1);
  });

  it("but wakes when a minute is over", () => {
    expect(capacity(decided(slept(60), at(0)))).toBe(1);
  });

  it("counted from keeper's decision, or from the look that first saw what others decided", () => {
    const sleptAt = (ended: Parameters<typeof session>[0]) =>
      decided(asleep({ memory: memory({ session: session(ended) }) }), at(30)).memory.sleptAt;
    expect(sleptAt({ sleep: { at: at(29), ending: { kind: "idle" } } })).toBe(at(29));
    expect(sleptAt({})).toBe(at(30));
    const late = asleep({
      trigger: { name: "capacity was set", capacity: 0 },
      memory: memory({ session: session({ sleep: { at: at(20), ending: { kind: "idle" } } }) }),
    });
    expect(decided(late, at(30)).memory.sleptAt).toBe(at(30));
  });
});

describe("queries are only marked seen", () => {
  it.each([
    ["while the container rests after a crash loop", { restUntil: at(10) }],
    ["while they are ignored", { emptySessions: { minutes: 90 + 50 / 144, at: at(0) } }],
  ])("%s", (_, over) => {
    const decision = decided(asleep({ ...asks(9), memory: memory(over) }), at(9));
    expect(capacity(decision)).toBeUndefined();
    expect(decision.memory).toMatchObject({ handledQuery: at(9) });
    expect(decision.memory.pendingWake).toBeUndefined();
    expect(capacity(decided(after(asleep(), decision), at(11)))).toBeUndefined();
    expect(capacity(decided(after(asleep(), decision, asks(11)), at(11)))).toBe(1);
  });

  it("and a wish from before a rest ends with it, but not that for a lost host", () => {
    const left = (why: "query" | "lost host") =>
      decided(
        asleep({ memory: memory({ emptySessions: { minutes: 91, at: at(0) }, pendingWake: { since: at(-1), why } }) }),
        at(0),
      );
    expect([left("query").memory.pendingWake, capacity(left("query"))]).toEqual([undefined, undefined]);
    expect(capacity(left("lost host"))).toBe(1);
  });

  describe("unless somebody insists while they are ignored", () => {
    const emptySessions = { minutes: 150, at: at(0) };
    /** Asks now, and has asked in these minutes before. */
    const insisting =
      (...minutesBefore: number[]) =>
      (over: Partial<Memory> = {}) => {
        const queries = minutesBefore.map((minute) => ({ at: at(30 - minute), value: 1 }));
        return decided(asleep({ ...asks(30), queries, memory: memory({ emptySessions, ...over }) }), at(30));
      };

    it("in three minutes of five, and hardly before", () => {
      const decision = insisting(1, 2)();
      expect(capacity(decision)).toBe(1);
      expect(decision.memory).toMatchObject({ brokeThroughAt: at(30), session: { why: "query" } });
      expect(capacity(insisting(2, 4)())).toBe(1);
      expect(capacity(insisting(1)())).toBeUndefined();
      expect(capacity(insisting(2, 5)())).toBeUndefined();
    });

    it("and others are ignored, which is reported once a day", () => {
      const decision = insisting(1)();
      const until = at(0) + (60 / 50) * DAY;
      expect(mails(decision)).toEqual([{ kind: "ignored", until }]);
      expect(mails(decided(after(asleep(), decision, asks(35)), at(35)))).toEqual([]);
      expect(mails(decided(after(asleep(), decision, asks(300)), at(300)))).toEqual([{ kind: "ignored", until }]);
    });

    it("which a monitor does not: it asks evenly", () => {
      expect(capacity(insisting(1, 2, 5, 10, 15, 20)())).toBe(1);
      expect(capacity(insisting(1, 2, 5, 10, 15, 20, 21)())).toBeUndefined();
      expect(capacity(insisting(1, 2, 5, 10, 15, 20, 22)())).toBe(1);
      expect(capacity(insisting(...Array.from({ length: 60 }, (_, minute) => minute))())).toBeUndefined();
      expect(capacity(insisting(...Array.from({ length: 30 }, (_, minute) => 2 * minute))())).toBeUndefined();
    });

    it("however long: keeper may hear of it late", () => {
      const minutes = Array.from({ length: 41 }, (_, minute) => minute);
      expect(capacity(insisting(...minutes.slice(0, 25))())).toBe(1);
      expect(capacity(insisting(...minutes.slice(0, 25), 26, 28, 30, 32)())).toBe(1);
      // Whether it was quiet before is not known.
      expect(capacity(insisting(...minutes)())).toBe(1);
      expect(capacity(insisting(...minutes, 41)())).toBeUndefined();
    });

    it("and only once in twelve hours", () => {
      expect(capacity(insisting(1, 2)({ brokeThroughAt: at(30 - 719) }))).toBeUndefined();
      expect(capacity(insisting(1, 2)({ brokeThroughAt: at(30 - 720) }))).toBe(1);
    });

    it("and then the wish waits like any other for what is left of a former host", () => {
      const queries = [1, 2].map((minute) => ({ at: at(30 - minute), value: 1 }));
      const blocked = asleep({ ...asks(30), queries, machines: [machine()], memory: memory({ emptySessions }) });
      const decision = decided(blocked, at(30));
      expect([capacity(decision), decision.memory.brokeThroughAt]).toEqual([undefined, undefined]);
      const woken = decided(after(asleep(), decision), at(33));
      expect([capacity(woken), woken.memory.brokeThroughAt]).toEqual([1, at(33)]);
    });

    it("but a rest stays one", () => {
      expect(capacity(insisting(1, 2)({ restUntil: at(60) }))).toBeUndefined();
    });
  });

  it("when today's wakes are used up, which is reported once a day", () => {
    const day = { ...memory().day, wakes: SETTINGS.wake.perDay };
    const decision = decided(asleep({ ...asks(0), memory: memory({ day }) }), at(0));
    expect(capacity(decision)).toBeUndefined();
    expect(mails(decision)).toEqual([{ kind: "wakes used up", wakes: 12 }]);
    const again = decided(after(asleep(), decision, asks(5)), at(5));
    expect([capacity(again), mails(again)]).toEqual([undefined, []]);
  });

  const { day, month } = memory();
  it.each<[Limit, Partial<Memory>, number, passesByHand: boolean]>([
    ["day", { day: { ...day, minutes: 840 } }, 840, true],
    ["month", { month: { ...month, minutes: 7200 } }, 7200, true],
    ["day traffic", { day: { ...day, sentMiB: 20_480 } }, 20_480, false],
    ["month traffic", { month: { ...month, sentMiB: 153_600 } }, 153_600, true],
  ])(
    "when the %s is used up, which is reported once a day; by hand only traffic of the day",
    (limit, over, most, passes) => {
      const decision = decided(asleep({ ...asks(0), memory: memory(over) }), at(0));
      expect(capacity(decision)).toBeUndefined();
      expect(mails(decision)).toEqual([{ kind: "used up", limit, most }]);
      const again = decided(after(asleep(), decision, asks(5)), at(5));
      expect([capacity(again), mails(again)]).toEqual([undefined, []]);
      const byHand = { name: "by hand", command: "wake" as const };
      expect(capacity(decided(asleep({ trigger: byHand, memory: memory(over) }), at(0)))).toBe(passes ? 1 : undefined);
    },
  );

  it("but not when it is only the hours of a session, whose host the group still lists: the wish waits", () => {
    const group = { desired: 0, hosts: [groupHost()] };
    const decision = decided(asleep({ ...asks(500), group, machines: [machine({ launchedAt: at(0) })] }), at(500));
    expect([capacity(decision), mails(decision), decision.memory.pendingWake?.why]).toEqual([undefined, [], "query"]);
  });

  it("but hours that only tell (limit.stop: false) hold nobody back", () => {
    const day = { ...memory().day, minutes: 840 };
    const settings = { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } };
    expect(capacity(decided(asleep({ ...asks(0), settings, memory: memory({ day }) }), at(0)))).toBe(1);
  });

  it("and a new day begins at 0", () => {
    const day = { ...memory().day, wakes: 12, minutes: 840, sentMiB: 1, claimedMails: ["day used up"] };
    const decision = decided(asleep({ ...asks(241), memory: memory({ day }) }), at(241));
    expect(capacity(decision)).toBe(1);
    expect(decision.memory.day).toEqual({ date: "2026-11-22", wakes: 1, minutes: 0, sentMiB: 0, claimedMails: [] });
  });
});

describe("a wake by hand", () => {
  const trigger = { name: "by hand", command: "wake" as const };

  it.each([
    ["a rest", { restUntil: at(10) }],
    ["ignoring", { emptySessions: { minutes: 91, at: at(0) } }],
    ["the wakes of the day", { day: { ...memory().day, wakes: 12 } }],
  ])("passes over %s", (_, over) => {
    const decision = decided(asleep({ trigger, memory: memory(over) }), at(0));
    expect(capacity(decision)).toBe(1);
    expect(decision.memory.session?.why).toBe("by hand");
  });

  it("says what it passed when it is up", () => {
    const { day, month } = memory();
    const inTheWay = {
      restUntil: at(10),
      emptySessions: { minutes: 91, at: at(0) },
      day: { ...day, wakes: 12, minutes: 840 },
      month: { ...month, minutes: 7200, sentMiB: 153_600 },
    };
    const passedObstacles = ["rest", "ignored queries", "wakes", "day", "month", "month traffic"];
    expect(decided(asleep({ trigger, memory: memory(inTheWay) }), at(0)).memory.session).toMatchObject({
      passedObstacles,
    });
    expect(decided(asleep({ trigger }), at(0)).memory.session).not.toHaveProperty("passedObstacles");
    const up = awake({
      memory: memory({
        session: session({ why: "by hand", passedObstacles: ["rest"] }),
        record: { a: IPV4, listedAt: at(5) },
      }),
    });
    expect(mails(decided(up, at(6)))).toMatchObject([{ kind: "up", passedObstacles: ["rest"] }]);
  });

  it("waits for a former host like any other, also through a rest", () => {
    const memoryAtRest = memory({ restUntil: at(60) });
    const blocked = decided(asleep({ trigger, machines: [machine()], memory: memoryAtRest }), at(3));
    expect(capacity(blocked)).toBeUndefined();
    expect(capacity(decided(after(asleep(), blocked), at(5)))).toBe(1);
  });

  it("makes a session that goes on one by hand, which the hours of day and month do not stop", () => {
    const facts = asleep({ trigger, group: { desired: 1, hosts: [] }, memory: memory({ session: session() }) });
    const { memory: remembered } = decided(facts, at(6));
    expect([remembered.pendingWake, remembered.session?.why]).toEqual([undefined, "by hand"]);
  });

  it("is seen by the look that first sees capacity 0, too", () => {
    const decision = decided(asleep({ trigger, memory: memory({ session: session({ played: true }) }) }), at(30));
    expect(decision.memory.pendingWake).toEqual({ since: at(30), why: "by hand" });
    expect(capacity(decided(after(asleep(), decision), at(31)))).toBe(1);
  });

  it("outlives a sleep that is just going on", () => {
    const sleeping = session({ sleep: { at: at(59), ending: { kind: "idle" } } });
    const facts = asleep({ trigger, group: { desired: 1, hosts: [groupHost()] }, machines: [machine()] });
    const decision = decided({ ...facts, memory: memory({ session: sleeping }) }, at(60));
    expect(capacity(decision)).toBe(0);
    expect(decision.memory.pendingWake?.why).toBe("by hand");
  });
});

it("a sleep by hand ends a wish that still waits, and one that was only not carried out yet", () => {
  const trigger = { name: "by hand", command: "sleep" as const };
  const pendingWake = { since: at(-1), why: "query" as const };
  const waiting = memory({ pendingWake, session: newSession("query", at(-1)), lastQuery: at(-1) });
  const decision = decided(asleep({ trigger, memory: waiting }), at(0));
  expect([capacity(decision), decision.memory.pendingWake, decision.memory.session]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(capacity(decided(after(asleep(), decision), at(1)))).toBeUndefined();
});

describe("what keeper reads while asleep", () => {
  const known = { a: "192.0.2.1", listedAt: at(-10) };
  const blank = { machines: undefined, cluster: undefined, record: undefined, packets: undefined, queries: undefined };
  const quiet = asleep({ ...blank, hold: undefined, memory: memory({ record: known }) });

  it("is group, memory and alarms alone when nothing is wrong", () => {
    expect(decide(quiet, at(0))).toMatchObject({ missing: [], actions: [], state: "asleep", memory: quiet.memory });
  });

  it("is the record too, when it was not read for half an hour, and the tagged instances", () => {
    const later = decide(quiet, at(21));
    expect(later.missing).toEqual(["cluster", "machines"]);
    expect(decide({ ...quiet, machines: [], cluster: { hosts: [], tasks: [] } }, at(21)).missing).toEqual(["record"]);
  });

  it("is the tagged instances, too, when something moves in the cluster that should be empty", () => {
    const decision = decide({ ...quiet, trigger: { name: "agent ACTIVE", ofCluster: true } }, at(0));
    expect(decision.missing).toEqual(["cluster", "machines"]);
  });

  it("is the queries while their alarm is on", () => {
    expect(decide({ ...quiet, alarms: { idle: true, queried: true } }, at(0)).missing).toEqual(["queries"]);
  });

  it("is all hosts and tasks before it wakes", () => {
    expect(decide({ ...quiet, ...asks(0) }, at(0)).missing).toEqual(["machines", "cluster"]);
  });

  it("is the packets of a session that somebody else ended, to know whether anybody played", () => {
    const facts = asleep({ packets: undefined, memory: memory({ session: session() }) });
    expect(decide(facts, at(60)).missing).toEqual(["packets"]);
  });
});

it("a session that never came up is not reported as one", () => {
  const pending = { ...newSession("query", at(0)) };
  const decision = decided(asleep({ memory: memory({ session: pending }), packets: packets(0, 5) }), at(5));
  expect([mails(decision), decision.memory.session]).toEqual([[], undefined]);
});
