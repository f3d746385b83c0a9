import fc from "fast-check";
import { look, plan, type Memory } from "../../../handlers/wake/decide";
import { line, linesOf, NOW, SETTINGS } from "./logs";

const MINUTE = 60_000;
const of = (lines: readonly string[], queryTypes = SETTINGS.queryTypes) =>
  look(lines, { ...SETTINGS, queryTypes }, NOW);
const planned = (times: readonly number[], memory: Partial<Memory> = {}) =>
  plan(
    times.map((time) => ({ time, name: SETTINGS.queriedName, type: "A", resolver: "172.253.1.130" })),
    NOW,
    { putMinutes: [], ...memory },
  );
const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

describe("the queries that wake", () => {
  test.each([
    [["A"], 3],
    [["AAAA"], 1],
    [["HTTPS"], 3],
    [["A", "AAAA", "HTTPS"], 7],
  ])("are those with a type in %j", (queryTypes, count) => {
    const { queries, others } = of(linesOf("join.txt"), queryTypes);
    expect([queries.length, others]).toEqual([count, 7 - count]);
  });

  test.each(linesOf("others.txt"))("ask for the very name, for an address: %s", (text) => {
    expect(of([text], ["A", "AAAA", "HTTPS"])).toEqual({ queries: [], others: 1, old: 0, malformed: 0 });
  });

  it("are those of the SRV record alone where that wakes, in any mix of cases", () => {
    const srv = { queriedName: `_minecraft._tcp.${SETTINGS.queriedName}`, queryTypes: ["SRV"] };
    const other = [line(), line({ type: "SRV" }), line({ name: `host.${SETTINGS.queriedName}` })];
    const lines = [...linesOf("join.txt"), ...linesOf("others.txt"), ...other];
    expect(look(lines, srv, NOW).queries).toMatchObject([{ name: srv.queriedName, type: "SRV" }]);
    expect(look([line({ name: "_MiNecRaft._tCp.vAlheim.eXample.com.", type: "SRV" })], srv, NOW).queries).toHaveLength(
      1,
    );
  });

  it("are found among lines that cannot be read, which are counted", () => {
    const { queries, malformed } = of([...linesOf("malformed.txt"), line(), ""]);
    expect([queries.length, malformed]).toEqual([1, linesOf("malformed.txt").length + 1]);
  });

  it("are at most 15 minutes old", () => {
    const [kept, dropped] = [line({ time: NOW - 15 * MINUTE }), line({ time: NOW - 15 * MINUTE - 1 })];
    expect(of([kept, dropped])).toMatchObject({ queries: [{ time: NOW - 15 * MINUTE }], old: 1 });
  });

  it("are no older for asking for something else", () => {
    expect(of([line({ time: 0, type: "MX" })])).toMatchObject({ others: 1, old: 0 });
  });

  it("are asked now at the latest: a time in the future would make keeper ignore queries until then", () => {
    expect(of([line({ time: NOW + 1 }), line({ time: NOW + 120 * MINUTE })]).queries).toMatchObject([
      { time: NOW },
      { time: NOW },
    ]);
  });

  it("may be written in any mix of cases, with a dot at the end or without", () => {
    fc.assert(
      fc.property(fc.mixedCase(fc.constantFrom(SETTINGS.queriedName, `${SETTINGS.queriedName}.`)), (name) => {
        expect(of([line({ name })]).queries).toHaveLength(1);
      }),
    );
  });

  it("are one name only, however alike another is", () => {
    const alike = fc.stringMatching(/^[a-z._-]{0,4}(valheim)?[.-]?example\.?com[a-z._-]{0,4}$/);
    fc.assert(
      fc.property(alike, (name) => {
        const asked = name === SETTINGS.queriedName || name === `${SETTINGS.queriedName}.`;
        expect(of([line({ name })]).queries).toHaveLength(asked ? 1 : 0);
      }),
    );
  });
});

test("every line of a batch is counted once, and none is fatal", () => {
  const any = fc.oneof(
    fc.string(),
    fc.constantFrom(...linesOf("join.txt"), ...linesOf("others.txt"), line({ time: 0 })),
  );
  fc.assert(
    fc.property(fc.array(any), (lines) => {
      const { queries, others, old, malformed } = of(lines);
      expect(queries.length + others + old + malformed).toBe(lines.length);
    }),
  );
});

describe("the plan", () => {
  it("has one point for each minute with queries, at its beginning, oldest first", () => {
    const minute = Date.parse("2026-11-21T20:01:00Z");
    expect(planned([minute + 30_000, minute, minute - 1, minute + 29_999]).points).toEqual([
      { minute: minute - MINUTE, queries: 1 },
      { minute, queries: 3 },
    ]);
  });

  it("has no point for a minute that was put", () => {
    const minute = Date.parse("2026-11-21T20:01:00Z");
    expect(planned([minute, minute - 1], { putMinutes: [minute] }).points).toEqual([
      { minute: minute - MINUTE, queries: 1 },
    ]);
  });

  it("tells keeper the newest query", () => {
    expect(planned([NOW - 300, NOW - 100, NOW - 200]).newest).toBe(NOW - 100);
  });

  test.each([
    ["the first time", undefined, true],
    ["not again in the same millisecond", NOW, false],
    ["not again within 10 s", NOW - 9_999, false],
    ["again after 10 s", NOW - 10_000, true],
  ])("calls keeper %s", (_, calledAt, callKeeper) => {
    expect(planned([NOW], { calledAt }).callKeeper).toBe(callKeeper);
  });

  it("does not depend on the order of the lines", () => {
    const lines = [...linesOf("join.txt"), ...linesOf("others.txt"), line({ time: NOW - 5 * MINUTE })];
    const planOf = (ordered: readonly string[]) => plan(of(ordered).queries, NOW, { putMinutes: [] });
    fc.assert(
      fc.property(shuffled(lines), (ordered) => {
        expect(planOf(ordered)).toEqual(planOf(lines));
      }),
    );
  });
});
