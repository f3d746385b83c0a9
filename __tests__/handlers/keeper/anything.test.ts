import fc from "fast-check";
import { decide } from "../../../handlers/keeper/decide";
import type { Facts, Reading, Readings } from "../../../handlers/keeper/facts";
import { SESSION_MAILS, type Memory } from "../../../handlers/keeper/memory";
import { MINUTE } from "../../../handlers/keeper/time";
import { asleep, at, capacity, decided, ending, mails, memory, FIXED, FIXED_IPV4, SETTINGS } from "./scenes";

/** Minutes of the evening around which everything happens; keeper looks at minute 200. */
const NOW = at(200);
const minute = fc.integer({ min: -60, max: 205 }).map(at);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 3) => fc.array(arbitrary, { maxLength });

const instanceId = fc.constantFrom("i-1", "i-2", "i-3");
const address = fc.constantFrom("203.0.113.7", "203.0.113.8");
const groupHost = fc.record({
  instanceId,
  lifecycleState: fc.constantFrom(
    "Pending",
    "InService",
    "Terminating",
    "Terminating:Wait",
    "Terminating:Proceed",
    "Standby",
  ),
  healthy: fc.boolean(),
});
const machine = fc.record({
  instanceId,
  state: fc.constantFrom("pending", "running", "shutting-down", "stopping", "stopped"),
  launchedAt: minute,
  instanceType: fc.constant("m7a.large"),
  ipv4: maybe(address),
});
const clusterHost = instanceId.chain((id) =>
  fc.record({
    arn: fc.constant(`host/${id}`),
    instanceId: fc.constant(id),
    status: fc.constantFrom("ACTIVE", "DRAINING"),
    agentConnected: fc.boolean(),
    registeredAt: minute,
    taskCount: fc.nat(3),
  }),
);
const task = fc.record({
  arn: fc.constantFrom("task/1", "task/2", "task/3", "task/4"),
  hostArn: maybe(instanceId.map((id) => `host/${id}`)),
  lastStatus: fc.constantFrom("PENDING", "RUNNING", "STOPPING", "STOPPED"),
  desiredStatus: fc.constantFrom("RUNNING", "STOPPED"),
  createdAt: minute,
  startedAt: maybe(minute),
  stoppedAt: maybe(minute),
  stopCode: maybe(fc.constantFrom("TaskFailedToStart", "EssentialContainerExited", "UserInitiated")),
  containers: fc.nat(1).map((exitCode) => [{ name: "valheim", exitCode }]),
});
const points = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.array(fc.constantFrom(0, 40, 119, 120, 900), { maxLength: 60 }))
  .map(([from, values]) =>
    values.map((value, index) => ({ at: at(from + index), value })).filter((point) => point.at < NOW),
  );

