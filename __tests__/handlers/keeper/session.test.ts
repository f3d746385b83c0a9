import type { Ending } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import type { Session } from "../../../handlers/keeper/memory";
import { MINUTE } from "../../../handlers/keeper/time";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  decided,
  EVENING,
  IPV4,
  mails,
  machine,
  memory,
  packets,
  session,
  task,
} from "./scenes";

/** Desired 0 is seen at a minute, in a session that was put to sleep a minute before. */
function closed(over: Partial<Session> & { kind?: Ending["kind"] } = {}, facts: Partial<Facts> = {}, minute = 130) {
  const { kind = "idle", ...rest } = over;
  const sleep = { at: at(minute - 1), ending: { kind } as Ending };
  const ended = session({ counts: true, instanceType: "m7a.large", sleep, countedUntil: at(minute - 1), ...rest });
  return decided(
    asleep({ memory: memory({ session: ended, seenQuery: at(0) }), packets: packets(5, 120), ...facts }),
    at(minute),
  );
}

describe("the end of a session", () => {
  it("is told when it is seen, with how long it was, and the month so far", () => {
    const month = { date: "2026-11", minutes: 500 };
    const ended = session({
      played: true,
      instanceType: "m7a.large",
      countedUntil: at(129),
      sleep: { at: at(129), ending: { kind: "idle" } },
    });
    const decision = decided(asleep({ memory: memory({ session: ended, month }) }), at(130));
    expect(mails(decision)).toEqual([
      {
        kind: "asleep",
        ending: { kind: "idle" },
        minutes: 129,
        instanceType: "m7a.large",
        monthMinutes: 501,
        played: true,
      },
    ]);
    expect(decision.memory.session).toBeUndefined();
  });

  it("is told once", () => {
    const decision = closed({ played: true });
    expect(mails(decided(after(asleep(), decision), at(131)))).toEqual([]);
  });

  it("that somebody else made is told too, and only a query after the last look is a wish", () => {
    const mine = memory({
      session: session({ played: true, countedUntil: at(60) }),
      lastQuery: at(40),
      seenQuery: at(-5),
    });
    const decision = decided(asleep({ memory: mine }), at(65));
    expect(mails(decision)).toMatchObject([{ kind: "asleep", ending: { kind: "from outside" } }]);
    expect([capacity(decision), decision.memory.seenQuery]).toEqual([undefined, at(40)]);
    const asked = decided(asleep({ memory: mine, trigger: { name: "query", query: at(64) } }), at(65));
    expect(asked.memory.wanted).toEqual({ since: at(65), why: "query" });
  });

  it("that somebody made before the container ran is not undone", () => {
    const mine = memory({
      session: session({ ranAt: undefined }),
      wanted: { since: at(0), why: "query" },
      lastQuery: at(0),
      seenQuery: at(0),
    });
    expect(capacity(decided(asleep({ memory: mine }), at(3)))).toBeUndefined();
  });
});

