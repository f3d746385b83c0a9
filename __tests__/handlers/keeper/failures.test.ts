import type { Decision, Mail } from "../../../handlers/keeper/decision";
import type { Memory, Session } from "../../../handlers/keeper/memory";
import { longerRest, restAfter } from "../../../handlers/keeper/rests";
import {
  after,
  asleep,
  at,
  awake,
  capacity,
  clusterHost,
  crashed,
  decided,
  IPV4,
  mails,
  memory,
  session,
  SETTINGS,
} from "./scenes";

/** A session that crashes three times, after what is remembered; and its end, a minute later. */
function fails(before: Memory, minute: number, played = false, restAtMost = 60): Decision {
  const tasks = [1, 2, 3].map((number) => crashed(number, at(minute - 4 + number)));
  const failed = decided(
    awake({
      settings: { ...SETTINGS, crashLoop: { ...SETTINGS.crashLoop, restMinutes: restAtMost } },
      memory: { ...before, session: session({ since: at(minute - 10), upAt: at(minute - 10), played }) },
      cluster: { hosts: [clusterHost()], tasks },
    }),
    at(minute),
  );
  return decided(after(asleep(), failed), at(minute + 1));
}
const restOf = ({ memory: { restUntil = 0 } }: Decision, minute: number): number => (restUntil - at(minute)) / 60_000;
const mailOf = (decision: Decision) => mails(decision).find((mail): mail is AsleepMail => mail.kind === "asleep");
type AsleepMail = Mail & { kind: "asleep" };

describe("the rest after a session that failed", () => {
  it("grows: 5 min, 15 min, and then crash_loop.rest", () => {
    const first = fails(memory(), 30);
    const second = fails(first.memory, 60);
    const third = fails(second.memory, 120);
    const fourth = fails(third.memory, 200);
    expect([restOf(first, 30), restOf(second, 60), restOf(third, 120), restOf(fourth, 200)]).toEqual([5, 15, 60, 60]);
  });

  it("is never longer than crash_loop.rest", () => {
    const first = fails(memory(), 30, false, 10);
    expect([restOf(first, 30), restOf(fails(first.memory, 60, false, 10), 60)]).toEqual([5, 10]);
  });

  it("starts over after players, and after a day without a failure", () => {
    const { memory: failed } = fails(memory(), 30);
    const after24Hours = 30 + 24 * 60;
    expect(restOf(fails(failed, 60, true), 60)).toBe(5);
    expect(restOf(fails(failed, after24Hours - 1), after24Hours - 1)).toBe(15);
    expect(restOf(fails(failed, after24Hours), after24Hours)).toBe(5);
    const ended = session({ busyMinutes: 5, sleep: { at: at(60), ending: { kind: "idle" } } });
    expect(decided(asleep({ memory: { ...failed, session: ended } }), at(61)).memory.failures).toBeUndefined();
  });

  it("is bypassed by a wake by hand, which does not restart it", () => {
    const { memory: failed } = fails(memory(), 30);
    const woken = decided(asleep({ memory: failed, trigger: { name: "by hand", command: "wake" } }), at(32));
    expect([capacity(woken), woken.memory.failures]).toEqual([1, failed.failures]);
  });

  it("ends to the minute", () => {
    expect(mailOf(fails(memory(), 30))?.restUntil).toBe(at(35));
  });
});

describe("failures of one cause", () => {
  it("are reported each time, and from the third in a day on once a day", () => {
    let before = memory();
    const reported = [30, 60, 120, 200, 300].map((minute) => {
      const decision = fails(before, minute);
      before = decision.memory;
      return mailOf(decision);
    });
    // 20:30, 21:00, 22:00, 23:20, and 01:00 of the next day.
    expect(reported.map((mail) => mail && (mail.isLastToday ?? false))).toEqual([false, false, true, undefined, true]);
  });

  it("keep it from being reported as up, until somebody plays or wakes it by hand", () => {
    const upMailsAfter = (count: number, over: Partial<Session> = {}) => {
      const failures = Array.from({ length: count }, () => ({ at: at(-60), cause: "not ready" }));
      const up = memory({ failures, record: { a: IPV4, listedAt: at(4) }, session: session(over) });
      return mails(decided(awake({ memory: up }), at(6))).map(({ kind }) => kind);
    };
    expect([
      upMailsAfter(2),
      upMailsAfter(3),
      upMailsAfter(3, { busyMinutes: 5 }),
      upMailsAfter(3, { why: "by hand" }),
    ]).toEqual([["up"], [], ["up"], ["up"]]);
  });

  it("do not hide those of another", () => {
    const twice = fails(fails(memory(), 30).memory, 60).memory;
    const noHost = awake({
      memory: { ...twice, session: session({ since: at(90), upAt: at(90), ranAt: undefined }) },
      group: { desired: 1, hosts: [] },
      machines: [],
      cluster: { hosts: [], tasks: [] },
    });
    const reported = mailOf(decided(after(asleep(), decided(noHost, at(120))), at(121)));
    expect([reported?.ending.kind, reported?.isLastToday]).toEqual(["no capacity", undefined]);
  });
});

test.each([
  [0, 60, 5, 15],
  [1, 60, 15, 60],
  [2, 60, 60, undefined],
  [0, 5, 5, undefined],
  [0, 10, 5, 10],
  [1, 10, 10, undefined],
])("after %i failures, with a longest rest of %i min: %i min, next %p", (failures, longest, rest, next) => {
  expect(restAfter(failures, longest)).toBe(rest);
  expect(longerRest(rest, longest)).toBe(next);
});
