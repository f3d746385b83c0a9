import type { Facts, Task } from "../../../handlers/keeper/facts";
import { newSession } from "../../../handlers/keeper/rules/new-session";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  crashed,
  decided,
  did,
  ending,
  groupHost,
  machine,
  mails,
  memory,
  packets,
  session,
  SETTINGS,
  task,
} from "./scenes";

const ALWAYS = { ...SETTINGS, mode: "always" as const };
/** Without file systems: hosts may overlap. */
const FREE = { ...ALWAYS, hasFileSystems: false };
const down = (over: Partial<Facts> = {}): Facts => asleep({ settings: ALWAYS, ...over });
const up = (over: Partial<Facts> = {}): Facts =>
  awake({ settings: ALWAYS, memory: memory({ session: always() }), ...over });
const always = (over = {}) => session({ why: "always", hostId: "i-1", ...over });
const dying = groupHost({ lifecycleState: "Terminating:Wait" });
const crashes = (from: number): readonly Task[] => [0, 1, 2].map((index) => crashed(index + 1, at(from + 2 * index)));
const failing = (from: number, over: Partial<Facts> = {}): Facts =>
  up({ cluster: { hosts: [clusterHost()], tasks: crashes(from) }, ...over });

describe("what never sleeps wants to be up", () => {
  it("without a query, as soon as keeper looks", () => {
    expect(capacity(decided(down(), at(0)))).toBe(1);
  });

  it("also after somebody set capacity to 0 in AWS", () => {
    const seen = decided(down({ memory: memory({ session: always() }) }), at(30));
    expect([capacity(seen), seen.memory.session?.why]).toEqual([1, "always"]);
    expect(seen.memory.incident).toEqual({ since: at(30), cause: { kind: "from outside" }, hosts: 1 });
  });

  it("not while a person has stopped it, whatever happens", () => {
    const commanded = decided(up({ trigger: { name: "sleep by hand", command: "sleep" } }), at(30));
    expect([capacity(commanded), commanded.memory.stoppedByHand]).toEqual([0, true]);
    const stopped = decided(down({ memory: commanded.memory }), at(31));
    expect([capacity(stopped), stopped.memory.incident]).toEqual([undefined, undefined]);
    expect(mails(stopped)).toMatchObject([{ kind: "asleep", ending: { kind: "by hand" } }]);
    const query = { name: "query", query: at(40) };
    expect(capacity(decided(down({ memory: stopped.memory, trigger: query }), at(40)))).toBeUndefined();
    const run = { name: "run scraper", run: { service: "scraper", dueAt: at(60) } };
    expect(capacity(decided(down({ memory: stopped.memory, trigger: run }), at(60)))).toBeUndefined();
  });

  it("until a person starts it again, which is reported as usual", () => {
    const stopped = memory({ stoppedByHand: true });
    const woken = decided(down({ memory: stopped, trigger: { name: "wake by hand", command: "wake" } }), at(40));
    expect([capacity(woken), woken.memory.stoppedByHand, woken.memory.session?.why]).toEqual([1, undefined, "by hand"]);
  });

  it("and a word to start it counts while it is up, too", () => {
    const stopped = memory({ session: always(), stoppedByHand: true });
    expect(capacity(decided(up({ memory: stopped }), at(30)))).toBe(0);
    const started = decided(up({ memory: stopped, trigger: { name: "wake by hand", command: "wake" } }), at(30));
    expect([capacity(started), started.memory.stoppedByHand]).toEqual([undefined, undefined]);
  });

  it("a person's word to stop outlives a refusal, and the loss of the host that it was to stop", () => {
    const word = { name: "sleep by hand", command: "sleep" as const };
    const stopping = decided(up({ trigger: word }), at(30));
    expect(capacity(decided(after(up(), stopping), at(45)))).toBe(0);
    const lost = { at: at(29), ending: { kind: "host lost" as const, what: "i-1 is gone", wakesAgain: true } };
    const { memory: stopped } = decided(
      up({ trigger: word, memory: memory({ session: always({ sleep: lost }) }) }),
      at(30),
    );
    expect([stopped.stoppedByHand, stopped.session?.sleep?.ending.kind]).toEqual([true, "by hand"]);
    expect(capacity(decided(down({ memory: stopped }), at(35)))).toBeUndefined();
  });

  it("a person's word that cannot be remembered does nothing", () => {
    const unread = {
      trigger: { name: "sleep by hand", command: "sleep" as const },
      noMemory: { kind: "unreadable" as const },
    };
    expect(capacity(decided(up({ ...unread, memory: memory() }), at(30)))).toBeUndefined();
  });

  it("a person's word to stop ends where it is to sleep again", () => {
    const { memory: onDemand } = decided(
      asleep({ memory: memory({ stoppedByHand: true, waitUntil: at(900) }) }),
      at(30),
    );
    expect([onDemand.stoppedByHand, onDemand.waitUntil]).toEqual([undefined, undefined]);
    expect(capacity(decided(down({ memory: onDemand }), at(40)))).toBe(1);
  });

  it("and a stop by hand or at a limit ends what was pending and away", () => {
    const before = memory({
      session: always(),
      pendingWake: { since: at(20), why: "always" },
      incident: { since: at(20), cause: { kind: "from outside" }, hosts: 1 },
      day: { ...memory().day, sentMiB: 0 },
      month: { ...memory().month, sentMiB: 154_000 },
    });
    const blank = { cluster: { hosts: [clusterHost()], tasks: [] }, memory: before };
    const limit = { ...SETTINGS.limit, stop: true };
    const word = { name: "sleep by hand", command: "sleep" as const };
    const byHand = decided(up({ ...blank, trigger: word }), at(22)).memory;
    const atLimit = decided(up({ ...blank, settings: { ...ALWAYS, limit } }), at(22)).memory;
    for (const { pendingWake, incident } of [byHand, atLimit])
      expect([pendingWake, incident]).toEqual([undefined, undefined]);
    expect(atLimit.session?.sleep?.ending).toMatchObject({ kind: "limit", limit: "month traffic" });
  });

  it.each([
    { kind: "two hosts" as const, elder: "i-1", younger: "i-2", wakesAgain: true },
    { kind: "crash loop" as const, stops: [], restMinutes: 0 },
    { kind: "not ready" as const, stops: [], placementProblem: "", restMinutes: 0 },
  ])("and is away after a session that failed: %j", (failure) => {
    const ended = memory({ session: always({ sleep: { at: at(29), ending: failure } }) });
    expect(decided(down({ memory: ended }), at(30)).memory.incident?.cause).toEqual(failure);
  });

  it("for its own reason, whatever wanted it up before", () => {
    const before = memory({ pendingWake: { since: at(29), why: "schedule" } });
    expect(decided(down({ memory: before }), at(30)).memory.session?.why).toBe("always");
  });

  it("and was not away because it slept before", () => {
    const sleep = { at: at(29), ending: { kind: "idle" as const } };
    const { memory: seen } = decided(down({ memory: memory({ session: session({ sleep }) }) }), at(30));
    expect([seen.incident, seen.session?.why]).toEqual([undefined, "always"]);
  });

  it("a person's word to stop counts while it is away, too", () => {
    const away = down({
      machines: [machine({ state: "shutting-down" })],
      memory: memory({ incident: { since: at(20), cause: { kind: "from outside" }, hosts: 0 } }),
      trigger: { name: "sleep by hand", command: "sleep" },
    });
    const { memory: stopped } = decided(away, at(22));
    expect([stopped.stoppedByHand, stopped.pendingWake, stopped.incident]).toEqual([true, undefined, undefined]);
  });

  it("not before the day is over whose traffic is used up, and says so once", () => {
    const limit = { ...SETTINGS.limit, stop: true };
    const day = { ...memory().day, sentMiB: 21_000 };
    const reached = decided(up({ settings: { ...ALWAYS, limit }, memory: memory({ session: always(), day }) }), at(30));
    expect([capacity(reached), ending(reached)]).toEqual([0, "limit"]);
    const asleepNow = down({ settings: { ...ALWAYS, limit }, memory: reached.memory });
    const seen = decided(asleepNow, at(31));
    expect([capacity(seen), mails(seen).map(({ kind }) => kind)]).toEqual([undefined, ["asleep"]]);
    const later = decided(after(asleepNow, seen), at(36));
    expect([capacity(later), mails(later)]).toEqual([undefined, []]);
    const away = { since: at(20), cause: { kind: "from outside" as const }, hosts: 0 };
    const lost = decided({ ...asleepNow, memory: memory({ day, incident: away }) }, at(31));
    expect([mails(lost), lost.memory.incident]).toMatchObject([[{ kind: "used up", limit: "day traffic" }], undefined]);
    expect(capacity(decided(after(asleepNow, later), at(4 * 60 + 1)))).toBe(1);
  });
});