const session = fc.record({
  since: fc.integer({ min: -60, max: 199 }).map(at),
  why: fc.constantFrom(
    "query" as const,
    "by hand" as const,
    "lost host" as const,
    "from outside" as const,
    "always" as const,
  ),
  hostId: maybe(instanceId),
  agentSilentSince: maybe(minute),
  // Not so lately that keeper believes itself more than the group.
  upAt: maybe(fc.integer({ min: -60, max: 199 }).map(at)),
  ranAt: maybe(minute),
  starts: fc.array(minute, { maxLength: 3 }).map((starts) => starts.toSorted((a, b) => a - b)),
  played: fc.boolean(),
  busyMinutes: maybe(fc.nat(9)),
  hasPoints: fc.boolean(),
  forcedDeployment: fc.boolean(),
  claimedMails: fc.subarray([...SESSION_MAILS]),
  sleep: maybe(fc.record({ at: minute, ending: fc.constant({ kind: "idle" as const }) })),
});
const remembered: fc.Arbitrary<Memory> = fc.record({
  pendingWake: maybe(
    fc.record({ since: minute, why: fc.constantFrom("query" as const, "by hand" as const, "lost host" as const) }),
  ),
  handledQuery: maybe(minute),
  lastQuery: maybe(minute),
  restUntil: maybe(fc.integer({ min: 100, max: 300 }).map(at)),
  emptySessions: maybe(fc.record({ minutes: fc.nat(200), at: minute })),
  brokeThroughAt: maybe(minute),
  failures: maybe(fc.array(fc.record({ at: minute, cause: fc.constantFrom("no capacity", "not ready") }))),
  day: fc.record({
    date: fc.constant(memory().day.date),
    wakes: fc.nat(13),
    minutes: fc.constantFrom(0, 300, 815, 850),
    sentMiB: fc.constantFrom(0, 17_000, 21_000),
    claimedMails: fc.constant([]),
  }),
  month: fc.record({
    date: fc.constant(memory().month.date),
    minutes: fc.constantFrom(0, 6000, 7300),
    sentMiB: fc.constantFrom(0, 150_000),
    claimedMails: fc.constant([]),
  }),
  countedUntil: maybe(fc.integer({ min: 190, max: 200 }).map(at)),
  sentUntil: maybe(minute),
  sleptAt: maybe(minute),
  stoppedByHand: maybe(fc.constant(true)),
  incident: maybe(
    fc.record({ since: minute, cause: fc.constant({ kind: "from outside" as const }), hosts: fc.nat(2) }),
  ),
  replacedAt: maybe(fc.array(minute, { maxLength: 3 }).map((all) => all.toSorted((a, b) => a - b))),
  waitUntil: maybe(fc.integer({ min: 150, max: 260 }).map(at)),
  holdUntil: maybe(minute),
  tasks: fc.dictionary(
    fc.constantFrom("task/1", "task/5"),
    fc.record({ hostArn: maybe(instanceId.map((id) => `host/${id}`)), missingSince: maybe(minute) }),
  ),
  session: maybe(session),
  drains: fc.dictionary(instanceId, fc.record({ since: minute })),
  record: maybe(fc.record({ a: address, listedAt: minute })),
  failedToStart: fc.boolean(),
});
const readings: fc.Arbitrary<Readings> = fc.record({
  machines: fc.uniqueArray(machine, { maxLength: 3, selector: (one) => one.instanceId }),
  cluster: fc.record({
    hosts: fc.uniqueArray(clusterHost, { maxLength: 3, selector: (one) => one.instanceId }),
    tasks: some(task, 5),
  }),
  record: fc.record({ a: fc.oneof(address, fc.constantFrom("192.0.2.1", FIXED_IPV4, "")) }),
  fixedAddress: fc.record({ instanceId: maybe(instanceId) }),
  packets: points,
  receivedBytes: points,
  sentBytes: points,
  queries: some(fc.record({ at: fc.integer({ min: 165, max: 199 }).map(at), value: fc.nat(3) })),
  hold: fc.oneof(fc.record({ until: maybe(minute) }), fc.constant({ unreadable: "tomorrow" })),
  launchProblem: fc.constant("no capacity"),
  placementProblem: fc.constant("no memory"),
});
const trigger = fc.record({
  name: fc.constant("anything"),
  query: maybe(minute),
  command: maybe(fc.constantFrom("look" as const, "wake" as const, "sleep" as const, "hold" as const)),
  holdMinutes: fc.constantFrom(0, 60),
  alarm: maybe(fc.constantFrom("games-valheim-idle", "games-valheim-wakeerrors")),
});
const group = fc.record({
  desired: fc.constantFrom(0, 1),
  hosts: fc.uniqueArray(groupHost, { maxLength: 2, selector: (one) => one.instanceId }),
});
/** On demand, most of all, and always on: with file systems and without. */
const settings = fc.constantFrom<Facts["settings"]>(
  ...Array.from({ length: 5 }, () => SETTINGS),
  { ...SETTINGS, mode: "always" as const },
  { ...SETTINGS, mode: "always" as const, hasFileSystems: false },
  FIXED,
  { ...FIXED, mode: "always" as const },
);
const anything: fc.Arbitrary<Facts> = fc
  .tuple(
    settings,
    trigger,
    remembered,
    maybe(group),
    fc.record({ idle: fc.boolean(), queried: fc.boolean() }),
    readings,
  )
  .map(([settings, trigger, memory, group, alarms, read]) => ({ settings, trigger, memory, group, alarms, ...read }));
const minutes = (maxLength: number) => fc.array(fc.integer({ min: 150, max: 199 }), { maxLength });
/** Like an evening that happens: one host, one task, maybe players. */
const evening: fc.Arbitrary<Facts> = fc
  .tuple(anything, fc.integer({ min: 1, max: 190 }), minutes(4), minutes(2), fc.constantFrom(0, 119))
  .map(([facts, startedMinute, busy, missing, rest]) => ({
    ...facts,
    settings: facts.settings.fixedAddress === undefined ? SETTINGS : FIXED,
    trigger: { name: "schedule" },
    group: { desired: 1, hosts: [{ instanceId: "i-1", lifecycleState: "InService", healthy: true }] },
    machines: [
      { instanceId: "i-1", state: "running", launchedAt: at(0), instanceType: "m7a.large", ipv4: "203.0.113.7" },
    ],
    cluster: {
      hosts: [],
      tasks: [
        {
          arn: "task/1",
          lastStatus: "RUNNING",
          desiredStatus: "RUNNING",
          createdAt: at(0),
          startedAt: at(startedMinute),
          containers: [],
        },
      ],
    },
    packets: Array.from({ length: 200 }, (_, index) => ({
      at: at(index),
      value: busy.includes(index) ? 120 : rest,
    })).filter((_, index) => !missing.includes(index)),
    memory: { ...facts.memory, day: memory().day, month: memory().month, session: undefined, sleptAt: undefined },
    alarms: { idle: true, queried: false },
  }));

