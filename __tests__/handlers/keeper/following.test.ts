import { decide } from "../../../handlers/keeper/decide";
import type { Ending } from "../../../handlers/keeper/ending";
import type { Facts, Task } from "../../../handlers/keeper/facts";
import type { Memory, Session } from "../../../handlers/keeper/memory";
import { DAY, HOUR } from "../../../handlers/keeper/time";
import { after, asleep, at, awake, clusterHost, crashed, decided, IPV4, machine, mails, memory } from "./scenes";
import { packets, session, SETTINGS, task } from "./scenes";

const followed = (facts: Facts, minute = 50) => decided(facts, at(minute)).memory.session;
const having = (over: Partial<Session>, facts: Partial<Facts> = {}) =>
  awake({ memory: memory({ session: session(over) }), ...facts });

describe("of a session that goes on", () => {
  it("its type is remembered when EC2 shows its host no more, and when it was first up", () => {
    const first = decided(having({ upAt: undefined }), at(6));
    expect(first.memory.session).toMatchObject({ instanceType: "m7a.large", upAt: at(6) });
    const later = decided(after(awake({ machines: [] }), first), at(50)).memory.session;
    expect(later).toMatchObject({ instanceType: "m7a.large", upAt: at(6) });
  });

  it("what AWS refused is kept, cut to 300 characters, until players have read it", () => {
    const trigger = { name: "capacity was set", deploymentProblem: "AccessDenied".padEnd(400, "x") };
    const noted = decided(having({}, { trigger }), at(6));
    expect(noted.memory.session?.deploymentProblem).toBe(trigger.deploymentProblem.slice(0, 300));
    expect(decided(after(awake(), noted), at(7)).memory.session?.deploymentProblem).toHaveLength(300);
  });

  it("its starts are those on this host, in their order, also those that ECS forgot", () => {
    const tasks = [crashed(2, at(31), { startedAt: at(30) }), crashed(3, at(0), { startedAt: at(-1) })];
    const facts = having({ starts: [at(-9), at(40)] }, { cluster: { hosts: [clusterHost()], tasks } });
    expect(followed(facts)?.starts).toEqual([at(30), at(40)]);
  });

  it("its starts are the first fifty, if it has more", () => {
    const starts = Array.from({ length: 60 }, (_, minute) => at(5 + minute / 2));
    expect(followed(having({ starts }))?.starts).toEqual(starts.slice(0, 50));
  });

  it("a task that runs counts from now on, where ECS does not say since when", () => {
    const tasks = [task({ startedAt: undefined })];
    expect(followed(having({ ranAt: undefined }, { cluster: { hosts: [clusterHost()], tasks } }))?.ranAt).toBe(at(50));
    const none = having({ ranAt: undefined }, { cluster: { hosts: [clusterHost()], tasks: [] } });
    expect(followed(none, 10)?.ranAt).toBeUndefined();
  });

  it("packets of its own minutes alone say that somebody played, and that its host counts", () => {
    const seen = (minute: number, counts = false) =>
      followed(having({ hasPoints: counts }, { packets: packets(minute, minute + 1, 900) }), 6);
    expect([seen(-2)?.played, seen(-1)?.played, seen(-2)?.hasPoints, seen(5)?.hasPoints]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(followed(having({ hasPoints: true }), 6)?.hasPoints).toBe(true);
  });

  it("the newest of its tasks is the one that counts, in whatever order ECS lists them", () => {
    const [elder, younger] = [task(), task({ arn: "task/2", startedAt: at(8) })];
    for (const tasks of [
      [elder, younger],
      [younger, elder],
    ]) {
      const facts = having({ claimedMails: ["up"] }, { cluster: { hosts: [clusterHost()], tasks } });
      expect([mails(decided(facts, at(17))).length, mails(decided(facts, at(18))).length]).toEqual([0, 1]);
    }
  });

  it("that nobody can date, it began now", () => {
    const unknown = awake({ memory: memory(), machines: [], cluster: { hosts: [], tasks: [] } });
    expect(followed(unknown, 10)?.since).toBe(at(10));
    expect(followed(asleep({ group: undefined }))).toBeUndefined();
  });
});

/** A session that was put to sleep at minute 129, seen a minute later. */
function closed(
  over: Partial<Session> & { kind?: Ending["kind"] } = {},
  facts: Partial<Facts> = {},
  mine: Partial<Memory> = {},
) {
  const { kind = "idle", ...rest } = over;
  const ended = session({ hasPoints: true, sleep: { at: at(129), ending: { kind } as Ending }, ...rest });
  return decided(asleep({ memory: memory({ session: ended, ...mine }), packets: packets(5, 120), ...facts }), at(130));
}
const endMail = (...args: Parameters<typeof closed>) => mails(closed(...args)).find(({ kind }) => kind === "asleep");

describe("the end of a session", () => {
  it("needs its packets only where they can still say something", () => {
    const missing = (over: Partial<Session>) => {
      const ended = session({ sleep: { at: at(129), ending: { kind: "idle" } }, ...over });
      return decide(asleep({ memory: memory({ session: ended }), packets: undefined }), at(130)).missing;
    };
    expect([missing({ ranAt: undefined }), missing({ played: true, busyMinutes: 5 })]).toEqual([[], []]);
    expect([missing({ played: true, busyMinutes: 4 }), missing({ busyMinutes: 5 })]).toEqual([
      ["packets"],
      ["packets"],
    ]);
  });

  it("by somebody else ends the wish that it fulfilled, for good", () => {
    const pendingWake = { since: at(129), why: "by hand" as const };
    expect(closed({ sleep: undefined }, {}, { pendingWake }).memory.pendingWake).toBeUndefined();
    const sleep = { at: at(129.5), ending: { kind: "idle" as const } };
    expect(closed({ sleep }, {}, { pendingWake }).memory.pendingWake).toEqual(pendingWake);
  });

  it("of keeper's own does not forget a wish that waits while its task still runs", () => {
    const pendingWake = { since: at(129), why: "by hand" as const };
    const sleep = { at: at(129), ending: { kind: "idle" as const } };
    expect(
      decided(awake({ memory: memory({ session: session({ sleep }), pendingWake }) }), at(130)).memory.pendingWake,
    ).toEqual(pendingWake);
  });

  it("is one for nobody at a limit, too, and not if it was for a lost host", () => {
    expect(closed({ kind: "limit" }).memory.emptySessions?.minutes).toBe(129);
    expect(endMail({ why: "lost host" })).not.toHaveProperty("inVain");
    expect([
      closed({ why: "lost host" }).memory.emptySessions,
      closed({ why: "from outside" }).memory.emptySessions,
    ]).toEqual([undefined, undefined]);
  });

  it("needs a third of the threshold for a player who is quiet", () => {
    expect(closed({}, { packets: packets(50, 55, 39) }).memory.emptySessions).toBeDefined();
    expect(closed({}, { packets: packets(50, 55, 40) }).memory.emptySessions).toBeUndefined();
  });

  it("tells whether anybody played, however short, and of a rest only if it failed", () => {
    expect(endMail({ played: true }, { packets: packets(50, 52, 900) })).toMatchObject({ played: true });
    expect(endMail({}, {}, { restUntil: at(100) })).toMatchObject({ restUntil: undefined });
  });

  it("tells its length to now, if nobody saw its host", () => {
    expect(endMail({ sleep: undefined })).toMatchObject({ minutes: 130 });
  });

  it("tells what was counted since it began, if nothing is known to have run", () => {
    const counted = { busiest: 0, quietMinutes: 115, minutes: 115 };
    expect(endMail({ ranAt: undefined, kind: "by hand" })).toMatchObject({ packetCount: counted });
  });

  it("tells a person who woke it by hand of no ignored queries: the next wake by hand passes them", () => {
    const mail = endMail({ why: "by hand" }, {}, { emptySessions: { minutes: 200, at: at(0) } });
    expect(mail).toMatchObject({ emptySession: { byHand: true, ignoredUntil: undefined } });
  });

  it("that makes keeper ignore queries is reported though another empty one was, and then no query is reported", () => {
    const short = closed({ since: at(100) });
    const ignoring = closed({}, {}, { day: short.memory.day });
    expect([mails(short).length, mails(ignoring).length]).toEqual([1, 1]);
    const query = { trigger: { name: "query", query: at(140) } };
    expect(mails(decided(after(asleep(), closed(), query), at(140)))).toEqual([]);
  });
});

describe("what failed", () => {
  const causeOf = (over: Partial<Task>, ...before: readonly Task[]) => {
    const tasks = [...before, ...[10, 14, 18].map((minute) => crashed(minute, at(minute), over))];
    return decided(awake({ cluster: { hosts: [clusterHost()], tasks } }), at(19)).memory.failures?.at(-1)?.cause;
  };
  const exit = (exitCode: number) => ({ containers: [{ name: "valheim", exitCode }] });
  const unstarted = (stoppedReason: string) => ({ stopCode: "TaskFailedToStart", stoppedReason, startedAt: undefined });

  it("is one cause by AWS's codes, whatever words, tasks and times are in its reasons", () => {
    expect(causeOf(unstarted("CannotPullContainerError: a"))).toBe(causeOf(unstarted("CannotPullContainerError: b")));
    expect(causeOf({ ...exit(1), stoppedReason: "one" })).toBe(causeOf({ ...exit(1), stoppedReason: "other" }));
    expect(causeOf(exit(1), crashed(9, at(9), exit(2)))).toBe(causeOf(exit(1)));
  });

  it("is another cause with another stop code, error or exit code", () => {
    const causes = [
      causeOf(exit(1)),
      causeOf(exit(137)),
      causeOf({ ...unstarted("other"), ...exit(1) }),
      causeOf(unstarted("CannotPullContainerError: a")),
      causeOf(unstarted("ResourceInitializationError: a")),
    ];
    expect(new Set(causes).size).toBe(causes.length);
  });
});

describe("failures in a row", () => {
  const cause = "not ready";
  const failed = (failures: Memory["failures"]) =>
    decided(
      awake({
        memory: memory({ session: session({ ranAt: undefined }), failures }),
        cluster: { hosts: [], tasks: [] },
      }),
      at(21),
    ).memory;

  it("go on from the newest one, and thirty are kept", () => {
    const long = [
      { at: at(21) - 25 * HOUR, cause },
      { at: at(0), cause },
    ];
    expect(failed(long).restUntil).toBe(at(81));
    expect(failed(Array.from({ length: 30 }, () => ({ at: at(0), cause }))).failures).toHaveLength(30);
    expect(failed(Array.from({ length: 29 }, () => ({ at: at(0), cause }))).failures).toHaveLength(30);
  });

  it("stay after a session that nobody played in", () => {
    const failures = [{ at: at(0), cause }];
    expect(closed({ kind: "by hand" }, {}, { failures }).memory.failures).toEqual(failures);
  });

  it("keep it from being reported as up only if the newest cause did so three times within a day", () => {
    const mailsAfter = (...failures: readonly (readonly [hours: number, cause: string])[]) => {
      const mine = memory({
        failures: failures.map(([hours, why]) => ({ at: at(0) - hours * HOUR, cause: why })),
        record: { a: IPV4, listedAt: at(4) },
        session: session(),
      });
      return mails(decided(awake({ memory: mine }), at(6))).length;
    };
    expect([
      mailsAfter([3, "b"], [2, "a"], [1, "a"], [0, "a"]),
      mailsAfter([3, "a"], [2, "a"], [1, "a"], [0, "b"]),
    ]).toEqual([0, 1]);
    expect([mailsAfter([40, "a"], [20, "a"], [1, "a"]), mailsAfter([20, "a"], [10, "a"], [1, "a"])]).toEqual([1, 0]);
  });
});

describe("a mail about what goes on", () => {
  const known = { a: IPV4, listedAt: at(5) };
  const up = (over: Partial<Session>, mine: Partial<Memory> = {}) =>
    mails(decided(awake({ memory: memory({ session: session(over), record: known, ...mine }) }), at(6)));

  it("has both addresses, where there are two", () => {
    const settings = { ...SETTINGS, ipv6: true };
    const machines = [machine({ ipv6: "2001:db8::7" })];
    const record = { ...known, aaaa: "2001:db8::7" };
    const facts = awake({ settings, machines, memory: memory({ session: session(), record }), record });
    expect(mails(decided(facts, at(6)))).toMatchObject([{ kind: "up", address: { a: IPV4, aaaa: "2001:db8::7" } }]);
  });

  it("is not kept back where no script wakes it: a person woke it, or nothing was reported today", () => {
    const day = { ...memory().day, claimedMails: ["no players"] };
    expect(up({ why: "query" }, { day, sleptAt: at(-5) })).toHaveLength(1);
    expect(up({ why: "by hand" }, { sleptAt: at(-5) })).toHaveLength(1);
    expect(up({ why: "by hand" }, { day, sleptAt: at(-5) })).toHaveLength(0);
  });

  it("says of no host that it can't see players while nobody can read what it counted", () => {
    const facts = having({ claimedMails: ["up"] }, { packets: undefined, unreadable: ["packets"] });
    expect(mails(decided(facts, at(20)))).toEqual([]);
  });

  it("goes out while EC2 is silent, if it needs nothing of it", () => {
    const facts = awake({ hold: { unreadable: "soon" }, machines: undefined, unreadable: ["machines"] });
    expect(mails(decided(facts, at(6)))).toEqual([{ kind: "hold unreadable", written: "soon" }]);
  });

  it("warns of a short session when half of it is over", () => {
    const settings = { ...SETTINGS, limit: { ...SETTINGS.limit, perSessionMinutes: 40 } };
    const mailsAfter = (minute: number) =>
      mails(decided(having({ claimedMails: ["up", "blind"] }, { settings }), at(minute)));
    expect([mailsAfter(20), mailsAfter(21)]).toMatchObject([[], [{ kind: "stops soon", inMinutes: 20 }]]);
  });

  it("warns of the end by a month's hours once, long before, and not when they are passed by hand", () => {
    const month = (minutes: number) => ({ month: { ...memory().month, minutes }, countedUntil: at(6) });
    const [near, ...others] = up({ claimedMails: ["up"] }, month(7190));
    expect([near, others]).toMatchObject([{ kind: "limit near", limit: "month" }, []]);
    expect(up({ claimedMails: ["up"], why: "by hand" }, month(7300))).toEqual([]);
  });

  it("warns of the session's own end after that of the day, which a person let pass", () => {
    const day = { ...memory().day, date: "2026-11-22", minutes: 811 };
    const soon = having({ hasPoints: true, claimedMails: ["up"] });
    const first = decided({ ...soon, memory: { ...soon.memory, day, countedUntil: at(440) } }, at(440));
    expect(mails(first)).toMatchObject([{ kind: "stops soon", limit: "day" }]);
    const called = after(soon, first, { trigger: { name: "wake by hand", command: "wake" } });
    expect(mails(decided(called, at(455)))).toMatchObject([{ kind: "stops soon", limit: "session" }]);
  });
});

it("a day is a day: what was reported yesterday is reported again", () => {
  const facts = asleep({ hold: { unreadable: "soon" } });
  const first = decided(facts, at(0));
  expect(mails(decided(after(facts, first), at(0) + DAY))).toEqual(mails(first));
});
