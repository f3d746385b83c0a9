import { isList, text } from "../../sim/provider/values";
import { Store } from "../../sim/provider/store";
import { objectsOf, type State } from "../../sim/applied/state";
import { BrokenInvariant } from "../../sim/prove/invariants/all";
import { prove } from "../../sim/prove/prove";
import { SCENARIOS } from "../../sim/scenarios";
import { hours, type Stage } from "../../sim/scenarios/scenario";
import { type AppliedObject, FUNCTION_ZIP } from "../../sim/world/terraform/objects";
import { edit, editScript } from "../sim/edits";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const NO_CHANGES = { status: 0, output: expect.stringContaining("No changes.") as string };
const week = SCENARIOS.find(({ name }) => name === "evenings");
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
  if (week === undefined) throw new Error("no week");
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

  terraformTest("examples/small-company runs its jobs each time, and keeps no host up for them", async () => {
    const objects = await applied("small-company", "backend", "{}");
    const runsOf = ({ timeline }: Awaited<ReturnType<typeof prove>>, service: string) =>
      timeline.filter((entry) => entry.kind === "container start" && entry.service === service).length;
    const play = (stage: Stage): void => {
      stage.game(
        { crash: ({ at }) => ({ afterSeconds: 120, exitCode: new Date(at).getUTCDay() === 2 ? 1 : 0 }) },
        "scraper",
      );
      stage.game({ crash: () => ({ afterSeconds: 30, exitCode: 0 }) }, "notifier");
      for (const day of [0, 1, 2, 3, 4]) stage.plays("Anna", hours(24 * day + 1), hours(24 * day + 2));
    };
    const world = await prove(objects, { days: 7, play });
    expect([runsOf(world, "scraper"), runsOf(world, "notifier")]).toEqual([28, 10]);
    expect(sentBy(world).filter((kind) => kind === "run failed")).toHaveLength(3);
    expect(sentBy(world).filter((kind) => kind === "asleep")).toHaveLength(5);
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
