import type { Ending } from "../../../handlers/keeper/ending";
import { noMemory, type Memory } from "../../../handlers/keeper/memory";
import { isChanged, itemOf, memoryIn, type Stored } from "../../../handlers/keeper/memory-store";
import earlier from "./fixtures/memory.json";
import { at, EVENING, session } from "./scenes";

const NOW = at(90);
const STOP = {
  code: "TaskFailedToStart",
  reason: "CannotPullContainerError: toomanyrequests",
  exits: [
    { service: "web", exitCode: 1 },
    { service: "db", exitCode: 137 },
  ],
};
const ENDINGS: readonly Ending[] = [
  { kind: "idle" },
  { kind: "limit", limit: "session", most: 480 },
  { kind: "limit", limit: "day traffic", most: 20_480 },
  { kind: "by hand" },
  { kind: "from outside" },
  { kind: "crash loop", stops: [STOP, STOP], restMinutes: 60 },
  { kind: "not ready", stops: [], placementProblem: "no container instance met", restMinutes: 60 },
  { kind: "no capacity", problem: "We currently do not have sufficient capacity" },
  { kind: "no capacity", problem: "", restMinutes: 5 },
  { kind: "done" },
  { kind: "host lost", what: "i-1 is unhealthy", wakesAgain: true },
  { kind: "two hosts", elder: "i-1", younger: "i-2", wakesAgain: false },
];

/** With every field there is. */
const FULL: Memory = {
  pendingWake: { since: at(1), why: "lost host", insists: true },
  handledQuery: at(2),
  lastQuery: at(3) + 120,
  restUntil: at(4),
  emptySessions: { minutes: 44.5, at: at(5) },
  brokeThroughAt: at(6),
  failures: [{ at: at(3), cause: "crash loop TaskFailedToStart" }],
  holdUntil: at(12),
  sleptAt: at(13),
  day: { date: "2026-11-21", wakes: 3, minutes: 61.5, sentMiB: 3.5, claimedMails: ["blocked", "memory unreadable"] },
  month: { date: "2026-11", minutes: 1234.25, sentMiB: 70, claimedMails: ["month near"] },
  countedUntil: at(14),
  sentUntil: at(9),
  tasks: { "task/1": { hostArn: "host/1" }, "task/2": { missingSince: at(13) } },
  session: session({
    hostSeenAt: at(6),
    instanceType: "m7a.large",
    starts: [at(5), at(40)],
    played: true,
    busyMinutes: 7,
    hasPoints: true,
    noTaskSince: at(6),
    forcedDeployment: true,
    deploymentProblem: "AccessDeniedException: iam:PassRole",
    passedObstacles: ["rest", "day"],
    claimedMails: ["up", "blind", "trouble"],
    sleep: { at: at(7), ending: { kind: "idle" } },
  }),
  drains: { "i-1": { since: at(8), drainingSince: at(9), agentGoneSince: at(9) }, "i-2": { since: at(10) } },
  record: { a: "203.0.113.7", aaaa: "2001:db8::7", listedAt: at(11) },
  failedToStart: true,
};
const NOTHING = memoryIn(undefined, NOW);
const item = itemOf(FULL, NOTHING);
const problemOf = ({ noMemory: none }: Stored): string => (none?.kind === "spoiled" ? none.problem : "");

describe("memory in its item", () => {
  test("comes back as it was written, every field of it", () => {
    expect(memoryIn(item, NOW)).toEqual({ memory: FULL, version: { N: "1" } });
  });

  test("is the one that an earlier version wrote and reads: an upgrade, or going back, forgets nothing", () => {
    const before = { ...item, memory: { S: JSON.stringify(earlier) } };
    expect(memoryIn(before, NOW)).toEqual({ memory: FULL, version: { N: "1" } });
    expect(JSON.parse(item.memory?.S ?? "")).toEqual(earlier);
  });

  test.each(ENDINGS)("keeps why a session ends: $kind", (ending) => {
    const memory = { ...FULL, session: session({ sleep: { at: at(7), ending } }) };
    expect(memoryIn(itemOf(memory, NOTHING), NOW).memory).toEqual(memory);
  });

  test("keeps a memory without anything optional", () => {
    const memory = noMemory(EVENING);
    expect(memoryIn(itemOf(memory, NOTHING), NOW).memory).toEqual(memory);
  });

  test("is readable in the console: instants are texts", () => {
    expect(JSON.parse(item.memory?.S ?? "")).toMatchObject({
      lastQuery: "2026-11-21T20:03:00.120Z",
      session: { since: "2026-11-21T20:00:00.000Z" },
      drains: { "i-2": { since: "2026-11-21T20:10:00.000Z" } },
    });
  });

  test("begins with version 1, and each writing counts it up", () => {
    const again = itemOf(FULL, memoryIn(item, NOW));
    expect([item.version, again.version]).toEqual([{ N: "1" }, { N: "2" }]);
  });
});