describe("a session in vain: woken by a query, and nobody played", () => {
  it("makes keeper ignore queries for 30 minutes, and tells so", () => {
    const decision = closed();
    expect(decision.memory).toMatchObject({ vainSessions: 1, ignoreUntil: at(160) });
    expect(mails(decision)).toMatchObject([{ played: false, inVain: { sessions: 1, ignoreUntil: at(160) } }]);
  });

  it.each([
    [1, 60],
    [3, 240],
    [4, 480],
    [5, 720],
    [20, 720],
  ])("after %d others, for %d minutes", (vainSessions, minutes) => {
    const ended = session({ counts: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    const decision = decided(
      asleep({ memory: memory({ session: ended, vainSessions }), packets: packets(5, 120) }),
      at(130),
    );
    expect(decision.memory.ignoreUntil).toBe(at(130 + minutes));
  });

  it("drops the wish of a monitor that asked while the host stopped", () => {
    const ended = session({ counts: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    const mine = memory({
      session: ended,
      lastQuery: at(129),
      seenQuery: at(128),
      wanted: { since: at(129), why: "query" },
    });
    expect(decided(asleep({ memory: mine, packets: packets(5, 120) }), at(130)).memory).toMatchObject({
      seenQuery: at(129),
      wanted: undefined,
    });
  });

  it.each<[string, Partial<Session> & { kind?: Ending["kind"] }, Partial<Facts>?]>([
    ["with players", {}, { packets: [{ at: at(50), value: 120 }] }],
    ["with players, seen before", { played: true }],
    ["woken by hand", { why: "by hand" }],
    ["that lost its host", { kind: "host lost" }],
    ["without capacity", { kind: "no capacity" }],
    ["that crashed", { kind: "crash loop" }],
    ["ended by hand", { kind: "by hand" }],
    ["in which nothing ran", { ranAt: undefined }],
    ["whose host could not count", { counts: false }, { packets: [] }],
  ])("is not one %s", (_, over, facts = {}) => {
    expect(closed(over, facts).memory).toMatchObject({ vainSessions: 0 });
    expect(closed(over, facts).memory.ignoreUntil).toBeUndefined();
  });

  it("no longer makes keeper ignore queries after a session with players", () => {
    const ended = session({ why: "by hand", played: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    const decision = decided(asleep({ memory: memory({ session: ended, ignoreUntil: at(700) }) }), at(130));
    expect(decision.memory.ignoreUntil).toBeUndefined();
  });

  it("is forgotten after a session with players, and only then", () => {
    const count = (played: boolean, kind: Ending["kind"]) => {
      const ended = session({ played, sleep: { at: at(129), ending: { kind } as Ending } });
      return decided(asleep({ memory: memory({ session: ended, vainSessions: 3 }) }), at(130)).memory.vainSessions;
    };
    expect([count(true, "idle"), count(false, "by hand")]).toEqual([0, 3]);
  });
});

describe("a host that somebody else started", () => {
  it("is followed like keeper's own, from its launch", () => {
    const decision = decided(awake({ memory: memory() }), at(10));
    expect(decision.memory.session).toMatchObject({ why: "from outside", since: at(1), ranAt: at(5), up: true });
  });
});

describe("the mail that it is up", () => {
  const known = { a: IPV4, listedAt: at(5) };
  const running = awake({
    memory: memory({ session: session(), record: known, wanted: { since: at(0), why: "query" } }),
  });

  it("goes out once, when the task runs and the record points to its host", () => {
    const decision = decided(running, at(6));
    expect(mails(decision)).toEqual([{ kind: "up", address: { a: IPV4 }, tookMinutes: 5, why: "query" }]);
    expect(decision.memory.wanted).toBeUndefined();
    expect(mails(decided(after(running, decision), at(7)))).toEqual([]);
  });

  it("waits for the record", () => {
    expect(
      mails(decided({ ...running, memory: memory({ session: session() }), record: { a: "192.0.2.1" } }, at(6))),
    ).toEqual([]);
  });

  it("does not go out for a host without an address, nor after the task has crashed", () => {
    const memoryAtRest = memory({ session: session(), record: { a: "192.0.2.1", listedAt: at(5) } });
    const noAddress = { ...running, memory: memoryAtRest, machines: [machine({ ipv4: undefined })] };
    expect(mails(decided(noAddress, at(6)))).toEqual([]);
    const crashed = { ...running, cluster: { hosts: [], tasks: [task({ lastStatus: "STOPPED" })] } };
    expect(mails(decided(crashed, at(6)))).toEqual([]);
  });

  it("waits for the task, and so does the wish", () => {
    const starting = {
      ...running,
      cluster: { hosts: [], tasks: [task({ lastStatus: "PENDING", startedAt: undefined })] },
    };
    const decision = decided(
      { ...starting, memory: { ...running.memory, session: session({ ranAt: undefined }) } },
      at(6),
    );
    expect([mails(decision), decision.memory.wanted]).toEqual([[], { since: at(0), why: "query" }]);
  });
});

describe("a host that can't see players", () => {
  it("is told ten minutes after the task began to run, once", () => {
    const blind = awake({ memory: memory({ session: session({ told: ["up"] }) }) });
    expect(mails(decided(blind, at(14)))).toEqual([]);
    const decision = decided(blind, at(15));
    expect(mails(decision)).toEqual([{ kind: "blind host", instanceId: "i-1" }]);
    expect(mails(decided(after(blind, decision), at(30)))).toEqual([]);
  });

  it("is none once a point was seen", () => {
    expect(
      mails(decided(awake({ memory: memory({ session: session({ told: ["up"] }) }), packets: packets(6, 8) }), at(15))),
    ).toEqual([]);
  });
});

it("counts a session's time into day and month, split at midnight and at the month's end", () => {
  const eve = Date.parse("2026-11-30T23:50:00Z");
  const mine = {
    ...memory({ session: session({ countedUntil: eve, counts: true, told: ["up"] }) }),
    day: { date: "2026-11-30", wakes: 2, minutes: 100, told: ["wake"] },
    month: { date: "2026-11", minutes: 900 },
  };
  const facts = awake({ memory: mine, machines: [machine({ launchedAt: eve })] });
  expect(decided(facts, eve + 5 * MINUTE).memory).toMatchObject({ day: { minutes: 105 }, month: { minutes: 905 } });
  expect(decided(facts, eve + 30 * MINUTE).memory).toMatchObject({
    day: { date: "2026-12-01", wakes: 0, minutes: 20, told: [] },
    month: { date: "2026-12", minutes: 20 },
  });
  expect(EVENING).toBeLessThan(eve);
});

it("does not count the time while AWS has no host, nor what was before it came", () => {
  const waiting = session({ since: at(0), ranAt: undefined });
  const none = { group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } };
  const before = decided(awake({ ...none, memory: memory({ session: waiting }) }), at(10));
  expect(before.memory.month.minutes).toBe(0);
  const came = awake({ machines: [machine({ launchedAt: at(12) })], memory: before.memory });
  expect(decided(came, at(15)).memory).toMatchObject({ day: { minutes: 3 }, month: { minutes: 3 } });
});

describe("what is told once a day", () => {
  it.each<[Partial<Facts>, string]>([
    [{ trigger: { name: "alarm", alarm: "games-valheim-wakeerrors" } }, "wake fails"],
    [{ memoryProblem: "not JSON" }, "memory unreadable"],
  ])("%o", (over, kind) => {
    const facts = asleep({ ...over, memory: memory({ record: { a: "192.0.2.1", listedAt: EVENING } }) });
    const decision = decided(facts, at(1));
    expect(mails(decision)).toMatchObject([{ kind }]);
    expect(mails(decided({ ...facts, memory: decision.memory }, at(2)))).toEqual([]);
  });
});