describe("nothing but a person, a limit of traffic or a failure stops it", () => {
  it("no idleness, no hours of session, day or month, and no ended program of its own", () => {
    const day = { ...memory().day, minutes: 2000 };
    const month = { ...memory().month, minutes: 20_000 };
    const quiet = { packets: packets(5, 1000), alarms: { idle: true, queried: false } };
    expect(
      capacity(decided(up({ ...quiet, memory: memory({ session: always(), day, month }) }), at(1000))),
    ).toBeUndefined();
    const done = crashed(2, at(60), { containers: [{ name: "valheim", exitCode: 0 }] });
    const ended = up({ cluster: { hosts: [clusterHost()], tasks: [done, task({ startedAt: at(61) })] } });
    expect(capacity(decided(ended, at(62)))).toBeUndefined();
  });

  it("no lack of capacity: the group keeps asking, and that is reported", () => {
    const without = up({ group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } });
    const first = decided({ ...without, launchProblem: "no capacity" }, at(25));
    expect([capacity(first), first.memory.incident?.cause.kind]).toEqual([undefined, "no capacity"]);
    const later = decided(after(without, first, { launchProblem: "no capacity" }), at(51));
    expect(mails(later)).toMatchObject([{ kind: "down", next: { kind: "no capacity", problem: "no capacity" } }]);
  });

  it("its hours do not count, so that it does not stop at once when it is to sleep again", () => {
    const { memory: counted } = decided(up({ memory: memory({ session: always(), countedUntil: at(10) }) }), at(40));
    expect([counted.day.minutes, counted.month.minutes, counted.countedUntil]).toEqual([0, 0, at(40)]);
    const before = memory({ session: always(), countedUntil: at(2999) });
    const changed = awake({ memory: before, packets: packets(5, 3000, 900) });
    const onDemand = decided(changed, at(3000));
    expect(capacity(onDemand)).toBeUndefined();
    expect(onDemand.memory.session).toMatchObject({ why: "from outside", since: at(3000) });
    const quiet = { ...changed, packets: packets(2000, 3000) };
    expect(ending(decided({ ...quiet, alarms: { idle: true, queried: false } }, at(3000)))).toBeUndefined();
    const byHand = memory({ ...before, session: always({ why: "by hand" }) });
    expect(decided({ ...changed, memory: byHand }, at(3000)).memory.session?.since).toBe(at(3000));
    const played = { ...changed, packets: packets(2000, 3479, 900) };
    expect(ending(decided(after(played, onDemand), at(3479)))).toBeUndefined();
    expect(ending(decided(after(played, onDemand), at(3480)))).toBe("limit");
  });
});

