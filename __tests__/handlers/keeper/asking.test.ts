import { decide } from "../../../handlers/keeper/decide";
import { UNDESCRIBED, type Facts } from "../../../handlers/keeper/facts";
import type { Memory } from "../../../handlers/keeper/memory";
import { DAY } from "../../../handlers/keeper/time";
import { after, asleep, at, awake, capacity, clusterHost, decided, groupHost, IPV4, machine, mails } from "./scenes";
import { memory, PLACEHOLDER, session, SETTINGS, task } from "./scenes";

const asks = (minute: number) => ({ trigger: { name: "query", query: at(minute) } });
const byHand = { trigger: { name: "wake by hand", command: "wake" as const } };
const kinds = (facts: Facts, minute: number) => mails(decided(facts, at(minute))).map(({ kind }) => kind);

describe("the metric of queries", () => {
  const metric = (...points: readonly (readonly [minute: number, value: number])[]) =>
    asleep({
      alarms: { idle: false, queried: true },
      queries: points.map(([minute, value]) => ({ at: at(minute), value })),
    });

  it("shows a query by its count; the newest minute counts, and one that just began", () => {
    expect(decided(metric([-1, 0]), at(0)).memory.lastQuery).toBeUndefined();
    expect(decided(metric([-3, 1], [-1, 2], [-2, 1]), at(0)).memory.lastQuery).toBe(at(-1));
    expect(decided(metric([0, 1]), at(0)).memory.lastQuery).toBe(at(0));
    expect(decided(metric([1, 1]), at(0)).memory.lastQuery).toBeUndefined();
  });

  it("does not hide a second query of the minute in which wake has reported one", () => {
    const sleep = { trigger: { name: "sleep by hand", command: "sleep" as const } };
    const slept = decided(awake({ ...sleep, memory: memory({ session: session(), lastQuery: at(28.5) }) }), at(29));
    expect(slept.memory.handledQuery).toBe(at(28.5));
    expect(decided(after(asleep(), slept, asks(28.9)), at(29)).memory.pendingWake).toBeDefined();
  });
});

