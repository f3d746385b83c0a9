import { decide } from "../../../handlers/keeper/decide";
import type { Facts } from "../../../handlers/keeper/facts";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  decided,
  did,
  groupHost,
  IPV4,
  machine,
  mails,
  memory,
  PLACEHOLDER,
  session,
  SETTINGS,
  task,
} from "./scenes";

const BLANK = {
  machines: undefined,
  cluster: undefined,
  record: undefined,
  packets: undefined,
  receivedBytes: undefined,
  sentBytes: undefined,
  queries: undefined,
  hold: undefined,
};
const record = { a: PLACEHOLDER, listedAt: at(-1) };
const dying = (lifecycleState = "Terminating:Wait") => ({ desired: 0, hosts: [groupHost({ lifecycleState })] });

describe("a look reads closely", () => {
  it.each<[string, Partial<Facts>]>([
    ["while the group still lists a host", { group: dying("Terminating"), memory: memory({ record }) }],
    ["when a session has just ended", { memory: memory({ record, session: session({ ranAt: undefined }) }) }],
    ["while hours are counted", { memory: memory({ record, countedUntil: at(-5) }) }],
    ["while a host was draining", { memory: memory({ record, drains: { "i-1": { since: at(-5) } } }) }],
    ["while a task may still write", { memory: memory({ record, tasks: { "task/1": {} } }) }],
    ["while a wish waits", { memory: memory({ record, pendingWake: { since: at(0), why: "query" } }) }],
  ])("%s", (_, over) => {
    expect(decide(asleep({ ...BLANK, ...over }), at(0)).missing).toContain("machines");
  });

  it("and no more than it needs to wake: what was sent counts only while a host is there", () => {
    const facts = asleep({
      ...BLANK,
      machines: [],
      cluster: { hosts: [], tasks: [] },
      trigger: { name: "query", query: at(0) },
      memory: memory({ record }),
    });
    expect(decide(facts, at(0)).missing).toEqual([]);
  });

  it("at all that an awake host needs, in one go", () => {
    expect(decide(awake(BLANK), at(6)).missing).toEqual(["machines", "cluster", "packets", "sentBytes"]);
    const blind = { ...BLANK, noMemory: { kind: "unreadable" } } as const;
    expect(decide(awake(blind), at(6)).missing).toEqual(["machines", "cluster", "packets", "queries"]);
  });

  it("and points the record away in the look that sees a session end", () => {
    const ended = memory({ session: session(), record: { a: IPV4, listedAt: at(29) } });
    expect(did(decided(asleep({ memory: ended, record: { a: IPV4 } }), at(30)))).toContain("point record");
  });
});

describe("a look that AWS does not answer in part", () => {
  it("goes on where EC2 is silent before a task ran", () => {
    const starting = awake({
      machines: undefined,
      unreadable: ["machines"],
      cluster: { hosts: [], tasks: [] },
      memory: memory({ session: session({ ranAt: undefined }) }),
    });
    expect(did(decided(starting, at(3)))).toEqual([]);
  });
});

describe("a look without memory", () => {
  const blind = (over: Partial<Facts>) => decided(asleep({ ...over, noMemory: { kind: "unreadable" } }), at(60));

  it("still points the record, holds a dying host and lets ECS forget one that is gone", () => {
    const gone = clusterHost({ instanceId: "i-0", arn: "host/0", agentConnected: false });
    const tasks = [task({ desiredStatus: "STOPPED" })];
    const decision = blind({
      group: dying(),
      machines: [machine()],
      cluster: { hosts: [gone, clusterHost({ status: "DRAINING" })], tasks },
      record: { a: IPV4 },
    });
    expect(did(decision).toSorted()).toEqual(["forget", "keep waiting", "point record"]);
  });

  it("puts nothing to sleep that sleeps, whatever a person says", () => {
    expect(did(blind({ trigger: { name: "sleep by hand", command: "sleep" } }))).toEqual([]);
  });
});

describe("of a session", () => {
  const near = { ...memory().month, minutes: 6000 };
  const soon = { ...memory().day, minutes: 820 };

  it("nothing is reported at the wake, before its host is there", () => {
    const trigger = { name: "query", query: at(0) };
    const decision = decided(asleep({ trigger, memory: memory({ month: near, day: soon }) }), at(0));
    expect([capacity(decision), mails(decision)]).toEqual([1, []]);
  });

  it("nothing is reported in the look that puts it to sleep", () => {
    const blind = awake({ memory: memory({ session: session({ claimedMails: ["up"] }) }) });
    expect(mails(decided(blind, at(15)))).toMatchObject([{ kind: "blind host" }]);
    expect(mails(decided({ ...blind, trigger: { name: "sleep by hand", command: "sleep" } }, at(15)))).toEqual([]);
  });

  it("no limit is reported while there is no host", () => {
    const facts = asleep({ trigger: { name: "agent", ofCluster: true }, memory: memory({ month: near }) });
    expect(mails(decided(facts, at(0)))).toEqual([]);
  });
});

test.each<[string, Facts]>([
  ["asleep", asleep()],
  ["asleep, ignoring queries", asleep({ memory: memory({ restUntil: at(60) }) })],
  ["asleep, ignoring queries", asleep({ memory: memory({ emptySessions: { minutes: 100, at: at(0) } }) })],
  ["no group", asleep({ group: undefined })],
  ["waiting to wake", asleep({ machines: [machine()], trigger: { name: "query", query: at(15) } })],
  ["stopping", asleep({ group: dying() })],
  ["stopping, then waking", asleep({ group: dying(), trigger: { name: "query", query: at(15) } })],
  ["waking", asleep({ trigger: { name: "query", query: at(15) } })],
  ["waking", awake({ memory: memory({ session: session({ ranAt: undefined }) }), cluster: { hosts: [], tasks: [] } })],
  ["awake", awake()],
  ["going to sleep", awake({ trigger: { name: "sleep by hand", command: "sleep" } })],
  ["no memory", asleep({ noMemory: { kind: "unreadable" } })],
])("the state that keeper reports: %s", (state, facts) => {
  expect(decided(facts, at(15)).state).toBe(state);
});

describe("hours and traffic", () => {
  it("are not counted for a stopped instance: AWS takes nothing for its hours", () => {
    const stopped = asleep({ machines: [machine({ state: "stopped" })], memory: memory({ countedUntil: at(10) }) });
    const first = decided(stopped, at(20));
    expect([first.memory.countedUntil, decided(after(stopped, first), at(50)).memory.day.minutes]).toEqual([
      undefined,
      first.memory.day.minutes,
    ]);
  });

  it("are counted from the launch of the eldest of two hosts", () => {
    const machines = [machine({ instanceId: "i-2", launchedAt: at(20) }), machine({ launchedAt: at(10) })];
    expect(decided(awake({ machines }), at(30)).memory.day.minutes).toBe(20);
  });

  it("are those of the day in which they were sent", () => {
    const MIB = 1024 ** 2;
    // The day ends at minute 240.
    const sentBytes = [235, 236, 237, 238, 239, 240, 241].map((minute) => ({ at: at(minute), value: MIB }));
    const mine = memory({
      session: session({ hasPoints: true, claimedMails: ["up"] }),
      countedUntil: at(234),
      sentUntil: at(234),
    });
    const { day, month } = decided(awake({ sentBytes, memory: mine, settings: SETTINGS }), at(250)).memory;
    expect([day.sentMiB, month.sentMiB]).toEqual([2, 7]);
  });
});
