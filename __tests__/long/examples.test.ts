import { isList, text } from "../../sim/provider/values";
import { Store } from "../../sim/provider/store";
import { objectsOf, type State } from "../../sim/applied/state";
import { BrokenInvariant } from "../../sim/prove/invariants/all";
import { prove } from "../../sim/prove/prove";
import { SCENARIOS } from "../../sim/scenarios";
import { hours, type Scenario, type Stage } from "../../sim/scenarios/scenario";
import { DAY } from "../../sim/world/clock";
import { type AppliedObject, FUNCTION_ZIP } from "../../sim/world/terraform/objects";
import { edit, editScript } from "../sim/edits";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const NO_CHANGES = { status: 0, output: expect.stringContaining("No changes.") as string };
const storyOf = (story: string): Scenario => {
  const found = SCENARIOS.find(({ name }) => name === story);
  if (found === undefined) throw new Error(`no story ${story}`);
  return found;
};
const [week, company] = [storyOf("evenings"), storyOf("company-week")];
/** Midnight in Berlin. */
const MONDAY = Date.parse("2026-11-16T00:00+01:00");
/** An evening on which the backup fails. */
const failingBackup = (stage: Stage): void => {
  stage.game({ crash: () => ({ afterSeconds: 2400, exitCode: 1 }) }, "backup");
  stage.plays("Anna", 5, hours(2));
};
const sentBy = ({ mails }: Awaited<ReturnType<typeof prove>>) => mails.map(({ kind }) => kind);

/** Applies an example with real Terraform, and gives what is then there. */
async function applied(example: string, container: string, secrets: string): Promise<readonly AppliedObject[]> {
  const work = new Workspace([], `examples/${example}`);
  try {
    work.enter(secrets);
    const states: Record<string, State> = {};
    for (const stack of ["base", container]) {
      expect(await work.deploy(stack)).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
      expect(await work.plan(stack)).toEqual(NO_CHANGES);
      states[stack] = JSON.parse((await work.terraform(stack, "state", "pull")).output) as State;
    }
    return objectsOf({ states, zips: [...new Store(`${work.folder}/store`).all(FUNCTION_ZIP)] });
  } finally {
    work.end();
  }
}

/** The invariant that breaks. */
const brokenBy = (objects: readonly AppliedObject[], play: (stage: Stage) => void): Promise<string> =>
  prove(objects, { play }).then(
    () => "nothing",
    (error: unknown) => {
      if (error instanceof BrokenInvariant) return error.invariant.name;
      throw error;
    },
  );

async function livesItsWeek(objects: readonly AppliedObject[]): Promise<void> {
  const world = await prove(objects, week);
  expect(sentBy(world).filter((kind) => kind === "asleep").length).toBeGreaterThanOrEqual(5);
  expect(sentBy(world)).not.toContain("service stopped");
}

describe("an example is applied by real Terraform, a second plan has no changes, it lives its week, and", () => {
  terraformTest(
    "examples/web stays up for those on its counted port, and needs its Caddyfile on the host",
    async () => {
      const objects = await applied("web", "vault", '{ vault = { ADMIN_TOKEN = "secret" } }');
      await livesItsWeek(objects);
      const evening = (stage: Stage): void => {
        stage.plays("Anna", 5, hours(1));
      };
      expect(sentBy(await prove(objects, { play: evening }))).toContain("up");
      const withoutFile = editScript("file caddyfile <<", "file other <<")(objects);
      expect(sentBy(await prove(withoutFile, { play: evening }))).not.toContain("up");
      const otherPort = editScript("PORTS='tcp:443 udp:443'", "PORTS='tcp:8443'")(objects);
      expect(await brokenBy(otherPort, evening)).toBe("nobody is cut off");
    },
  );

  terraformTest("examples/minecraft-network goes on without its backup, unless that is essential", async () => {
    const secrets =
      '{ network = { VELOCITY_FORWARDING_SECRET = "a", PAPER_VELOCITY_SECRET = "a", RCON_PASSWORD = "b" } }';
    const objects = await applied("minecraft-network", "network", secrets);
    await livesItsWeek(objects);
    expect(sentBy(await prove(objects, { play: failingBackup }))).toContain("service stopped");
    const isEssential = edit("aws_ecs_task_definition", "container_definitions.*.essential", true);
    expect(await brokenBy(isEssential(objects), failingBackup)).toBe("nobody is cut off");
  });

  terraformTest("examples/small-company heals, runs its jobs each time, and is there otherwise", async () => {
    const objects = await applied("small-company", "backend", "{}");
    const runsOf = ({ timeline }: Awaited<ReturnType<typeof prove>>, service: string) =>
      timeline.filter((entry) => entry.kind === "container start" && entry.service === service).length;
    const play = (stage: Stage): void => {
      company.play(stage);
      const isSaturday = (at: number): boolean => Math.floor((at - MONDAY) / DAY) === 5;
      stage.game({ crash: ({ at }) => ({ afterSeconds: 120, exitCode: isSaturday(at) ? 1 : 0 }) }, "scraper");
    };
    const world = await prove(objects, { ...company, play }, { start: MONDAY });
    const mails = ["begins", "up", "healed", "down", "healed", "run failed", "run failed", "run failed"];
    expect(sentBy(world)).toEqual(mails);
    // The first one is due at six.
    expect([runsOf(world, "scraper"), runsOf(world, "notifier")]).toEqual([27, 28]);
    // One at first, one for the lost one, and two for the broken image, an hour apart.
    expect(world.timeline.filter(({ kind }) => kind === "launch")).toHaveLength(4);
    expect(world.meter.hostHours).toBeGreaterThan(7 * 24 - 0.5);
    expect(world.timeline.filter(({ kind }) => kind === "gives up")).toEqual([]);
    // Keeper may hand on the roles of all tasks but the scraper's.
    const withoutRole = edit(
      "aws_iam_role_policy",
      "policy.Statement.*.Resource",
      (arns) => (isList(arns) ? arns.filter((arn) => !text(arn).endsWith("-execution_scraper")) : arns),
      "-keeper",
    );
    expect(await brokenBy(withoutRole(objects), play)).toBe("allowed calls");
  });

  terraformTest("examples/minecraft has one service", async () => {
    await livesItsWeek(await applied("minecraft", "minecraft", "{}"));
  });
});
