import type { Facts } from "../../../handlers/keeper/facts";
import type { Memory } from "../../../handlers/keeper/memory";
import type { Ending } from "../../../handlers/keeper/ending";
import { newSession } from "../../../handlers/keeper/rules/new-session";
import {
  after,
  asleep,
  at,
  awake,
  clusterHost,
  crashed,
  decided,
  groupHost,
  FIXED,
  FIXED_IPV4,
  IPV4,
  machine,
  mails,
  memory,
  packets,
  PLACEHOLDER,
  session,
  SETTINGS,
  task,
} from "./scenes";

const ALWAYS = { ...SETTINGS, mode: "always" as const };
const HOST_LOST = { kind: "host lost", what: "i-1 is unhealthy", wakesAgain: true } as const;
const CRASH_LOOP = { kind: "crash loop", stops: [], restMinutes: 0 } as const;
const incident = (cause: Ending = HOST_LOST, since = at(20), hosts = 1) => ({ since, cause, hosts });
/** A new host, on which it runs since 25. */
const back = (over: Partial<Memory> = {}, facts: Partial<Facts> = {}): Facts =>
  awake({
    settings: ALWAYS,
    memory: memory({
      session: session({ why: "always", since: at(22), ranAt: at(25), hostId: "i-1", hasPoints: true }),
      record: { a: IPV4, listedAt: at(25) },
      incident: incident(),
      ...over,
    }),
    machines: [machine({ launchedAt: at(22) })],
    cluster: { hosts: [clusterHost()], tasks: [task({ createdAt: at(24), startedAt: at(25) })] },
    ...facts,
  });
const kinds = (facts: Facts, minute: number): readonly string[] =>
  mails(decided(facts, at(minute))).map(({ kind }) => kind);

describe("an incident is reported once, when it is over", () => {
  it("with its cause, how long it was away, and how many hosts it took", () => {
    const seen = decided(back(), at(26));
    expect(mails(seen)).toEqual([{ kind: "healed", cause: HOST_LOST, minutes: 5, hosts: 1, isLastToday: false }]);
    expect([seen.memory.incident, seen.memory.session?.claimedMails]).toEqual([undefined, ["up"]]);
    expect(kinds(after(back(), seen), 31)).toEqual([]);
  });

  it("not before its task runs there, and the record points there", () => {
    const pending = { hosts: [clusterHost()], tasks: [task({ lastStatus: "PENDING", startedAt: undefined })] };
    expect(kinds(back({}, { cluster: pending }), 26)).toEqual([]);
    const record = { a: PLACEHOLDER, listedAt: at(25) };
    expect(kinds(back({ record }, { record: { a: PLACEHOLDER } }), 26)).toEqual([]);
    expect(kinds(back({}, { group: { desired: 1, hosts: [groupHost({ healthy: false })] } }), 26)).toEqual([]);
    const stopping = { hosts: [clusterHost()], tasks: [task({ desiredStatus: "STOPPED" })] };
    expect(kinds(back({}, { cluster: stopping }), 26)).toEqual([]);
  });

  it("after crashes not before it has run for as long as they count", () => {
    const crashing = back({ incident: incident(CRASH_LOOP) });
    expect(kinds(crashing, 39)).toEqual([]);
    expect(mails(decided(crashing, at(40)))).toMatchObject([{ kind: "healed", minutes: 5 }]);
  });

  it("not while the host that it is to leave still runs it", () => {
    const leaving = session({ why: "always", hostId: "i-1", sleep: { at: at(25), ending: HOST_LOST } });
    expect(kinds(back({ session: leaving }), 26)).toEqual([]);
    const left = back({ session: undefined, sleptAt: at(25) }, { group: { desired: 0, hosts: [groupHost()] } });
    expect(decided(left, at(26)).memory.incident).toBeDefined();
    const fixed = { settings: { ...FIXED, mode: "always" as const }, fixedAddress: { instanceId: "i-1" } };
    const record = { a: FIXED_IPV4, listedAt: at(25) };
    expect(kinds({ ...back({ record }, { record: { a: FIXED_IPV4 } }), ...fixed }, 26)).toEqual(["healed"]);
    expect(kinds({ ...back({ session: leaving, record }, { record: { a: FIXED_IPV4 } }), ...fixed }, 26)).toEqual([]);
    expect(decided({ ...left, ...fixed, memory: { ...left.memory, record } }, at(26)).memory.incident).toBeDefined();
  });

  it("six times a day, and the sixth says so", () => {
    const claimed = (count: number) => ({
      ...memory().day,
      claimedMails: Array.from({ length: count }, (_, index) => `healed ${index + 1}`),
    });
    expect(mails(decided(back({ day: claimed(5) }), at(26)))).toMatchObject([{ isLastToday: true }]);
    const seventh = decided(back({ day: claimed(6) }), at(26));
    expect([mails(seventh), seventh.memory.incident]).toEqual([[], undefined]);
  });
});