const property = (arbitrary: fc.Arbitrary<Facts>, holds: (facts: Facts) => void) => {
  fc.assert(fc.property(arbitrary, holds), { numRuns: fc.readConfigureGlobal().numRuns ?? 1000 });
};

it("never wakes while anything of a former host is left", () => {
  property(anything, (facts) => {
    if (capacity(decided(facts, NOW)) !== 1) return;
    const { mode, hasFileSystems } = facts.settings;
    if (mode === "always" && !hasFileSystems) {
      expect(facts.group?.hosts.filter(({ lifecycleState }) => !lifecycleState.startsWith("Terminat"))).toEqual([]);
      return;
    }
    expect([facts.group?.hosts, facts.machines]).toEqual([[], []]);
    // No machine is left: what a host with a silent agent was doing ended with its instance.
    const silent = facts.cluster?.hosts.filter(({ agentConnected }) => !agentConnected).map(({ arn }) => arn);
    const writing = facts.cluster?.tasks.filter(({ lastStatus }) => lastStatus !== "STOPPED");
    expect(writing?.filter(({ hostArn }) => !silent?.includes(hostArn ?? ""))).toEqual([]);
  });
});

it("wakes in some of these worlds, so that the sentence before says something", () => {
  const woken = fc.sample(
    anything.map((facts) => ({ ...asleep(), memory: facts.memory, trigger: facts.trigger })),
    300,
  );
  expect(woken.filter((facts) => capacity(decided(facts, NOW)) === 1).length).toBeGreaterThan(20);
});

it("never sleeps for idleness while packets were at the threshold within idle.after, before startup_timeout, or held", () => {
  let slept = 0;
  property(evening, (facts) => {
    if (ending(decided(facts, NOW)) !== "idle") return;
    slept += 1;
    const since = NOW - SETTINGS.idle.afterMinutes * MINUTE;
    const recent = (facts.packets ?? []).filter((point) => point.at >= since);
    expect(recent.filter(({ value }) => value >= SETTINGS.idle.packetsPerMinute)).toEqual([]);
    expect(recent.length).toBeGreaterThanOrEqual(SETTINGS.idle.afterMinutes - 2);
    if (facts.hold && "until" in facts.hold) expect(facts.hold.until ?? 0).toBeLessThanOrEqual(NOW);
  });
  expect(slept).toBeGreaterThan(20);
});

it("points the record at the host or at the placeholder, or at the fixed address, and leaves it alone once it is right", () => {
  property(anything, (facts) => {
    const decision = decided(facts, NOW);
    for (const action of decision.actions) {
      if (action.do !== "point record") continue;
      const { a } = action.values;
      if (facts.settings.fixedAddress !== undefined) expect(a).toBe(FIXED_IPV4);
      else expect(a === "192.0.2.1" || facts.machines?.some(({ ipv4 }) => ipv4 === a)).toBe(true);
      const next = decided({ ...facts, memory: decision.memory, record: action.values }, NOW);
      // While keeper changes capacity the wanted value follows it, at the latest with the next look.
      if (capacity(decision) === undefined) expect(next.actions.map((other) => other.do)).not.toContain("point record");
    }
  });
});

it("associates the fixed address only with a running host that is there to stay, and that does not have it", () => {
  let count = 0;
  const fixed = fc
    .oneof(anything, evening)
    .map((facts) => ({ ...facts, settings: { ...FIXED, mode: facts.settings.mode } }));
  property(fixed, (facts) => {
    for (const action of decided(facts, NOW).actions) {
      if (action.do !== "associate address") continue;
      count += 1;
      const { instanceId } = action;
      expect(facts.fixedAddress?.instanceId).not.toBe(instanceId);
      expect(facts.machines?.find((one) => one.instanceId === instanceId)?.state).toBe("running");
      const host = facts.group?.hosts.find((one) => one.instanceId === instanceId);
      expect(host?.lifecycleState).not.toMatch(/^Terminat/);
    }
  });
  expect(count).toBeGreaterThan(5);
});

it("decides the same on the same facts", () => {
  property(anything, ({ settings, ...facts }) => {
    expect(decide({ settings, ...structuredClone(facts) }, NOW)).toEqual(decide({ settings, ...facts }, NOW));
  });
});