describe("a lost host", () => {
  it.each<[string, Partial<Facts>]>([
    ["Auto Scaling calls it unhealthy", { group: { desired: 1, hosts: [groupHost({ healthy: false })] } }],
    ["somebody stops it", { machines: [machine({ state: "stopping" })] }],
    ["somebody terminates it", { group: { desired: 1, hosts: [dying] } }],
  ])("is replaced: %s", (_, over) => {
    const lost = decided(up(over), at(30));
    expect([capacity(lost), ending(lost), lost.memory.replacedAt]).toEqual([0, "host lost", undefined]);
    const gone = decided(down({ memory: lost.memory }), at(33));
    expect(capacity(gone)).toBe(1);
    expect(mails(gone)).toEqual([]);
  });

  it("that gets company is given up with it, and what was decided is carried out", () => {
    const both = up({ machines: [machine(), machine({ instanceId: "i-2", launchedAt: at(20) })] });
    const { memory: noted } = decided(both, at(30));
    expect([noted.session?.sleep?.ending.kind, noted.replacedAt]).toEqual(["two hosts", undefined]);
    expect(capacity(decided(after(up(), decided(both, at(30))), at(31)))).toBe(0);
  });

  it("is waited for with file systems, and not without", () => {
    const left: Partial<Facts> = {
      group: { desired: 0, hosts: [dying] },
      machines: [machine()],
      cluster: { hosts: [clusterHost({ status: "DRAINING" })], tasks: [task({ desiredStatus: "STOPPED" })] },
      memory: memory({ session: always({ sleep: { at: at(29), ending: { kind: "from outside" } } }) }),
    };
    expect(capacity(decided(down(left), at(30)))).toBeUndefined();
    expect(capacity(decided(down({ ...left, settings: FREE }), at(30)))).toBe(1);
    const before = { ...left, group: { desired: 0, hosts: [groupHost()] } };
    expect(capacity(decided(down({ ...before, settings: FREE }), at(30)))).toBeUndefined();
  });

  it("drains beside the new one where hosts may overlap, which is not a second host", () => {
    const both = up({
      settings: FREE,
      memory: memory({ session: { ...newSession("always", at(30)), upAt: at(30) } }),
      group: { desired: 1, hosts: [dying, groupHost({ instanceId: "i-2" })] },
      machines: [machine(), machine({ instanceId: "i-2", launchedAt: at(30), ipv4: "203.0.113.8" })],
      cluster: {
        hosts: [clusterHost(), clusterHost({ arn: "host/2", instanceId: "i-2", registeredAt: at(31) })],
        tasks: [task()],
      },
    });
    const seen = decided(both, at(32));
    expect(capacity(seen)).toBeUndefined();
    expect(seen.actions).toContainEqual(expect.objectContaining({ do: "drain", instanceId: "i-1" }));
    expect(seen.actions).not.toContainEqual(expect.objectContaining({ do: "drain", instanceId: "i-2" }));
    expect(seen.memory.session?.ranAt).toBeUndefined();
  });

  it("leaves nothing in memory, where hosts may overlap", () => {
    const tasks = { "task/old": { hostArn: "host/0" }, "task/1": { hostArn: "host/1" } };
    const blank = up({
      settings: FREE,
      cluster: { hosts: [clusterHost()], tasks: [] },
      memory: memory({ session: always(), tasks }),
    });
    expect(Object.keys(decided(blank, at(30)).memory.tasks)).toEqual(["task/1"]);
    const unlisted = { ...blank, cluster: { hosts: [], tasks: [] } };
    expect(Object.keys(decided(unlisted, at(30)).memory.tasks)).toEqual(["task/old", "task/1"]);
    expect(Object.keys(decided({ ...blank, settings: ALWAYS }, at(30)).memory.tasks)).toEqual(["task/old", "task/1"]);
    const other = task({ arn: "task/9", hostArn: "host/9" });
    const detached = { ...blank, cluster: { hosts: [clusterHost()], tasks: [other] }, memory: memory() };
    expect(decided(detached, at(30)).memory.session?.ranAt).toBeUndefined();
    expect(decided({ ...detached, settings: ALWAYS }, at(30)).memory.session?.ranAt).toBeDefined();
  });

  it("that AWS or a person has replaced begins a session of its own", () => {
    const replaced = up({
      group: { desired: 1, hosts: [groupHost({ instanceId: "i-2" })] },
      machines: [machine({ instanceId: "i-2", launchedAt: at(28) })],
      cluster: { hosts: [clusterHost({ instanceId: "i-2", arn: "host/2" })], tasks: [] },
      memory: memory({ session: always({ hostSeenAt: at(25) }) }),
    });
    const { memory: seen } = decided(replaced, at(30));
    expect(seen.session).toMatchObject({ hostId: "i-2", since: at(30) });
    expect(seen.incident).toMatchObject({ since: at(25), cause: { kind: "host lost" }, hosts: 1 });
  });

  it("stays the former one, though an older answer of AWS still shows it", () => {
    const ended = decided(
      down({ settings: FREE, memory: memory({ session: always() }), group: { desired: 0, hosts: [dying] } }),
      at(30),
    );
    expect([ended.memory.formerHostId, ended.memory.session?.hostId]).toEqual(["i-1", undefined]);
    const old = up({ settings: FREE, packets: [] });
    const stale = decided(after(old, ended), at(30.2));
    expect([stale.memory.session?.hostId, stale.memory.session?.ranAt, mails(stale)]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    expect(decided(after(old, stale), at(31.5)).memory.session?.hostId).toBe("i-1");
  });

  it("keeps its session while it is told to go, or the group lists none", () => {
    const sleep = { at: at(29), ending: { kind: "from outside" as const } };
    const other = {
      group: { desired: 1, hosts: [groupHost({ instanceId: "i-2" })] },
      machines: [machine({ instanceId: "i-2" })],
    };
    const going = decided(up({ ...other, memory: memory({ session: always({ sleep }) }) }), at(30));
    expect([going.memory.session?.sleep, going.memory.incident]).toEqual([sleep, undefined]);
    const none = { group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] } };
    expect(decided(up(none), at(10)).memory.session?.hostId).toBe("i-1");
  });

  it("that goes before anything has run on it counts as one on which nothing runs: one an hour", () => {
    const unran = { settings: ALWAYS, group: { desired: 1, hosts: [dying] }, cluster: { hosts: [], tasks: [] } };
    const lostAt = (minute: number, replacedAt: readonly number[]) => {
      const lost = decided(
        up({ ...unran, memory: memory({ session: always({ ranAt: undefined }), replacedAt }) }),
        at(minute),
      );
      return decided(down({ memory: lost.memory }), at(minute + 3));
    };
    expect(capacity(lostAt(30, []))).toBe(1);
    const second = lostAt(60, [at(30)]);
    expect([capacity(second), second.memory.waitUntil]).toEqual([undefined, at(90)]);
    expect(capacity(decided(down({ memory: second.memory }), at(90)))).toBe(1);
    const byHand = { name: "wake by hand", command: "wake" as const };
    expect(capacity(decided(down({ memory: second.memory, trigger: byHand }), at(70)))).toBe(1);
  });
});

