import type { Ending } from "../../../handlers/keeper/ending";
import type { Facts } from "../../../handlers/keeper/facts";
import type { Memory, Session } from "../../../handlers/keeper/memory";
import { DAY, MINUTE } from "../../../handlers/keeper/time";
import { TimeZone } from "../../../handlers/keeper/time-zone";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  decided,
  did,
  ending,
  EVENING,
  groupHost,
  IPV4,
  mails,
  machine,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

/** Desired 0 is seen at a minute, in a session that was put to sleep a minute before. */
function closed(over: Partial<Session> & { kind?: Ending["kind"] } = {}, facts: Partial<Facts> = {}, minute = 130) {
  const { kind = "idle", ...rest } = over;
  const sleep = { at: at(minute - 1), ending: { kind, ...(kind === "crash loop" && { stops: [] }) } as Ending };
  const ended = session({ hasPoints: true, instanceType: "m7a.large", sleep, ...rest });
  return decided(
    asleep({ memory: memory({ session: ended, handledQuery: at(0) }), packets: packets(5, 120), ...facts }),
    at(minute),
  );
}

describe("the end of a session", () => {
  it("is reported when it is seen, with how long it was, and the month so far", () => {
    const month = { ...memory().month, minutes: 500 };
    const ended = session({
      played: true,
      busyMinutes: 90,
      instanceType: "m7a.large",
      sleep: { at: at(129), ending: { kind: "idle" } },
    });
    const decision = decided(asleep({ memory: memory({ session: ended, month, countedUntil: at(129) }) }), at(130));
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

  it("is reported once", () => {
    const decision = closed({ played: true });
    expect(mails(decided(after(asleep(), decision), at(131)))).toEqual([]);
  });

  it("that somebody else caused is reported too, and only a query after the last look asks for a wake", () => {
    const mine = memory({
      session: session({ played: true }),
      lastQuery: at(40),
      handledQuery: at(-5),
    });
    const decision = decided(asleep({ memory: mine }), at(65));
    expect(mails(decision)).toMatchObject([{ kind: "asleep", ending: { kind: "from outside" } }]);
    expect([decision.memory.pendingWake, decision.memory.handledQuery]).toEqual([undefined, at(40)]);
    // Not only because a minute must pass between two sessions.
    expect(capacity(decided(after(asleep(), decision), at(67)))).toBeUndefined();
    const asked = decided(asleep({ memory: mine, trigger: { name: "query", query: at(64) } }), at(65));
    expect(asked.memory.pendingWake).toEqual({ since: at(65), why: "query" });
    expect(capacity(decided(after(asleep(), asked), at(67)))).toBe(1);
  });

  it("that somebody made before the container ran is not undone", () => {
    const mine = memory({
      session: session({ ranAt: undefined }),
      pendingWake: { since: at(0), why: "query" },
      lastQuery: at(0),
      handledQuery: at(0),
    });
    expect(capacity(decided(asleep({ memory: mine }), at(3)))).toBeUndefined();
  });
});

test("a session that ended while keeper did not look is as long as its host was seen, not as the time without a look", () => {
  const { memory: left, ...decision } = closed(
    { sleep: undefined, hostSeenAt: at(20) },
    { packets: packets(5, 15) },
    174,
  );
  expect(left.emptySessions?.minutes).toBe(20);
  expect(mails({ memory: left, ...decision })).toMatchObject([{ kind: "asleep", minutes: 20 }]);
});

describe("an empty session: woken by a query, and nobody played", () => {
  const vainAfter = (earlier: number, days = 0) => {
    const ended = session({ hasPoints: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    const emptySessions = { minutes: earlier, at: at(130) - days * DAY };
    const mine = memory({ session: ended, emptySessions });
    return decided(asleep({ memory: mine, packets: packets(5, 120) }), at(130));
  };

  it("adds its minutes to those of others, of which 50 are forgotten a day, and 200 are kept at most", () => {
    expect(closed().memory.emptySessions).toEqual({ minutes: 129, at: at(130) });
    expect(vainAfter(30).memory.emptySessions?.minutes).toBe(159);
    expect(vainAfter(30, 0.5).memory.emptySessions?.minutes).toBeCloseTo(134);
    expect(vainAfter(30, 7).memory.emptySessions?.minutes).toBe(129);
    expect(vainAfter(100).memory.emptySessions?.minutes).toBe(200);
  });

  it("makes keeper ignore queries while there are more than 90 of them, and tells so", () => {
    const until = at(130) + (39 / 50) * DAY;
    expect(mails(closed())).toMatchObject([{ played: false, emptySession: { ignoredUntil: until } }]);
    const short = session({ since: at(100), hasPoints: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    const decision = decided(asleep({ memory: memory({ session: short }), packets: packets(105, 120) }), at(130));
    expect(mails(decision)).toMatchObject([{ emptySession: {} }]);
    expect(decision.memory.emptySessions).toEqual({ minutes: 29, at: at(130) });
  });

  it.each<[string, Partial<Session> & { kind?: Ending["kind"] }, Partial<Facts>?]>([
    ["with players, who may be quiet", {}, { packets: packets(50, 55, 40) }],
    ["that lost its host", { kind: "host lost" }],
    ["without capacity", { kind: "no capacity" }],
    ["that crashed", { kind: "crash loop" }],
    ["ended by hand", { kind: "by hand" }],
    ["in which nothing ran", { ranAt: undefined }],
    ["whose host could not count", { hasPoints: false }, { packets: [] }],
    ["that AWS ended, and whose five minutes of a third of the threshold were seen before", { busyMinutes: 5 }],
  ])("is not one %s", (_, over, facts = {}) => {
    expect(closed(over, facts).memory.emptySessions).toBeUndefined();
  });

  it("is one though a stranger was loud for four minutes", () => {
    expect(closed({ played: true }, { packets: packets(50, 54, 900) }).memory.emptySessions?.minutes).toBe(129);
  });

  it("is forgotten after a session with players, and only then", () => {
    const emptySessions = { minutes: 100, at: at(130) };
    const left = (busyMinutes: number, kind: Ending["kind"]) => {
      const ended = session({ why: "by hand", busyMinutes, sleep: { at: at(129), ending: { kind } as Ending } });
      return decided(asleep({ memory: memory({ session: ended, emptySessions }) }), at(130)).memory.emptySessions;
    };
    expect([left(5, "idle"), left(4, "idle"), left(0, "by hand")]).toEqual([undefined, emptySessions, emptySessions]);
  });
});

it("a player who got through ignored queries may do so again after a failed session, not after an empty one", () => {
  const left = (end: Ending) => {
    const ended = session({ hasPoints: true, sleep: { at: at(29), ending: end } });
    const mine = memory({ session: ended, brokeThroughAt: at(0), emptySessions: { minutes: 100, at: at(0) } });
    return decided(asleep({ memory: mine, packets: packets(5, 29) }), at(30)).memory.brokeThroughAt;
  };
  expect(left({ kind: "no capacity", problem: "", restMinutes: 5 })).toBeUndefined();
  expect(left({ kind: "idle" })).toBe(at(0));
});

describe("a host that somebody else started", () => {
  it("is followed like keeper's own, from its launch", () => {
    const decision = decided(awake({ memory: memory() }), at(10));
    expect(decision.memory.session).toMatchObject({ why: "from outside", since: at(1), ranAt: at(5), upAt: at(10) });
  });
});

describe("the mail that it is up", () => {
  const known = { a: IPV4, listedAt: at(5) };
  const running = awake({
    memory: memory({ session: session(), record: known, pendingWake: { since: at(0), why: "query" } }),
  });

  it("goes out once, when the task runs and the record points to its host", () => {
    const decision = decided(running, at(6));
    expect(mails(decision)).toEqual([{ kind: "up", address: { a: IPV4 }, tookMinutes: 5, why: "query" }]);
    expect(decision.memory.pendingWake).toBeUndefined();
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
    expect([mails(decision), decision.memory.pendingWake]).toEqual([[], { since: at(0), why: "query" }]);
  });
});

describe("a host that can't see players", () => {
  it("is reported ten minutes after the task began to run, once", () => {
    const blind = awake({ memory: memory({ session: session({ claimedMails: ["up"] }) }) });
    expect(mails(decided(blind, at(14)))).toEqual([]);
    const decision = decided(blind, at(15));
    expect(mails(decision)).toEqual([{ kind: "blind host", instanceId: "i-1" }]);
    expect(mails(decided(after(blind, decision), at(30)))).toEqual([]);
  });

  it("is reported with its limit, too: one mail does not take the other's place", () => {
    const blind = awake({ memory: memory({ session: session({ claimedMails: ["up", "blind"] }) }) });
    const decision = decided(blind, at(451));
    expect(mails(decision)).toEqual([{ kind: "stops soon", limit: "session", inMinutes: 30 }]);
    expect(mails(decided(after(blind, decision), at(460)))).toEqual([]);
    const both = awake({ memory: memory({ session: session({ claimedMails: ["up"] }) }) });
    expect(mails(decided(both, at(451))).map(({ kind }) => kind)).toEqual(["blind host", "stops soon"]);
  });

  it("is none once a point was seen", () => {
    expect(
      mails(
        decided(
          awake({ memory: memory({ session: session({ claimedMails: ["up"] }) }), packets: packets(6, 8) }),
          at(15),
        ),
      ),
    ).toEqual([]);
  });
});

it.each([
  ["UTC", "2026-11-30T23:50:00Z"],
  ["Europe/Berlin", "2026-11-30T22:50:00Z"],
  ["America/Los_Angeles", "2026-12-01T07:50:00Z"],
])("counts a session's time into day and month, split at midnight and at the month's end in %s", (zone, time) => {
  const eve = Date.parse(time);
  const mine = {
    ...memory({ session: session({ hasPoints: true, claimedMails: ["up"] }), countedUntil: eve }),
    day: { date: "2026-11-30", wakes: 2, minutes: 100, sentMiB: 5, claimedMails: ["wake"] },
    month: { date: "2026-11", minutes: 900, sentMiB: 50, claimedMails: ["month near"] },
  };
  const settings = { ...SETTINGS, timeZone: new TimeZone(zone) };
  const facts = awake({ settings, memory: mine, machines: [machine({ launchedAt: eve })] });
  expect(decided(facts, eve + 5 * MINUTE).memory).toMatchObject({ day: { minutes: 105 }, month: { minutes: 905 } });
  expect(decided(facts, eve + 30 * MINUTE).memory).toMatchObject({
    day: { date: "2026-12-01", wakes: 0, minutes: 20, sentMiB: 0, claimedMails: [] },
    month: { date: "2026-12", minutes: 20, sentMiB: 0, claimedMails: [] },
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

describe("what is reported once a day", () => {
  it.each<[Partial<Facts>, string]>([
    [{ trigger: { name: "alarm", alarm: "games-valheim-wakeerrors" } }, "wake fails"],
    [{ noMemory: { kind: "spoiled", problem: "not JSON" } }, "memory unreadable"],
    [{ noMemory: { kind: "new" } }, "begins"],
  ])("%o", (over, kind) => {
    const facts = asleep({ ...over, memory: memory({ record: { a: "192.0.2.1", listedAt: EVENING } }) });
    const decision = decided(facts, at(1));
    expect(mails(decision)).toMatchObject([{ kind }]);
    expect(mails(decided({ ...facts, memory: decision.memory }, at(2)))).toEqual([]);
  });

  it("is a failed job of AWS Backup, once for each vault", () => {
    const failing = (vault: string): Partial<Facts> => ({
      trigger: { name: "backup job FAILED", failedJob: { job: "backup", state: "FAILED", vault, why: "no access" } },
    });
    const first = decided(asleep(failing("world")), at(1));
    expect(mails(first)).toEqual([
      { kind: "backup failed", job: "backup", state: "FAILED", vault: "world", why: "no access" },
    ]);
    expect(mails(decided(after(asleep(), first, failing("world")), at(2)))).toEqual([]);
    expect(mails(decided(after(asleep(), first, failing("mods")), at(2)))).toHaveLength(1);
  });
});

describe("what left the host", () => {
  const GIB = 1024 ** 3;
  const sending = (over: Partial<Facts> = {}) =>
    awake({
      sentBytes: packets(5, 100, GIB),
      memory: memory({ session: session({ claimedMails: ["up"], hasPoints: true }) }),
      ...over,
    });

  it("is counted minute by minute, five minutes late, each minute once", () => {
    const first = decided(sending({ sentBytes: packets(5, 20, GIB) }), at(20));
    expect(first.memory).toMatchObject({ day: { sentMiB: 10 * 1024 }, sentUntil: at(14) });
    const second = decided(after(sending({ sentBytes: packets(14, 30, GIB) }), first), at(30));
    expect(second.memory).toMatchObject({
      day: { sentMiB: 20 * 1024 },
      month: { sentMiB: 20 * 1024 },
      sentUntil: at(24),
    });
  });

  it("ends the session when today's is used up, the last minutes included, and by hand, too", () => {
    expect(ending(decided(sending({ sentBytes: packets(5, 24, GIB) }), at(24)))).toBeUndefined();
    for (const why of ["query", "by hand"] as const) {
      const facts = sending({ sentBytes: packets(5, 25, GIB) });
      const decision = decided(
        { ...facts, memory: memory({ session: session({ why, claimedMails: ["up"] }) }) },
        at(25),
      );
      expect(decision.memory.session?.sleep?.ending).toEqual({ kind: "limit", limit: "day traffic", most: 20_480 });
    }
  });

  it("is reported once at four fifths, of a month once a month", () => {
    const month = { ...memory().month, sentMiB: 0.8 * 153_600, claimedMails: [] };
    const facts = sending({ sentBytes: packets(5, 21, GIB) });
    const decision = decided({ ...facts, memory: { ...facts.memory, month } }, at(21));
    expect(mails(decision)).toEqual([
      { kind: "limit near", limit: "month traffic", used: 0.8 * 153_600 + 16 * 1024, most: 153_600 },
      { kind: "limit near", limit: "day traffic", used: 16 * 1024, most: 20_480 },
    ]);
    const tomorrow = decided(after({ ...facts, sentBytes: [] }, decision), at(300));
    expect(mails(tomorrow).filter((mail) => mail.kind === "limit near")).toEqual([]);
  });

  it("is reported each day that it is exceeded, where nothing stops it", () => {
    const settings = { ...SETTINGS, limit: { ...SETTINGS.limit, stop: false } };
    const facts = sending({ settings, sentBytes: packets(5, 30, GIB) });
    const decision = decided(facts, at(30));
    expect(mails(decision)).toEqual([{ kind: "limit passed", limit: "day traffic", used: 25 * 1024, most: 20_480 }]);
    expect(mails(decided(after(facts, decision), at(31)))).toEqual([]);
  });

  it("is counted to its end when the host is gone", () => {
    const mine = memory({ countedUntil: at(29), sentUntil: at(20) });
    const decision = decided(asleep({ memory: mine, sentBytes: packets(18, 30, GIB) }), at(31));
    expect(decision.memory).toMatchObject({
      day: { sentMiB: 9 * 1024 },
      sentUntil: undefined,
      countedUntil: undefined,
    });
  });
});

describe("a dying host", () => {
  it("is counted until it is gone", () => {
    const mine = memory({ countedUntil: at(60), day: { ...memory().day, minutes: 55 } });
    const dying = asleep({ memory: mine, machines: [machine({ state: "shutting-down" })] });
    const decision = decided(dying, at(64));
    expect(decision.memory).toMatchObject({ day: { minutes: 59 }, countedUntil: at(64) });
    const gone = decided(after(asleep(), decision), at(65));
    expect([gone.memory.day.minutes, gone.memory.countedUntil]).toEqual([60, undefined]);
    expect(decided(after(asleep(), gone), at(90)).memory.day.minutes).toBe(60);
  });
});

describe("a session woken by hand that nobody played in", () => {
  const closedByHand = (day = memory().day) => {
    const ended = session({ why: "by hand", hasPoints: true, sleep: { at: at(129), ending: { kind: "idle" } } });
    return decided(asleep({ memory: memory({ session: ended, day }), packets: packets(5, 120) }), at(130));
  };

  it("is reported once a day, and no reason to ignore queries", () => {
    const first = closedByHand();
    expect(mails(first)).toMatchObject([{ kind: "asleep", emptySession: { byHand: true } }]);
    expect(first.memory.emptySessions).toBeUndefined();
    expect(mails(closedByHand(first.memory.day))).toEqual([]);
  });

  it("is not reported when it is up, if it follows another one at once: a script does that", () => {
    const day = { ...memory().day, claimedMails: ["no players"] };
    const up = (sleptAt: number) => {
      const mine = memory({ session: session({ why: "by hand" }), day, sleptAt, record: { a: IPV4, listedAt: at(5) } });
      return mails(decided(awake({ memory: mine }), at(6)));
    };
    expect([up(at(-9)).length, up(at(-10)).length]).toEqual([0, 1]);
  });
});

describe("an empty session on the day another was reported", () => {
  const emptyAgain = (over: Partial<Memory> = {}) =>
    asleep({
      memory: memory({
        session: session({ hasPoints: true, sleep: { at: at(129), ending: { kind: "idle" } } }),
        emptySessions: { minutes: 30, at: at(90) },
        ...over,
      }),
      packets: packets(5, 120),
    });

  it("sends no mail of its own: a monitor that asks all day is reported once", () => {
    const first = decided(emptyAgain(), at(130));
    expect(mails(first)).toMatchObject([{ kind: "asleep", emptySession: {} }]);
    const { day } = first.memory;
    expect(mails(decided(emptyAgain({ day }), at(130)))).toEqual([]);
  });

  it("is not reported when it is up, until somebody plays for five minutes: its end would not be reported", () => {
    const running = awake({
      memory: memory({
        session: session(),
        emptySessions: { minutes: 30, at: at(0) },
        record: { a: IPV4, listedAt: at(5) },
      }),
    });
    expect(mails(decided(running, at(6)))).toEqual([]);
    expect(mails(decided({ ...running, packets: packets(5, 9, 900) }, at(9)))).toEqual([]);
    expect(mails(decided({ ...running, packets: packets(5, 10, 900) }, at(10)))).toMatchObject([{ kind: "up" }]);
  });
});

describe("an answer of AWS that is some seconds old", () => {
  it("does not open a session right after a sleep, nor take a wish away", () => {
    const slept = memory({
      sleptAt: at(130),
      pendingWake: { since: at(130), why: "query" },
      lastQuery: at(130),
      handledQuery: at(130),
    });
    const stale = awake({ memory: slept });
    const decision = decided(stale, at(130) + 19_000);
    expect([decision.memory.session, decision.memory.pendingWake, mails(decision)]).toEqual([
      undefined,
      slept.pendingWake,
      [],
    ]);
    expect(decided(stale, at(130) + 20_000).memory.session).toMatchObject({ why: "from outside" });
  });

  it("does not hide that it was put to sleep a moment ago: that is reported at once", () => {
    const ended = memory({ session: session({ sleep: { at: at(130), ending: { kind: "by hand" } } }) });
    const stale = awake({ memory: ended, trigger: { name: "capacity was set", capacity: 0 } });
    expect(mails(decided(stale, at(130)))).toMatchObject([{ kind: "asleep" }]);
  });

  it("does not show a lost host, where it is the one of the session before", () => {
    const woken = memory({ session: session({ upAt: at(1), ranAt: undefined }) });
    const before = { desired: 0, hosts: [groupHost({ lifecycleState: "Terminating:Proceed" })] };
    expect(did(decided(asleep({ memory: woken, group: before }), at(1) + 5000))).not.toContain("set capacity");
    expect(did(decided(awake({ memory: woken, group: { ...before, desired: 1 } }), at(2)))).toContain("set capacity");
  });

  it("does not end a session right after a wake", () => {
    const woken = memory({ session: session({ upAt: at(1), ranAt: undefined }) });
    const stale = asleep({ memory: woken });
    expect(mails(decided(stale, at(1) + 10_000))).toEqual([]);
    expect(decided(stale, at(1) + 10_000).memory.session).toBeDefined();
    expect(decided(stale, at(1) + 20_000).memory.session).toBeUndefined();
    const slept = session({ upAt: at(1), sleep: { at: at(1) + 5000, ending: { kind: "by hand" } } });
    expect(decided(asleep({ memory: memory({ session: slept }) }), at(1) + 10_000).memory.session).toBeUndefined();
  });
});
