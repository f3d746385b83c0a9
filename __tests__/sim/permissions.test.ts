import { happened } from "./world/a-world";
import { objectsOf, readRecorded } from "../../sim/applied/state";
import { DEPENDENT_ACTIONS, passRoleFor } from "../../sim/permissions/dependent-actions";
import { SCENARIOS } from "../../sim/scenarios";
import { Stage } from "../../sim/scenarios/scenario";
import type { AppliedObject } from "../../sim/world/terraform/objects";
import { World } from "../../sim/world/world";

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());
const START = Date.parse("2026-11-20T18:00:00Z");

/** What AWS refused the functions in the first hours of an evening. */
async function refused(objects: readonly AppliedObject[]): Promise<string[]> {
  const world = World.from(objects, { seed: 1, start: START });
  SCENARIOS.find(({ name }) => name === "evenings")?.play(new Stage(world));
  await world.run(START + 3 * 3_600_000);
  return [...new Set(happened(world, "call denied").map(({ by, action }) => `${by} may not call ${action}`))];
}

/** Keeper's policy with one of its texts changed. */
const rewritten = (from: string, to: string): AppliedObject[] =>
  applied.map((object) => {
    if (object.type !== "aws_iam_role_policy" || !object.id.includes("keeper")) return object;
    const text = JSON.stringify(object);
    if (!text.includes(from)) throw new Error(`nothing to rewrite: ${from}`);
    return JSON.parse(text.replaceAll(from, to)) as AppliedObject;
  });

test("as applied, AWS refuses the functions nothing", async () => {
  expect(await refused(applied)).toEqual([]);
});

test.each([
  ["the permission to hand on roles", "iam:PassRole", "iam:GetRole"],
  ["the task role among them", "role/games-valheim-task", "role/games-valheim-other"],
  ["the execution role among them", "role/games-valheim-execution", "role/games-valheim-other"],
  ["ECS as the one who gets them", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com"],
])("without %s keeper can't deploy, as on AWS", async (_, from, to) => {
  expect(await refused(rewritten(from, to))).toEqual(["games-valheim-keeper may not call iam:PassRole"]);
});

test("what is handed on is demanded with the service that gets it", () => {
  expect(passRoleFor("ecs:UpdateService", ["arn:r"])).toEqual([
    { action: "iam:PassRole", resources: ["arn:r"], context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  ]);
  expect(passRoleFor("ecs:DescribeServices", ["arn:r"])).toEqual([]);
});

test("every line of what AWS demands besides cites its page", () => {
  for (const { page } of Object.values(DEPENDENT_ACTIONS).flat()) expect(page).toMatch(/^https:\/\/\S+$/);
});
