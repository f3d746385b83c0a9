import { readFileSync } from "node:fs";
import { join } from "node:path";
import { objectsOf, readRecorded } from "../../../sim/demo/state";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import { QUESTIONS, type Uncertain } from "../../../sim/world/uncertain";

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());
const NAMES = Object.keys(QUESTIONS) as readonly (keyof Uncertain)[];

/** Stories whose rules lean on the answer. */
const LEAN: Readonly<Record<keyof Uncertain, readonly string[]>> = {
  draining: ["slow-save", "console-meddling", "two-by-hand"],
  daemonPlacement: ["coming-back", "console-meddling"],
  firstTask: ["evenings", "image-pull"],
  scaling: ["evenings", "coming-back"],
  ecsLists: ["evenings", "slow-save", "coming-back"],
  stoppedTasks: ["crash-loop", "image-pull"],
  forcedDeployment: ["image-pull"],
  sameRevision: ["evenings", "refused-wake"],
  digest: ["pushed-again"],
  events: ["evenings", "slow-save"],
  lifecycleState: ["left-up"],
  shutdownWait: ["console-meddling", "left-up"],
  staleReads: ["evenings", "past-the-limit", "crash-loop"],
  scalingAction: ["past-the-limit", "left-up"],
  latePoints: ["evenings", "one-way"],
  olderPoints: ["past-the-limit", "left-up"],
  queryCase: ["hold"],
  logDelivery: ["evenings", "monitored-evening"],
  asyncOrder: ["evenings", "two-keepers"],
  idleFunction: ["monitored-evening"],
};

const played = NAMES.flatMap((name) =>
  QUESTIONS[name].answers.slice(1).flatMap((answer) => LEAN[name].map((story) => [name, answer, story] as const)),
);

test.each(played)("all promises are kept where %s is “%s”, in %s", async (name, answer, story) => {
  const scenario = SCENARIOS.find((candidate) => candidate.name === story);
  if (scenario === undefined) throw new Error(`no story ${story}`);
  await prove(applied, scenario, { uncertain: { [name]: answer } });
});

test.each(NAMES)("people find what AWS does not say of %s, as it stands in the code", (name) => {
  const { asks, answers, leans, settles } = QUESTIONS[name];
  const page = readFileSync(join(__dirname, "../../../docs/decisions/0011-what-aws-does-not-say.md"), "utf8");
  const item = `- **${asks}** ${answers.join(" / ")}. Leans on it: ${leans}. Would settle it: ${settles}.`;
  expect(page.replace(/\s+/g, " ")).toContain(item);
});