it("changes nothing when it decides again, and sends no mail twice", () => {
  property(anything, (facts) => {
    const first = decided(facts, NOW);
    const again: Facts = { ...facts, memory: first.memory, trigger: { name: "schedule" }, noMemory: undefined };
    const second = decided(again, NOW);
    expect(mails(second)).toEqual([]);
    const third = decided({ ...again, memory: second.memory }, NOW);
    expect([third.memory, capacity(third), mails(third)]).toEqual([second.memory, capacity(second), []]);
  });
});

describe("where AWS does not hand out some of it", () => {
  const NAMES: readonly Reading[] = ["machines", "cluster", "record", "packets", "sentBytes", "queries", "hold"];
  const without = (facts: Facts, unreadable: readonly Reading[]): Facts => ({
    ...facts,
    ...Object.fromEntries(unreadable.map((name) => [name, undefined])),
    unreadable,
  });
  const partly = fc.tuple(anything, fc.subarray([...NAMES])).map(([facts, names]) => without(facts, names));
  const dyingHosts = (facts: Facts) =>
    facts.group?.hosts.filter(({ lifecycleState }) => lifecycleState === "Terminating:Wait") ?? [];

  it("keeper never wakes without knowing what is left, and never sleeps for idleness without points", () => {
    property(partly, (facts) => {
      const decision = decided(facts, NOW);
      const mayOverlap = facts.settings.mode === "always" && !facts.settings.hasFileSystems;
      const isBlind = !mayOverlap && facts.unreadable?.some((name) => name === "machines" || name === "cluster");
      if (isBlind) expect(capacity(decision)).not.toBe(1);
      if (facts.memory.session?.sleep === undefined && ending(decision) === "idle") {
        expect(facts.unreadable).not.toContain("packets");
      }
    });
  });

  it("every host in its hook is held or released, whatever can't be read", () => {
    property(partly, (facts) => {
      const { actions } = decided(facts, NOW);
      for (const { instanceId } of dyingHosts(facts)) {
        const about = actions.filter((action) => "instanceId" in action && action.instanceId === instanceId);
        expect(about.filter((action) => action.do === "keep waiting" || action.do === "release")).toHaveLength(1);
      }
    });
  });

  it("a person's word to sleep is carried out", () => {
    property(partly, (facts) => {
      const group = { desired: 1, hosts: facts.group?.hosts ?? [] };
      const commanded: Facts = { ...facts, group, trigger: { name: "sleep by hand", command: "sleep" } };
      const asked = { ...commanded, memory: { ...commanded.memory, sleptAt: undefined } };
      expect(capacity(decided(asked, NOW))).toBe(0);
      // What never sleeps would be started again as soon as memory can be read.
      const { mode } = facts.settings;
      if (mode === "on_demand") expect(capacity(decided({ ...asked, noMemory: { kind: "unreadable" } }, NOW))).toBe(0);
    });
  });

  it("without memory nothing is started, reported or remembered, and a host goes only where its tasks were seen to stop, or EC2 has terminated it", () => {
    property(partly, (facts) => {
      const blank = memory();
      const decision = decided({ ...facts, memory: blank, noMemory: { kind: "unreadable" } }, NOW);
      expect(decision.memory).toEqual(blank);
      expect(decision.actions.filter((action) => action.do === "mail" || action.do === "update service")).toEqual([]);
      expect(capacity(decision)).not.toBe(1);
      for (const action of decision.actions) {
        if (action.do !== "release") continue;
        const { instanceId } = action;
        const isTerminated = facts.machines?.every((one) => one.instanceId !== instanceId || one.state === "stopped");
        const hasStopped = facts.cluster?.tasks.some(({ lastStatus }) => lastStatus === "STOPPED");
        expect([isTerminated, hasStopped]).toContain(true);
      }
    });
  });
});

it("decides by what it asked for as it would with everything read", () => {
  property(anything, (full) => {
    const known: Partial<Record<Reading, unknown>> = {};
    const blank = {
      settings: full.settings,
      trigger: full.trigger,
      memory: full.memory,
      group: full.group,
      alarms: full.alarms,
    };
    for (let round = 0; round < 9; round += 1) {
      const decision = decide({ ...blank, ...known } as Facts, NOW);
      if (decision.missing.length === 0) {
        // An unneeded reading may only reveal a query or a problem one look earlier.
        const everything = decide(
          {
            ...full,
            queries: known.queries === undefined ? undefined : full.queries,
            packets: known.packets === undefined ? undefined : full.packets,
            hold: known.hold === undefined ? undefined : full.hold,
          },
          NOW,
        );
        expect(decision).toEqual(everything);
        return;
      }
      for (const reading of decision.missing) {
        expect(known).not.toHaveProperty(reading);
        known[reading] = full[reading];
      }
    }
    throw new Error("keeper never stops reading");
  });
});