describe("a wish", () => {
  const blocked = { machines: [machine({ state: "shutting-down" })] };
  const waiting = (minute: number, over: Partial<Memory> = {}) =>
    memory({
      pendingWake: { since: at(minute), why: "query" },
      lastQuery: at(minute),
      handledQuery: at(minute),
      ...over,
    });

  it("stays pending for half an hour", () => {
    expect(capacity(decided(asleep(asks(-30)), at(0)))).toBe(1);
    expect(capacity(decided(asleep(asks(-30.1)), at(0)))).toBeUndefined();
  });

  it("expires by its first query, however many follow", () => {
    expect(decided(asleep({ ...blocked, ...asks(5), memory: waiting(0) }), at(5)).memory.pendingWake?.since).toBe(
      at(0),
    );
  });

  it("that is given up says what was in the way, if anything was, also if queries go on", () => {
    const mine = { ...blocked, memory: waiting(0) };
    expect(kinds(asleep(mine), 30)).toEqual(["blocked"]);
    expect(kinds(asleep({ ...mine, machines: [] }), 30)).toEqual([]);
    expect(kinds(asleep({ ...blocked, memory: waiting(0, { lastQuery: at(20), handledQuery: at(20) }) }), 30)).toEqual([
      "blocked",
    ]);
  });

  it("that is refused after a while says both: what was in the way, and what is used up", () => {
    const day = { ...memory().day, minutes: 840 };
    const again = waiting(0, { lastQuery: at(20), handledQuery: at(20), day });
    expect(kinds(asleep({ ...blocked, memory: again }), 30)).toEqual(["blocked", "used up"]);
  });

  it("is given up, too, when the last repeated query was long ago", () => {
    const again = waiting(0, { lastQuery: at(20), handledQuery: at(20) });
    expect(decided(asleep({ ...blocked, memory: again }), at(51)).memory.pendingWake).toBeUndefined();
  });

  it("that is refused ends, and with it the wake that was not carried out", () => {
    const day = { ...memory().day, minutes: 840 };
    const pending = session({ upAt: undefined, ranAt: undefined });
    const left = decided(asleep({ memory: waiting(0, { day, session: pending }) }), at(1)).memory;
    expect([left.pendingWake, left.session]).toEqual([undefined, undefined]);
  });

  it("is answered with each limit that refuses it", () => {
    const day = { ...memory().day, minutes: 840 };
    const first = decided(asleep({ ...asks(0), memory: memory({ day }) }), at(0));
    const month = { ...memory().month, minutes: 7200 };
    const second = asleep({ ...asks(5), memory: { ...first.memory, month } });
    expect([mails(first), mails(decided(second, at(5)))]).toMatchObject([[{ limit: "day" }], [{ limit: "month" }]]);
  });

  it("that was not carried out yet is one wake of the day, also of the last one", () => {
    const day = { ...memory().day, wakes: 11 };
    const first = decided(asleep({ ...asks(0), memory: memory({ day }) }), at(0));
    const second = decided(after(asleep(), first), at(1));
    expect([capacity(second), second.memory.day.wakes]).toEqual([1, 12]);
    const asked = { ...first.memory, pendingWake: undefined };
    const third = decided(asleep({ ...asks(2), memory: asked }), at(2));
    expect([capacity(third), third.memory.day.wakes, third.memory.session?.since]).toEqual([1, 12, at(0)]);
  });

  it("of a query or for a lost host passes nothing that a mail would tell, and by hand what is in the way alone", () => {
    const wokenBy = (why: "query" | "lost host" | "by hand", over: Partial<Facts> = {}) =>
      decided(asleep({ memory: memory({ pendingWake: { since: at(0), why } }), ...over }), at(0)).memory;
    const full = { day: { ...memory().day, wakes: 12, minutes: 840 } };
    const free = { settings: { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } } };
    const lost = wokenBy("lost host", {
      ...free,
      memory: memory({ ...full, pendingWake: { since: at(0), why: "lost host" } }),
    });
    expect([lost.session?.passedObstacles, lost.day.wakes]).toEqual([undefined, 12]);
    expect(
      decided(asleep({ ...byHand, ...free, memory: memory(full) }), at(0)).memory.session?.passedObstacles,
    ).toEqual(["wakes"]);
  });

  it("that waits for a task says which one", () => {
    const cluster = { hosts: [clusterHost()], tasks: [task({ arn: "arn:aws:ecs:x:1:task/games/abc" })] };
    const [mail] = mails(decided(asleep({ cluster, memory: waiting(0) }), at(30)));
    expect(mail?.kind === "blocked" ? mail.by : mail).toContain(" abc ");
  });

  it("does not wait for tasks that have stopped, nor for what ECS can't describe without a host to run on", () => {
    const unknown = task({ lastStatus: UNDESCRIBED, hostArn: undefined });
    const wakes = (cluster: Facts["cluster"]) => capacity(decided(asleep({ ...asks(0), cluster }), at(0)));
    expect(wakes({ hosts: [], tasks: [unknown, task({ arn: "task/2", lastStatus: "STOPPED" })] })).toBe(1);
    expect(wakes({ hosts: [clusterHost()], tasks: [unknown] })).toBeUndefined();
  });
});