describe("what needs no writing", () => {
  test("a memory that is the same, also if undefined fields came in", () => {
    const none = memoryIn(itemOf(noMemory(NOW), NOTHING), NOW);
    expect(isChanged({ ...noMemory(NOW), pendingWake: undefined, session: undefined }, none)).toBe(false);
    expect(isChanged({ ...FULL }, memoryIn(item, NOW))).toBe(false);
  });

  test("but one that differs in a second does", () => {
    expect(isChanged({ ...FULL, handledQuery: at(2) + 1000 }, memoryIn(item, NOW))).toBe(true);
  });

  test("clocks alone, unless they are four minutes behind", () => {
    const later = (minutes: number): Memory => ({
      ...FULL,
      countedUntil: at(14 + minutes),
      sentUntil: at(9 + minutes),
      day: { ...FULL.day, minutes: 61.5 + minutes, sentMiB: 4 },
      month: { ...FULL.month, minutes: 1234.25 + minutes, sentMiB: 70.5 },
      session: FULL.session && { ...FULL.session, hostSeenAt: at(6 + minutes) },
    });
    expect(isChanged(later(3), memoryIn(item, NOW))).toBe(false);
    expect(isChanged(later(4), memoryIn(item, NOW))).toBe(true);
    expect(isChanged({ ...later(1), handledQuery: at(3) }, memoryIn(item, NOW))).toBe(true);
    expect(isChanged({ ...FULL, countedUntil: undefined }, memoryIn(item, NOW))).toBe(true);
  });

  test("a new one does, so that its beginning is reported once", () => {
    expect(isChanged(noMemory(NOW), NOTHING)).toBe(true);
  });

  test("and one that could not be read does, so that it can be read again", () => {
    expect(isChanged(noMemory(NOW), memoryIn({ ...item, memory: { S: "{" } }, NOW))).toBe(true);
  });
});

describe("a missing item", () => {
  test("is a new memory", () => {
    expect(NOTHING).toEqual({ memory: noMemory(NOW), noMemory: { kind: "new" } });
  });
});

describe("an item that can't be read", () => {
  const written = JSON.parse(item.memory?.S ?? "") as object;
  test.each([
    ["no JSON", { memory: { S: "valheim" } }, /not valid JSON/],
    ["no text", { memory: { N: "1" } }, /JSON/],
    ["another schema", { schema: { N: "1" } }, /^its schema is 1, this keeper reads 2$/],
    ["no schema", { schema: undefined }, /^its schema is missing/],
    ["another shape", { memory: { S: "[]" } }, /another shape than expected at all of it/],
    [
      "a field of another kind",
      { memory: { S: JSON.stringify({ ...written, seenQuery: 1795291200000 }) } },
      /another shape than expected at handledQuery/,
    ],
    [
      "an unreadable time",
      { memory: { S: JSON.stringify({ ...written, wanted: { since: "yesterday", why: "query" } }) } },
      /another shape than expected at pendingWake.since/,
    ],
  ])("is reported, and memory starts empty: %s", (_, over, problem) => {
    const stored = memoryIn(JSON.parse(JSON.stringify({ ...item, ...over })) as typeof item, NOW);
    expect(stored).toMatchObject({ memory: noMemory(NOW), version: { N: "1" } });
    expect(problemOf(stored)).toMatch(problem);
  });

  test("is reported in a few words, however much is wrong", () => {
    const drains = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`i-${index}`, "gone"]));
    const stored = memoryIn({ ...item, memory: { S: JSON.stringify({ ...written, drains }) } }, NOW);
    expect(problemOf(stored)).toHaveLength(300);
  });

  test("is overwritten by the next version of it, or by the first if its version is not numeric", () => {
    expect(itemOf(FULL, memoryIn({ ...item, version: { N: "41" }, schema: { N: "1" } }, NOW)).version).toEqual({
      N: "42",
    });
    expect(itemOf(FULL, memoryIn({ ...item, version: { S: "old" }, schema: { N: "1" } }, NOW)).version).toEqual({
      N: "1",
    });
  });
});
