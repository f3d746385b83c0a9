import type { Facts, Task } from "../../../handlers/keeper/facts";
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
  ending,
  groupHost,
  mails,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

/** Containers ended at that minute with these codes, after a start at five past. */
const ended = (minute: number, ...exitCodes: readonly (number | undefined)[]): Task =>
  crashed(minute, at(minute), {
    createdAt: at(3),
    startedAt: at(5),
    containers: exitCodes.map((exitCode) => ({ name: "valheim", exitCode })),
  });
const next = (minute: number): Task => task({ arn: "task/next", createdAt: at(minute), startedAt: at(minute) });

/** Somebody played from minute 10 to 60; ECS has these tasks. */
const evening = (tasks: readonly Task[], over: Partial<Facts> = {}): Facts =>
  awake({
    memory: memory({ session: session({ played: true, hasPoints: true, claimedMails: ["up"] }) }),
    cluster: { hosts: [clusterHost()], tasks },
    packets: [...packets(5, 10), ...packets(10, 60, 900), ...packets(60, 70)],
    ...over,
  });
const look = (minute: number, tasks: readonly Task[], over: Partial<Facts> = {}) =>
  decided(evening(tasks, over), at(minute));
const asked = (minute: number) => ({ trigger: { name: "query", query: at(minute) } });

describe("a container that is done (rule 1)", () => {
  it("sleeps without a rest, though ECS has started the next task already", () => {
    for (const tasks of [[ended(70, 0)], [ended(70, 0), next(70.1)]]) {
      const decision = look(70.2, tasks);
      expect([capacity(decision), ending(decision), decision.memory.restUntil]).toEqual([0, "done", undefined]);
      expect(decision.memory.failures).toBeUndefined();
    }
  });

  it("is woken by the next query, and no failure is reported", () => {
    const closed = decided(after(asleep(), look(70.2, [ended(70, 0)])), at(71));
    expect(mails(closed)).toMatchObject([{ kind: "asleep", ending: { kind: "done" }, restUntil: undefined }]);
    expect(capacity(decided(after(asleep(), closed, asked(73)), at(73)))).toBe(1);
  });

  it.each<[string, readonly (number | undefined)[], string | undefined]>([
    ["all ended with 0", [0, 0], "done"],
    ["one was stopped with the other", [0, 143], "done"],
    ["all were stopped", [143, 143], undefined],
    ["one crashed", [0, 1], undefined],
    ["one did not say how it ended", [0, undefined], undefined],
  ])("of several containers: %s", (_, exitCodes, kind) => {
    expect(ending(look(70.2, [ended(70, ...exitCodes)]))).toBe(kind);
  });

  it("is not, if it is to be restarted: then it is a crash", () => {
    const settings = { ...SETTINGS, services: { ...SETTINGS.services, restartedWhenDone: ["valheim"] } };
    expect(ending(look(70.2, [ended(70, 0)], { settings }))).toBeUndefined();
    const three = [ended(68, 0), ended(69, 0), ended(70, 0)];
    expect(ending(look(70.2, three, { settings }))).toBe("crash loop");
    expect(ending(look(70.2, three))).toBe("done");
  });

  it("is not, if it crashed since", () => {
    expect(ending(look(71, [ended(70, 0), crashed(71, at(71))]))).toBeUndefined();
  });

  it("is not, if its host is lost: that one is replaced", () => {
    const group = { desired: 1, hosts: [groupHost({ healthy: false })] };
    expect(ending(look(70.2, [ended(70, 0)], { group }))).toBe("host lost");
  });

  it("sleeps two seconds after its start, too: the query that woke it was answered", () => {
    const atOnce = { ...ended(5, 0), stoppedAt: at(5) + 2000 };
    const first = { memory: memory({ session: session({ ranAt: undefined }), lastQuery: at(4) }), packets: [] };
    expect(ending(look(5.1, [atOnce], first))).toBe("done");
  });
});

describe("the task after one that is done", () => {
  const both = [ended(70, 0), next(70.1)];

  it("waits after a query a moment ago, also at the look that first sees it", () => {
    expect(capacity(look(70.2, both, asked(69.8)))).toBeUndefined();
    expect(capacity(look(74.7, both, asked(69.8)))).toBeUndefined();
    expect(ending(look(74.8, both, asked(69.8)))).toBe("done");
    expect(capacity(look(76.1, both, asked(75.7)))).toBeUndefined();
  });

  it("waits six minutes, no longer, beside something that asks all the time", () => {
    const monitored = { queries: [56, 61, 66].map((minute) => ({ at: at(minute), value: 1 })) };
    expect(capacity(look(76, both, { ...asked(75.9), ...monitored }))).toBeUndefined();
    expect(ending(look(76.1, both, { ...asked(76), ...monitored }))).toBe("done");
  });

  it("waits for a person who has called by hand while it was up", () => {
    const trigger = { name: "wake by hand", command: "wake" as const };
    const called = look(78, both, { trigger });
    expect(capacity(called)).toBeUndefined();
    expect(capacity(look(83.9, both, { memory: called.memory }))).toBeUndefined();
    expect(ending(look(84, both, { memory: called.memory }))).toBe("done");
  });

  it("waits for whoever was thrown out by the end", () => {
    const busy = { packets: packets(5, 69, 900) };
    expect(capacity(look(70.2, both, busy))).toBeUndefined();
    expect(ending(look(74, both, busy))).toBe("done");
  });

  it("goes on while somebody plays on it, and after that until nobody does", () => {
    const points = [...packets(10, 60, 900), ...packets(60, 72), ...packets(72, 80, 900), ...packets(80, 90)];
    expect(capacity(look(90, both, { packets: points }))).toBeUndefined();
  });

  it("waits for nobody if it ends again and again", () => {
    const often = [ended(68, 0), ended(69, 0), ended(70, 0), next(70.1)];
    expect(ending(look(70.2, often, asked(70.1)))).toBe("done");
    const seldom = [{ ...ended(40, 0), createdAt: at(2) }, ended(69, 0), ended(70, 0), next(70.1)];
    expect(capacity(look(70.2, seldom, asked(70.1)))).toBeUndefined();
  });
});

test("a session that ended by itself with nobody in it is an empty one", () => {
  const alone = {
    memory: memory({ session: session({ hasPoints: true, claimedMails: ["up"] }) }),
    packets: packets(5, 40),
  };
  const slept = look(40, [ended(39.9, 0)], alone);
  expect(slept.memory.session?.sleep?.at).toBe(at(40));
  expect(
    decided(after(asleep({ packets: packets(5, 40) }), slept), at(40) + MINUTE).memory.emptySessions?.minutes,
  ).toBe(40);
});
