import { decide } from "../../../handlers/keeper/decide";
import type { Action } from "../../../handlers/keeper/decision";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { hunt } from "../../../sim/prove/hunt";
import type { Worst } from "../../../sim/prove/scores";
import { main, type Play } from "../../../sim/prove/main";
import { World } from "../../../sim/world/world";
import { deciding } from "../mistakes/mistake";

jest.setTimeout(120_000);
const objects = objectsOf(readRecorded());

const output = (...names: ("log" | "error")[]) =>
  names.map((name) => jest.spyOn(console, name).mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

test("a hunt finds a keeper that drains the host in a game, and tells it by few happenings", async () => {
  const keeper = deciding((facts, now) => {
    const decision = decide(facts, now);
    const good = facts.cluster?.hosts.find(({ registeredAt }) => now - registeredAt > 3_600_000);
    if (good === undefined || facts.group?.desired !== 1 || facts.alarms.idle) return decision;
    const drain: Action = { do: "drain", instanceId: good.instanceId, hostArn: good.arn, why: "a mistake" };
    return { ...decision, actions: [...decision.actions, drain] };
  });
  const { failure = "" } = await hunt({ objects, code: { keeper } }, { seed: 1, rounds: 60 });
  expect(failure).toMatch(/^after\n(.*\n){1,3}\(world \d+\) "nobody is cut off" is broken .* is drained /);
});

test("the same seed tries the same histories in the same order, another seed other ones", async () => {
  jest.spyOn(World.prototype, "run").mockResolvedValue();
  const at = jest.spyOn(World.prototype, "at");
  const tried = async (seed: number): Promise<readonly number[]> => {
    at.mockClear();
    await hunt({ objects }, { seed, rounds: 40 });
    return at.mock.calls.map(([time]) => time);
  };
  const first = await tried(5);
  expect(first.length).toBeGreaterThan(400);
  expect(await tried(5)).toEqual(first);
  expect(await tried(6)).not.toEqual(first);
});

test("npm run prove -- --hunt gives each thread a seed of its own, and reports the worst of all", async () => {
  const [log] = output("log");
  const parts: unknown[] = [];
  const play =
    (...scores: number[]): Play =>
    (part) => {
      parts.push(part);
      const worst = scores.map((score): Worst => ({
        measure: "mails",
        isPeaceful: true,
        score,
        history: `  ${score}`,
      }));
      return Promise.resolve({ played: 3, worst });
    };
  expect(await main(["--hunt", "10m", "--seed", "7"], [play(5), play(2, 9)])).toBe(0);
  expect(parts).toEqual([
    { seed: expect.any(Number) as number, seconds: 600 },
    { seed: expect.any(Number) as number, seconds: 600 },
  ]);
  expect(parts[0]).not.toEqual(parts[1]);
  const [report, verdict] = (log?.mock.calls.flat() ?? []) as unknown[];
  expect(report).toContain("     9.0  mails a day, after\n            9\n");
  expect(report).not.toContain("5.0  mails");
  expect(verdict).toMatch(/^a hunt of 600 s, seed 7: all invariants held, 6 played, \d+ s$/);
});

test("a hunt ends as soon as one thread has found a broken invariant", async () => {
  output("log");
  const found: Play = () => Promise.resolve({ played: 1, failure: "broken" });
  expect(await main(["--hunt", "2h"], [found, () => new Promise(() => {})])).toBe(1);
});

test.each(["soon", "10", "0m", "1.5h", "m"])("a hunt of “%s” is refused with what there is", async (time) => {
  const [error] = output("error");
  expect(await main(["--hunt", time], [])).toBe(1);
  expect(error?.mock.calls.flat()).toEqual([expect.stringMatching(/--hunt <time, like 90s, 10m or 2h>.*got --hunt /)]);
});