describe("while queries are ignored", () => {
  const emptySessions = { minutes: 150, at: at(0) };

  it("minutes without one are no insisting, and who can't be counted does not insist", () => {
    const queries = [1, 2].map((before) => ({ at: at(30 - before), value: 0 }));
    expect(
      capacity(decided(asleep({ ...asks(30), queries, memory: memory({ emptySessions }) }), at(30))),
    ).toBeUndefined();
    const silent = asleep({
      ...asks(30),
      queries: undefined,
      unreadable: ["queries"],
      memory: memory({ emptySessions }),
    });
    expect(kinds(silent, 30)).toEqual(["ignored"]);
  });

  it("only who insists is remembered for twelve hours", () => {
    const lost = memory({ emptySessions, pendingWake: { since: at(0), why: "lost host" }, brokeThroughAt: at(-900) });
    expect(decided(asleep({ memory: lost }), at(0)).memory.brokeThroughAt).toBe(at(-900));
  });

  it("people who ask two minutes apart are one that tries, and they end when a day is over", () => {
    const queries = [2, 4, 6, 8, 10, 12].map((before) => ({ at: at(30 - before), value: 1 }));
    expect(capacity(decided(asleep({ ...asks(30), queries, memory: memory({ emptySessions }) }), at(30)))).toBe(1);
    const over = { minutes: 140, at: at(0) - DAY };
    expect(capacity(decided(asleep({ ...asks(0), memory: memory({ emptySessions: over }) }), at(0)))).toBe(1);
  });
});

describe("a task that ECS does not describe or list", () => {
  const known = { "task/1": { hostArn: "host/1", missingSince: at(20) } };
  const tasksOf = (over: Partial<Facts>) =>
    decided(asleep({ memory: memory({ tasks: known }), ...over }), at(30)).memory.tasks;

  it("is remembered while anything of a host is left, by EC2's word or the group's", () => {
    expect(tasksOf({ machines: [machine({ state: "shutting-down" })] })).toEqual(known);
    expect(tasksOf({ group: { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating" })] } })).toEqual(known);
    expect(tasksOf({})).toEqual({});
  });

  it("is remembered from the first look that sees it", () => {
    const cluster = { hosts: [clusterHost()], tasks: [task({ arn: "task/7", lastStatus: UNDESCRIBED })] };
    expect(decided(awake({ cluster }), at(6)).memory.tasks).toEqual({
      "task/7": { hostArn: undefined, missingSince: at(6) },
    });
  });

  it("may be on any host, if nobody knows on which", () => {
    const dying = { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] };
    const stopped = task({ arn: "task/0", lastStatus: "STOPPED", stopCode: "ServiceSchedulerInitiated" });
    const drains = { "i-1": { since: at(20), drainingSince: at(20) } };
    const kept = (hostArn: string | undefined, hosts = [clusterHost({ status: "DRAINING" })]) => {
      const tasks = { "task/1": { hostArn, missingSince: at(29) } };
      const cluster = { hosts, tasks: [stopped] };
      const facts = asleep({ group: dying, machines: [machine()], cluster, memory: memory({ tasks, drains }) });
      return decided(facts, at(30)).actions.some((action) => action.do === "keep waiting");
    };
    expect([kept(undefined), kept("host/1"), kept("host/2"), kept("host/2", [])]).toEqual([true, true, false, true]);
  });
});

describe("the record", () => {
  const pointed = (facts: Facts) =>
    decided(facts, at(6)).actions.flatMap((action) => (action.do === "point record" ? [action.values.a] : []));

  it("is the placeholder while the group has no host, before one has run, too", () => {
    const none = { group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } };
    const starting = memory({ session: session({ ranAt: undefined }) });
    expect(pointed(awake({ ...none, memory: starting, record: { a: IPV4 } }))).toEqual([PLACEHOLDER]);
  });

  it("stays where neither EC2 nor ECS says that the host is gone", () => {
    const silent = awake({ machines: [], cluster: undefined, unreadable: ["cluster"], record: { a: IPV4 } });
    expect(pointed(silent)).toEqual([]);
    expect(pointed({ ...silent, noMemory: { kind: "unreadable" }, memory: memory() })).toEqual([]);
  });

  it("is forgotten once it is written, so that the next look reads it", () => {
    const known = memory({ session: session(), record: { a: PLACEHOLDER, listedAt: at(5) } });
    const facts = awake({ memory: known, record: { a: PLACEHOLDER } });
    expect([pointed(facts), decided(facts, at(6)).memory.record]).toEqual([[IPV4], undefined]);
    expect(decide(after({ ...facts, record: undefined }, decided(facts, at(6))), at(7)).missing).toEqual(["record"]);
  });
});
