import { readFileSync } from "node:fs";
import { join } from "node:path";
import { objectsOf, readRecorded } from "../../sim/applied/state";
import { prove } from "../../sim/prove/prove";
import { SCENARIOS } from "../../sim/scenarios";
import { QUESTIONS, type Uncertain } from "../../sim/world/uncertain";

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());
const NAMES = Object.keys(QUESTIONS) as readonly (keyof Uncertain)[];

/** Stories whose rules lean on the answer. */
const LEAN: Readonly<Record<keyof Uncertain, readonly string[]>> = {
  unhealthyTask: ["slow-start"],
  silentHealth: ["agent-gone"],
  draining: ["slow-save", "two-by-hand"],
  daemonPlacement: ["coming-back", "two-by-hand"],
  firstTask: ["slow-start", "image-pull"],
  ecsLists: ["slow-save", "coming-back", "slow-start"],
  stoppedTasks: ["crash-loop", "slow-crashes", "image-pull"],
  forcedDeployment: ["image-pull"],
  sameRevision: ["coming-back", "refused-wake"],
  digest: ["pushed-again"],
  events: ["coming-back", "slow-save"],
  scaling: ["coming-back", "by-hand"],
  lifecycleState: ["left-up"],
  shutdownWait: ["console-meddling"],
  staleReads: ["past-the-limit", "slow-crashes", "hold"],
  scalingAction: ["left-up"],
  latePoints: ["coming-back", "one-way"],
  olderPoints: ["past-the-limit", "left-up"],
  queryCase: ["hold"],
  logDelivery: ["coming-back", "hold"],
  asyncOrder: ["coming-back", "two-keepers"],
  idleFunction: ["coming-back", "one-way"],
};

const played = NAMES.flatMap((name) =>
  QUESTIONS[name].answers.slice(1).flatMap((answer) => LEAN[name].map((story) => [name, answer, story] as const)),
);

test.each(played)("all invariants hold where %s is “%s”, in %s", async (name, answer, story) => {
  const scenario = SCENARIOS.find((candidate) => candidate.name === story);
  if (scenario === undefined) throw new Error(`no story ${story}`);
  await prove(applied, scenario, { uncertain: { [name]: answer } });
});

test.each(NAMES)("people find what AWS does not say of %s, with the code's own answers", (name) => {
  const { asks, answers } = QUESTIONS[name];
  const page = readFileSync(join(__dirname, "../../docs/decisions/0011-what-aws-does-not-say.md"), "utf8");
  const item = page
    .replace(/\s+/g, " ")
    .split("- **")
    .find((candidate) => candidate.startsWith(`${asks}**`));
  expect(item).toContain(`** ${answers.join(" / ")}. Affects `);
  expect(item).toContain("To settle it: ");
});