describe("a silent agent", () => {
  const silent = (over: Partial<Facts> = {}): Facts =>
    up({ cluster: { hosts: [clusterHost({ agentConnected: false })], tasks: [task()] }, ...over });
  const silentFor = (minutes: number, over: Partial<Facts> = {}) => {
    const first = decided(silent(over), at(30));
    return decided(after(silent(over), first), at(30 + minutes));
  };

  it("is not the host's end for ten minutes, nor for an hour while somebody is connected", () => {
    expect(ending(silentFor(9))).toBeUndefined();
    expect(ending(silentFor(10))).toBe("host lost");
    expect(ending(silentFor(59, { packets: packets(5, 95, 1) }))).toBeUndefined();
    expect(ending(silentFor(60, { packets: packets(5, 95, 1) }))).toBe("host lost");
    expect(ending(silentFor(12, { packets: packets(5, 32, 1) }))).toBe("host lost");
    expect(ending(silentFor(12, { packets: packets(5, 42) }))).toBe("host lost");
  });

  it("is waited for where nobody can tell who is connected", () => {
    const blind = { packets: undefined, unreadable: ["packets" as const] };
    expect(ending(silentFor(59, blind))).toBeUndefined();
    expect(ending(silentFor(60, blind))).toBe("host lost");
  });

  it("that speaks again is forgotten", () => {
    const first = decided(silent(), at(30));
    const back = decided(after(up(), first), at(38));
    expect(back.memory.session?.agentSilentSince).toBeUndefined();
  });

  it("never ends a session of what sleeps", () => {
    const onDemand = awake({ cluster: { hosts: [clusterHost({ agentConnected: false })], tasks: [task()] } });
    const first = decided(onDemand, at(10));
    expect(ending(decided(after(onDemand, first, { packets: packets(5, 20, 900) }), at(20)))).toBeUndefined();
  });
});

