import type { Ending } from "../../../handlers/keeper/decision";
import type { Memory } from "../../../handlers/keeper/memory";
import { asleep, at, awake, decided, IPV4, mails, memory, packets, session } from "./scenes";

const NO_CAPACITY: Ending = { kind: "no capacity", problem: "no m7a.large" };
const stopped = (code: string, reason: string, ...exitCodes: number[]): Ending => {
  const stop = { code, reason, exitCodes };
  return { kind: "crash loop", stops: [stop, stop], restMinutes: 60 };
};
const PULL = stopped("TaskFailedToStart", "CannotPullContainerError: toomanyrequests");

/** A day like in memory: what sessions that failed at these minutes were told, one after the other. */
function told(...failed: readonly (readonly [minute: number, ending: Ending])[]) {
  let before: Memory = memory();
  return failed.map(([minute, ending]) => {
    const ended = session({ since: at(minute - 20), sleep: { at: at(minute), ending } });
    const decision = decided(asleep({ memory: { ...before, session: ended } }), at(minute));
    before = decision.memory;
    return mails(decision).map((mail) => (mail.kind === "asleep" && mail.isLastToday ? "last today" : mail.kind));
  });
}

test("failures of one cause are told twice, a third time as the last of the day, and then no more that day", () => {
  const four = [10, 40, 70, 100].map((minute) => [minute, NO_CAPACITY] as const);
  expect(told(...four)).toEqual([["asleep"], ["asleep"], ["last today"], []]);
});

test("the next day one mail tells that it still fails", () => {
  const midnight = 4 * 60;
  const all = [10, 40, 70, 100, midnight + 5, midnight + 30].map((minute) => [minute, NO_CAPACITY] as const);
  expect(told(...all).slice(3)).toEqual([[], ["last today"], []]);
});

test("failures more than a day apart are each told", () => {
  const days = [0, 1440, 2880, 4320].map((minute) => [minute, NO_CAPACITY] as const);
  expect(told(...days)).toEqual([["asleep"], ["asleep"], ["asleep"], ["asleep"]]);
  const almost = [0, 719, 1439, 1440 + 718].map((minute) => [minute, NO_CAPACITY] as const);
  expect(told(...almost)).toEqual([["asleep"], ["asleep"], ["last today"], ["last today"]]);
});

test("another cause is told though one is silent", () => {
  const exits = (exitCode: number) => stopped("EssentialContainerExited", "Essential container exited", exitCode);
  const silent = [10, 40, 70].map((minute) => [minute, PULL] as const);
  for (const other of [
    NO_CAPACITY,
    exits(1),
    stopped("TaskFailedToStart", "ResourceInitializationError: secret"),
    { kind: "not ready", stops: [], placementProblem: "", restMinutes: 60 } as const,
  ]) {
    expect(told(...silent, [100, other]).at(-1)).toEqual(["asleep"]);
  }
  expect(told([10, exits(1)], [40, exits(1)], [70, exits(137)], [100, exits(1)])).toEqual([
    ["asleep"],
    ["asleep"],
    ["asleep"],
    ["last today"],
  ]);
});

test("a cause is the same whatever task, time or address its words name", () => {
  const pull = (address: string) => stopped("TaskFailedToStart", `CannotPullContainerError: dial ${address}: timeout`);
  expect(told([10, pull("1.1.1.1")], [40, pull("1.1.1.2")], [70, pull("1.1.1.3")]).at(-1)).toEqual(["last today"]);
});

test("sessions that end as they should are told each time, and note nothing", () => {
  const idle = [10, 40, 70, 100].map((minute) => [minute, { kind: "by hand" }] as const);
  expect(told(...idle)).toEqual([["asleep"], ["asleep"], ["asleep"], ["asleep"]]);
});

test("memory keeps three times of each cause, and none after a day", () => {
  const times = { "no capacity": [at(-1441), at(-30), at(-20), at(-10)], "not ready": [at(-1441)] };
  const ended = session({ sleep: { at: at(0), ending: NO_CAPACITY } });
  const decision = decided(asleep({ memory: memory({ session: ended, failures: times }) }), at(0));
  expect(decision.memory.failures).toEqual({ "no capacity": [at(-20), at(-10), at(0)] });
});

test("on a day whose failures are silent a query's session is not announced until somebody plays", () => {
  const record = { a: IPV4, listedAt: at(5) };
  const up = (told: readonly string[], why: "query" | "by hand", value: number) => {
    const running = memory({ session: session({ why }), record, day: { ...memory().day, told } });
    return mails(decided(awake({ memory: running, packets: packets(5, 8, value) }), at(8))).map(({ kind }) => kind);
  };
  const failing = ["failing: EssentialContainerExited 1"];
  expect([up([], "query", 0), up(failing, "by hand", 0), up(failing, "query", 120)]).toEqual(Array(3).fill(["up"]));
  expect(up(failing, "query", 0)).toEqual([]);
});
