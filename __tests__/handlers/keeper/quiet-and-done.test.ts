import { decide } from "../../../handlers/keeper/decide";
import { UNDESCRIBED, type Facts, type Task } from "../../../handlers/keeper/facts";
import { at, awake, capacity, clusterHost, crashed, decided, ending, memory, packets, session } from "./scenes";
import { SETTINGS, task } from "./scenes";

/** Players until minute 60, nobody since; looked at half a minute past. */
const quiet = (minute: number, over: Partial<Facts> = {}) =>
  awake({ packets: [...packets(5, 60, 900), ...packets(60, minute)], ...over });
const look = (minute: number, facts: Facts) => decided(facts, at(minute) + 30_000);
const counted = clusterHost({ taskCount: 1 });

describe("idle (rule 4)", () => {
  it("is not seen between a crash and the restart: players may come back to that", () => {
    const restarting = task({ arn: "task/2", lastStatus: "PENDING", startedAt: undefined, createdAt: at(70) });
    const tasks = [crashed(1, at(70), { startedAt: at(5), createdAt: at(3) }), restarting];
    expect(capacity(look(76, quiet(76, { cluster: { hosts: [clusterHost()], tasks } })))).toBeUndefined();
  });

  it("is seen where ECS counts a task and does not describe it, though others have stopped", () => {
    const unknown = task({ arn: "task/2", lastStatus: UNDESCRIBED, startedAt: undefined });
    const stopped = task({ lastStatus: "STOPPED", stopCode: "UserInitiated" });
    const seen = (...tasks: readonly Task[]) => ending(look(76, quiet(76, { cluster: { hosts: [counted], tasks } })));
    expect([seen(unknown), seen(stopped, unknown), seen(stopped)]).toEqual(["idle", "idle", undefined]);
  });

  it("is seen where ECS lists the task no more that ran, and not of one that never ran", () => {
    const seen = (ranAt?: number) => {
      const tasks = { "task/1": { hostArn: "host/1", missingSince: at(65) } };
      const mine = memory({ session: session({ ranAt }), tasks });
      return ending(look(76, quiet(76, { cluster: { hosts: [counted], tasks: [] }, memory: mine })));
    };
    expect([seen(at(5)), seen()]).toEqual(["idle", undefined]);
  });

  it("waits for a player who just looked up the name, unless the minutes before look like a monitor's", () => {
    const waits = (...minutesBefore: number[]) => {
      const queries = minutesBefore.map((before) => ({ at: at(90 - before), value: 1 }));
      const mine = memory({ session: session(), lastQuery: at(88) });
      return capacity(decided(quiet(90, { queries, memory: mine }), at(90))) === undefined;
    };
    expect([waits(6, 11), waits(6, 11, 16)]).toEqual([true, false]);
    expect([waits(6, 11, 24), waits(6, 11, 25)]).toEqual([false, true]);
    expect([waits(5, 11, 16), waits(4, 11, 16)]).toEqual([false, true]);
  });

  it("is decided when the hold ends, and with the queries of that moment", () => {
    const held = quiet(80, { hold: { until: at(80) } });
    expect([capacity(decided(held, at(80) - 1)), capacity(decided(held, at(80)))]).toEqual([undefined, 0]);
    expect(decide({ ...held, queries: undefined }, at(80)).missing).toEqual(["queries"]);
  });

  it("is not judged by what was received before the time to start is over", () => {
    expect(decide(awake({ receivedBytes: undefined }), at(20)).missing).toEqual([]);
    expect(decide(awake({ receivedBytes: undefined }), at(21)).missing).toEqual(["receivedBytes"]);
  });
});

it("a limit of the session does not run while AWS has no host", () => {
  const settings = { ...SETTINGS, limit: { ...SETTINGS.limit, perSessionMinutes: 10 } };
  const none = { group: { desired: 1, hosts: [] }, machines: [], cluster: { hosts: [], tasks: [] }, settings };
  expect(
    capacity(decided(awake({ ...none, memory: memory({ session: session({ ranAt: undefined }) }) }), at(12))),
  ).toBe(undefined);
});

it("a sleep by hand reads the queries first: only one after them is a wish", () => {
  const trigger = { name: "sleep by hand", command: "sleep" as const };
  expect(decide(awake({ trigger, queries: undefined }), at(30)).missing).toEqual(["queries"]);
});

describe("a container that is done", () => {
  const ended = (over: Partial<Task> = {}): Task =>
    crashed(70, at(70), { createdAt: at(3), startedAt: at(5), containers: [{ name: "a", exitCode: 0 }], ...over });
  const next = task({ arn: "task/next", createdAt: at(70.1), startedAt: at(70.1) });
  const end = (minute: number, tasks: readonly Task[], over: Partial<Facts> = {}) =>
    ending(decided(awake({ cluster: { hosts: [clusterHost()], tasks }, ...over }), at(minute)));
  const asked = (minute: number) => ({ trigger: { name: "query", query: at(minute) } });

  it("waits five minutes for whoever reached the threshold until its end, and for all that play after it", () => {
    const busy = { packets: packets(5, 69, 120) };
    expect([end(73.9, [ended()], busy), end(74, [ended()], busy)]).toEqual([undefined, "done"]);
    expect(end(90, [ended(), next], { packets: [...packets(5, 70), ...packets(70, 71, 120)] })).toBeUndefined();
  });

  it("waits for players whose queries came since it began, also if it ended before all of it ran", () => {
    expect(end(70.2, [ended({ startedAt: undefined, createdAt: at(69) }), next], asked(69.5))).toBeUndefined();
    expect(end(70.2, [ended({ startedAt: undefined, createdAt: at(69) }), next], asked(68.5))).toBe("done");
  });

  it("waits no longer for one that asks all the time, though no other task runs", () => {
    const queries = [56, 61, 66].map((minute) => ({ at: at(minute), value: 1 }));
    expect(end(76.1, [ended()], { ...asked(76), queries })).toBe("done");
  });

  it("does not count crashes when it looks whether it ends again and again", () => {
    const crashes = [crashed(1, at(68)), crashed(2, at(69))];
    expect(end(70.2, [...crashes, ended(), next], asked(70.1))).toBeUndefined();
  });

  it("is none without a host, and is decided with the queries of that moment", () => {
    const none = {
      group: { desired: 1, hosts: [] },
      machines: [],
      memory: memory({ session: session({ hostSeenAt: at(70) }) }),
    };
    expect(end(70.2, [ended()], none)).toBeUndefined();
    const facts = awake({ cluster: { hosts: [clusterHost()], tasks: [ended()] }, queries: undefined });
    expect(decide(facts, at(70.2)).missing).toEqual(["queries"]);
  });
});