describe("a container that cannot run", () => {
  it("gets a new host, but one an hour and three in 24 hours", () => {
    const failed = decided(failing(30), at(35));
    expect([capacity(failed), ending(failed), failed.memory.replacedAt]).toEqual([0, "crash loop", [at(35)]]);
    const many = [at(-4000), at(-3000), at(-2000)];
    const fourth = decided(failing(30, { memory: memory({ session: always(), replacedAt: many }) }), at(35));
    expect(fourth.memory.replacedAt).toEqual([at(-3000), at(-2000), at(35)]);
    const given = (replacedAt: readonly number[]) =>
      decided(failing(180, { memory: memory({ session: always(), replacedAt }) }), at(185));
    expect(ending(given([at(126)]))).toBeUndefined();
    expect(ending(given([at(125)]))).toBe("crash loop");
    expect(ending(given([at(-1000), at(-500), at(100)]))).toBeUndefined();
    expect(ending(given([at(-1255), at(-500), at(100)]))).toBe("crash loop");
  });

  it("is spared when something runs there for longer than what crashed did: an apply may have mended it", () => {
    const mended = task({ arn: "task/4", createdAt: at(34.5), startedAt: at(35) });
    const facts = failing(30, { cluster: { hosts: [clusterHost()], tasks: [...crashes(30), mended] } });
    expect(ending(decided(facts, at(36)))).toBe("crash loop");
    expect(ending(decided(facts, at(36.1)))).toBeUndefined();
  });

  it("and without error ends as often as it crashes", () => {
    const done = crashes(30).map((one) => ({ ...one, containers: [{ name: "valheim", exitCode: 0 }] }));
    expect(ending(decided(up({ cluster: { hosts: [clusterHost()], tasks: done } }), at(35)))).toBe("crash loop");
  });

  it("is one whose health check fails again and again, whether it sleeps or not", () => {
    const sick = crashes(30).map((one) => ({ ...one, stopCode: "ServiceSchedulerInitiated", isUnhealthy: true }));
    const cluster = { hosts: [clusterHost()], tasks: sick };
    expect(ending(decided(up({ cluster }), at(35)))).toBe("crash loop");
    expect(ending(decided(awake({ cluster }), at(35)))).toBe("crash loop");
    const redeployed = sick.map((one) => ({ ...one, isUnhealthy: undefined }));
    expect(ending(decided(up({ cluster: { hosts: [clusterHost()], tasks: redeployed } }), at(24)))).toBeUndefined();
  });

  it("has its time to start again where keeper's memory is a new one", () => {
    const blank = { cluster: { hosts: [clusterHost()], tasks: [] } };
    const first = decided(up({ ...blank, memory: memory(), noMemory: { kind: "new" } }), at(600));
    expect([capacity(first), first.memory.incident]).toEqual([undefined, undefined]);
    expect(ending(decided(after(up(blank), first), at(619)))).toBeUndefined();
    expect(ending(decided(after(up(blank), first), at(620)))).toBe("not ready");
  });

  it("is not one that ECS counts, and does not list for twenty minutes", () => {
    const tasks = { "task/1": { hostArn: "host/1", missingSince: at(30) } };
    const counted = (taskCount: number) =>
      ending(
        decided(
          up({
            cluster: { hosts: [clusterHost({ taskCount })], tasks: [] },
            memory: memory({ session: always(), tasks }),
          }),
          at(51),
        ),
      );
    expect([counted(1), counted(0)]).toEqual([undefined, "not ready"]);
  });

  it("stays on its host while keeper's memory cannot be read", () => {
    const blind = { memory: memory(), noMemory: { kind: "unreadable" as const } };
    expect(capacity(decided(failing(30, blind), at(35)))).toBeUndefined();
  });
});

