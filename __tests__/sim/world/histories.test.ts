import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { anyHappening } from "../../../sim/prove/happenings";
import { playAll, playShare, sharesOf } from "../../../sim/prove/random-days";
import { main } from "../../../sim/prove/main";
import { World } from "../../../sim/world/world";

jest.setTimeout(600_000);
const root = join(__dirname, "../../..");

/** Always the same ones: a test must not fail for what a change has not touched. Others: `npm run prove`. */
test("npm run prove keeps all invariants in 100 random days", () => {
  const args = ["scripts/prove.mjs", "--runs", "100", "--seed", "2026"];
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(printed).toMatch(/^100 histories of a day or three, seed 2026: all invariants held, \d+ s\n$/);
});

test("npm run prove tells the smallest day that breaks an invariant, and fails", async () => {
  const log = jest.spyOn(console, "log").mockImplementation(() => {});
  const player = () => Promise.resolve({ played: 30, failure: "after\n  00:05 h  Anna plays" });
  expect(await main(["--runs", "100", "--seed", "7"], [player])).toBe(1);
  expect(log.mock.calls.flat()).toEqual([
    "after\n  00:05 h  Anna plays",
    expect.stringMatching(/^100 histories of a day or three, seed 7: an invariant was broken, 30 played, 0 s$/),
  ]);
  log.mockRestore();
});

test("the same seed plays the same days, however many are asked for and whoever plays them", async () => {
  const days = sharesOf({ runs: 60, seed: 7 });
  expect(days.map((share) => share.runs)).toEqual([25, 25, 10]);
  expect(sharesOf({ runs: 100, seed: 7 }).slice(0, 2)).toEqual(days.slice(0, 2));
  expect(new Set([...days, ...sharesOf({ runs: 60, seed: 8 })].map((share) => share.seed)).size).toBe(6);

  const played: number[] = [];
  const player = (share: { seed: number; runs: number }) => {
    played.push(share.seed);
    return Promise.resolve({ played: share.runs });
  };
  expect(await playAll(days, [player, player])).toEqual({ played: 60 });
  expect(played).toEqual(days.map((share) => share.seed));
});

test("days differ in what AWS does not say, and a broken one tells only what matters of it", async () => {
  const from = World.from.bind(World);
  const made = jest.spyOn(World, "from").mockImplementation((objects, options) => {
    if (options.uncertain?.draining === "it does not") throw new Error("broken");
    return from(objects, options);
  });
  const run = jest.spyOn(World.prototype, "run").mockResolvedValue();
  const { failure = "" } = await playShare(objectsOf(readRecorded()), { runs: 50, seed: 3 });
  expect(failure).toMatch(
    /^after\n(?: {2}(?:always|with) [^\n]*\n)*? {2}draining: Does DRAINING [^?]*\? it does not\n {2}\d\d:\d\d:\d\d h {2}[^\n]*\n\(world \d+\) Error: broken/,
  );
  made.mockRestore();
  run.mockRestore();
});

test.each([
  ...["dynamodb:GetItem", "cloudwatch:GetMetricData", "cloudwatch:DescribeAlarms", "ssm:GetParameter"],
  ...["ecs:ListTasks hangs", "ecs:DescribeTasks is throttled", "route53:ListResourceRecordSets"],
  ...["ecs:ListTasks leaves out", "DescribeAutoScalingGroups are \\d+ s old", "deletes its table"],
  ...[
    "20 queries arrive every second",
    "a monitor asks \\d+ times, every 60 minutes, 3 minutes in a row",
    "a stranger plays",
    "loud for a minute",
  ],
  ...["AWS retires the host", "answers nobody", "a host can start no container", "changes the mode and applies"],
  ...["wakes it every minute", "backups end as FAILED", "12 packets a minute", "tries for 2 minutes, and"],
])("something like “%s” happens on random days", (what) => {
  const happenings = fc.sample(anyHappening, { numRuns: 4000, seed: 1 });
  expect(happenings.some((happening) => new RegExp(what).test(happening.what))).toBe(true);
});

test("things happen at any second of the day, and may be moved to another one", () => {
  const [first, ...happenings] = fc.sample(anyHappening, { numRuns: 300, seed: 1 });
  expect(new Set(happenings.map(({ atSeconds }) => atSeconds % 60)).size).toBeGreaterThan(50);
  expect(first?.movedTo(77)).toMatchObject({ atSeconds: 77, what: first?.what });
});

test("after a broken invariant no further share begins", async () => {
  const player = () => Promise.resolve({ played: 3, failure: "broken" });
  expect(await playAll(sharesOf({ runs: 100, seed: 1 }), [player])).toEqual({ played: 3, failure: "broken" });
});