describe("an incident that goes on", () => {
  const away = (over: Partial<Memory> = {}, facts: Partial<Facts> = {}): Facts =>
    asleep({
      settings: ALWAYS,
      memory: memory({ sleptAt: at(21), incident: incident(HOST_LOST, at(20), 0), ...over }),
      machines: [machine({ state: "shutting-down" })],
      ...facts,
    });

  it("is reported when it has lasted for startup_timeout and five minutes, and once a day", () => {
    expect(kinds(away(), 44)).toEqual([]);
    const first = decided(away(), at(45));
    expect(mails(first)).toEqual([
      { kind: "down", cause: HOST_LOST, since: at(20), next: { kind: "blocked", by: "i-1 is shutting-down" } },
    ]);
    const later = decided(after(away(), first), at(200));
    expect(mails(later)).toEqual([]);
    expect(kinds(after(away(), later), 245)).toEqual(["down"]);
    expect(kinds(away({ ...later.memory, incident: incident(HOST_LOST, at(201)) }), 230)).toEqual(["down"]);
  });

  it("is reported also while AWS does not say what is there", () => {
    const blind = away({}, { cluster: undefined, unreadable: ["cluster"] });
    expect(mails(decided(blind, at(45)))).toMatchObject([{ kind: "down", next: { kind: "starting" } }]);
    const up = back({}, { cluster: undefined, unreadable: ["cluster"] });
    expect(kinds(up, 45)).toEqual(["down"]);
    const crashing = back({ incident: incident(CRASH_LOOP) }, { machines: undefined, unreadable: ["machines"] });
    expect(kinds(crashing, 26)).toEqual([]);
  });

  it("says when the next host may start, or that it is being started", () => {
    const nothing = { machines: [] };
    const waiting = decided(away({ waitUntil: at(90) }, nothing), at(50));
    expect(mails(waiting)).toMatchObject([{ next: { kind: "new host", at: at(90) } }]);
    const starting = decided(away({}, { ...nothing, group: undefined }), at(50));
    expect(mails(starting)).toMatchObject([{ next: { kind: "starting" } }]);
    const crashes = [0, 1, 2].map((index) => crashed(index + 1, at(60 + index)));
    const cluster = { hosts: [clusterHost()], tasks: crashes };
    const failing = decided(back({ incident: incident(CRASH_LOOP), replacedAt: [at(21)] }, { cluster }), at(63));
    expect(mails(failing)).toMatchObject([{ cause: CRASH_LOOP, next: { kind: "new host", at: at(81) } }]);
  });

  it("is not called down while it runs, though it is not back for good", () => {
    const crashing = (startedAt: number) =>
      back(
        { incident: incident(CRASH_LOOP, at(20)) },
        { cluster: { hosts: [clusterHost()], tasks: [task({ startedAt: at(startedAt) })] } },
      );
    expect(kinds(crashing(55), 60)).toEqual([]);
    expect(kinds(crashing(56), 60)).toEqual(["down"]);
  });
});

describe("an incident begins", () => {
  it("when crashes begin, though no new host is allowed", () => {
    const crashes = [0, 1, 2].map((index) => crashed(index + 1, at(60 + 2 * index)));
    const facts = back(
      { incident: undefined, replacedAt: [at(40)] },
      { cluster: { hosts: [clusterHost()], tasks: crashes } },
    );
    expect(decided(facts, at(65)).memory.incident).toMatchObject({ since: at(60), hosts: 0 });
  });

  it("with the first crash that counts, the end of what ran last, or the last host", () => {
    const since = (cluster: Facts["cluster"], over: Partial<Facts> = {}) =>
      decided(back({ incident: undefined, replacedAt: [at(80)] }, { cluster, ...over }), at(100)).memory.incident
        ?.since;
    const crashes = [70, 88, 92, 96].map((minute, index) => crashed(index + 1, at(minute)));
    expect(since({ hosts: [clusterHost()], tasks: crashes })).toBe(at(88));
    expect(since({ hosts: [clusterHost()], tasks: [crashed(1, at(75))] })).toBe(at(75));
    const session = { ...newSession("always", at(22)), upAt: at(22), hostSeenAt: at(61) };
    const none = back({ incident: undefined, session }, { group: { desired: 1, hosts: [] }, machines: [] });
    const { memory: seen } = decided({ ...none, cluster: { hosts: [], tasks: [] } }, at(100));
    expect(seen.incident).toMatchObject({ since: at(61), cause: { kind: "no capacity" } });
  });

  it("with the last minute that a lost host counted", () => {
    const lost = (points: Facts["packets"]) => {
      const facts = back({ incident: undefined }, { group: { desired: 1, hosts: [groupHost({ healthy: false })] } });
      return decided({ ...facts, packets: points }, at(40)).memory.incident?.since;
    };
    expect(lost(packets(25, 35))).toBe(at(35));
    expect([lost(packets(25, 40)), lost([])]).toEqual([at(40), at(40)]);
  });

  it("once, whatever follows", () => {
    const worse = back({}, { group: { desired: 1, hosts: [groupHost({ healthy: false })] } });
    expect(decided(worse, at(40)).memory.incident).toEqual(incident());
  });

  it("not by a crash that a restart mends, nor where it sleeps", () => {
    const restarted = { hosts: [clusterHost()], tasks: [crashed(2, at(40)), task({ startedAt: at(41) })] };
    expect(decided(back({ incident: undefined }, { cluster: restarted }), at(42)).memory.incident).toBeUndefined();
    const onDemand = decided(
      { ...back({ session: session({ claimedMails: ["up"], hasPoints: true }) }), settings: SETTINGS },
      at(42),
    );
    expect([onDemand.memory.incident, mails(onDemand)]).toEqual([undefined, []]);
  });
});

describe("mails that it is up", () => {
  const first = (over: Partial<Memory> = {}): Facts =>
    back({ incident: undefined, session: { ...newSession("always", at(22)), upAt: at(22) }, ...over });

  it("come at the first start and after a start by hand, but not while it is away", () => {
    expect(kinds(first(), 26)).toEqual(["up"]);
    expect(kinds(first({ session: { ...newSession("by hand", at(22)), upAt: at(22) } }), 26)).toEqual(["up"]);
    expect(kinds(first({ incident: incident(CRASH_LOOP) }), 26)).toEqual([]);
  });
});