describe("scheduled runs of what never sleeps", () => {
  const run = { name: "run notifier", run: { service: "notifier", dueAt: at(30) } };

  it("wait for its next host, also those that wake nothing", () => {
    const away = down({ machines: [machine({ state: "shutting-down" })], trigger: run });
    const { memory: waiting } = decided(away, at(30));
    expect(waiting.runs).toMatchObject([{ service: "notifier", wakes: true }]);
    expect(waiting.pendingWake?.why).toBe("always");
  });

  it("start on the new host before the old one is gone, where hosts may overlap", () => {
    const both = (settings: Facts["settings"]) =>
      did(
        decided(
          up({
            settings,
            trigger: run,
            memory: memory({ session: always({ hostId: "i-2" }) }),
            group: { desired: 1, hosts: [dying, groupHost({ instanceId: "i-2" })] },
            machines: [machine(), machine({ instanceId: "i-2", launchedAt: at(28) })],
            cluster: { hosts: [clusterHost({ arn: "host/2", instanceId: "i-2" })], tasks: [] },
          }),
          at(30),
        ),
      );
    expect(both(FREE)).toContain("run task");
    expect(both(ALWAYS)).not.toContain("run task");
  });

  it("are not held back by the hours of a session", () => {
    const late = { ...run, run: { service: "scraper", dueAt: at(2000) } };
    expect(did(decided(up({ trigger: late }), at(2000)))).toContain("run task");
  });
});

