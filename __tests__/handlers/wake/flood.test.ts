import fc from "fast-check";
import type { Memory } from "../../../handlers/wake/decide";
import { wake } from "../../../handlers/wake/wake";
import { eventWith, line, NOW, SETTINGS } from "./logs";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const log = jest.spyOn(console, "log").mockReturnValue();
beforeEach(() => {
  log.mockClear();
});
afterAll(() => {
  log.mockRestore();
});

const minuteOf = (time: number): number => time - (time % MINUTE);

/** A warm function, and counts of its calls. */
function flooded() {
  const memory: Memory = { putMinutes: [] };
  const counted = { puts: 0, minutes: [] as number[], calls: [] as number[] };
  /** One batch with queries of these times. */
  const batch = (now: number, times: readonly number[], fails = { put: false, call: false }) =>
    wake(SETTINGS, eventWith(...times.map((time) => line({ time }))), now, memory, {
      putQueries: (points) => {
        counted.puts++;
        if (fails.put) return Promise.reject(new Error("throttled"));
        counted.minutes.push(...points.map(({ minute }) => minute));
        return Promise.resolve();
      },
      callKeeper: () => {
        if (fails.call) return Promise.reject(new Error("throttled"));
        counted.calls.push(now);
        return Promise.resolve();
      },
    });
  return { memory, counted, batch };
}

test("600 batches in ten minutes are 11 puts, 60 calls and 70 lines in the log, and the first query after an hour is put at once", async () => {
  const { memory, counted, batch } = flooded();
  for (let second = 0; second < 600; second++) await batch(NOW + second * SECOND, [NOW + second * SECOND]);
  const started = minuteOf(NOW);
  expect(counted.minutes).toEqual(Array.from({ length: 11 }, (_, minute) => started + minute * MINUTE));
  expect([counted.puts, counted.calls.length, log.mock.calls.length]).toEqual([11, 60, 70]);

  const later = NOW + 70 * MINUTE;
  await batch(later, [later]);
  expect([counted.puts, counted.minutes.at(-1), counted.calls.at(-1)]).toEqual([12, minuteOf(later), later]);
  expect(memory.putMinutes).toEqual([minuteOf(later)]); // the rest is forgotten
});

test("a flood that asks for other names is one line a minute in the log", async () => {
  const { memory } = flooded();
  const aws = { putQueries: jest.fn(), callKeeper: jest.fn() };
  for (let second = 0; second < 120; second++)
    await wake(SETTINGS, eventWith(line({ name: "x.example.com" })), NOW + second * SECOND, memory, aws);
  expect(log.mock.calls).toHaveLength(2);
});

const batches = fc.array(
  fc.record({
    pause: fc.oneof(fc.integer({ min: 0, max: 12 * SECOND }), fc.integer({ min: 0, max: 40 * MINUTE })),
    ages: fc.array(fc.oneof(fc.integer({ min: 0, max: 30 * SECOND }), fc.integer({ min: 0, max: 16 * MINUTE })), {
      minLength: 1,
      maxLength: 5,
    }),
    fails: fc.record({ put: fc.boolean(), call: fc.boolean() }),
  }),
  { maxLength: 30 },
);

test("whatever comes and fails: each minute with a query is put at once or the batch fails, none twice, keeper at most once in 10 s", async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const { memory, counted, batch } = flooded();
      let now = NOW;
      for (const { pause, ages, fails } of all) {
        now += pause;
        const error = await batch(
          now,
          ages.map((age) => now - age),
          fails,
        ).catch(String);
        const minutes = ages.filter((age) => age <= 15 * MINUTE).map((age) => minuteOf(now - age));
        if (minutes.every((minute) => counted.minutes.includes(minute)))
          expect(error ?? "").not.toContain("put the metric");
        else expect([fails.put, error]).toEqual([true, expect.stringContaining("put the metric")]);
        const last = counted.calls.at(-1) ?? -Infinity;
        if (minutes.length > 0 && now - last >= 10 * SECOND)
          expect([fails.call, error]).toEqual([true, expect.stringContaining("call keeper")]);
        expect(memory.putMinutes.length).toBeLessThanOrEqual(16);
      }
      expect(counted.minutes).toHaveLength(new Set(counted.minutes).size);
      for (const [index, call] of counted.calls.slice(1).entries())
        expect(call - (counted.calls[index] ?? 0)).toBeGreaterThanOrEqual(10 * SECOND);
    }),
  );
});
