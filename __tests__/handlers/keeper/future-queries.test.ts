import { MINUTE } from "../../../handlers/keeper/time";
import { after, asleep, at, capacity, decided, memory, session } from "./scenes";

const asks = (query: number) => ({ trigger: { name: "query", query } });
const FAR = Date.parse("2030-01-01T00:00:00Z");
const known = memory({ lastQuery: at(-60), handledQuery: at(-60) });

describe("a query of the future", () => {
  it("neither wakes nor hides the queries after it", () => {
    const fooled = decided(asleep({ ...asks(FAR), memory: known }), at(0));
    expect([capacity(fooled), fooled.memory.pendingWake, fooled.memory.lastQuery]).toEqual([
      undefined,
      undefined,
      at(-60),
    ]);
    expect(capacity(decided(after(asleep(), fooled, asks(at(1))), at(1)))).toBe(1);
  });

  it("in the metric does neither, too", () => {
    const alarms = { idle: false, queried: true };
    const points = [FAR, at(0) + 1].map((time) => ({ at: time, value: 1 }));
    const fooled = decided(asleep({ alarms, queries: points, memory: known }), at(0));
    expect([capacity(fooled), fooled.memory.lastQuery]).toEqual([undefined, at(-60)]);
  });

  it("by up to a minute is one of now, by a clock that is ahead: it wakes, and hides none after it", () => {
    const ahead = decided(asleep({ ...asks(at(0) + MINUTE), memory: known }), at(0));
    expect([capacity(ahead), ahead.memory.lastQuery]).toEqual([1, at(0)]);
    expect(capacity(decided(asleep({ ...asks(at(0) + MINUTE + 1), memory: known }), at(0)))).toBeUndefined();

    const ignored = decided(asleep({ ...asks(at(0) + MINUTE), memory: { ...known, restUntil: at(0) + 1 } }), at(0));
    expect(capacity(ignored)).toBeUndefined();
    const next = at(0) + 20_000;
    expect(capacity(decided(after(asleep(), ignored, asks(next)), next))).toBe(1);
  });

  it("that memory holds already counts as one of now, so that keeper hears the next one", () => {
    const ahead = memory({ lastQuery: FAR, handledQuery: FAR });
    const healed = decided(asleep({ memory: ahead }), at(0));
    expect(healed.memory).toMatchObject({ lastQuery: at(0), handledQuery: at(0) });
    expect([capacity(healed), capacity(decided(after(asleep(), healed, asks(at(1))), at(1)))]).toEqual([undefined, 1]);
  });

  it("that memory holds already does not outlive the end of a session either", () => {
    const ahead = memory({ lastQuery: FAR, handledQuery: FAR, session: session({ played: true }) });
    const closed = decided(asleep({ memory: ahead }), at(30));
    expect(closed.memory).toMatchObject({ lastQuery: at(30), handledQuery: at(30) });
  });
});