describe("what AWS shows late", () => {
  it("a new host stays, though the old one is still terminating", () => {
    const asked = up({
      settings: FREE,
      group: { desired: 1, hosts: [dying] },
      memory: memory({ session: session({ why: "always" }) }),
    });
    expect(capacity(decided(asked, at(30)))).toBeUndefined();
  });

  it("a task that ends, and is in none of ECS's lists for a moment, has run until now", () => {
    const running = up({ cluster: { hosts: [clusterHost({ taskCount: 1 })], tasks: [task()] } });
    const seen = decided(running, at(300));
    const unlisted = { cluster: { hosts: [clusterHost({ taskCount: 0 })], tasks: [] } };
    expect(capacity(decided(after(running, seen, unlisted), at(301)))).toBeUndefined();
  });

  it("a keeper that remembers nothing waits for startup_timeout before it calls a container down", () => {
    const cluster = { hosts: [clusterHost({ taskCount: 0 })], tasks: [] };
    const first = up({ cluster, memory: memory(), noMemory: { kind: "new" } });
    const started = decided(first, at(300));
    expect([capacity(started), started.memory.incident]).toEqual([undefined, undefined]);
    const second = after(first, started, { noMemory: undefined });
    expect(capacity(decided(second, at(301)))).toBeUndefined();
    expect(capacity(decided(second, at(321)))).toBe(0);
  });

  it("a container that waits for its next host is looked at as closely as one that is up", () => {
    const incident = { since: at(20), cause: { kind: "from outside" as const }, hosts: 1 };
    const waiting = down({ memory: memory({ incident, waitUntil: at(80) }) });
    expect(mails(decided(waiting, at(46)))).toMatchObject([{ kind: "down", next: { kind: "new host", at: at(80) } }]);
  });
});
