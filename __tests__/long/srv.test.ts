import { happened } from "../sim/world/a-world";
import { join } from "node:path";
import { prove } from "../../sim/prove/prove";
import type { Stage } from "../../sim/scenarios/scenario";
import { DAY, HOUR } from "../../sim/world/clock";
import { objectsOfStore } from "../../sim/world/terraform/objects";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };
const TYPED = "valheim.mine.org";
const HOST = `host.${TYPED}`;

terraformTest(
  "srv comes and goes on a deployed container: the record moves, and keeper is reconfigured in between",
  async () => {
    const work = new Workspace();
    const { store, journal } = work.server.cloud;
    /** Changes srv as a person would, and gives what is planned and the order of what was done to keeper and its record. */
    const change = async (edit: (text: string) => string) => {
      work.configure("valheim.yaml", edit);
      work.synth();
      const { output } = await work.terraform("valheim", "plan", "-no-color");
      const planned = [...output.matchAll(/# (\S+) (will be \w+|must be replaced)/g)].map(([, ...words]) =>
        words.join(" "),
      );
      const before = journal.entries().length;
      await work.apply("valheim");
      expect(await work.plan("valheim")).toEqual(NOTHING);
      const done = journal
        .entries()
        .slice(before)
        .map(({ action, type, id = "" }) => `${action} ${type} ${id}`);
      const isAbout = /aws_lambda_function games-valheim-keeper|aws_route53_record .*_A$/;
      return {
        planned,
        done: done.filter((entry) => isAbout.test(entry)).map((entry) => entry.replace(/ Z[^_]*_/, " ")),
      };
    };
    /** Keeper writes the record, as while somebody plays. */
    const point = async (name: string): Promise<void> => {
      const record = store.find("aws_route53_record", ({ id }) => id.endsWith(`_${name}_A`));
      store.edit("aws_route53_record", record?.id ?? "", { records: ["198.51.100.7"] });
      expect(await work.plan("valheim")).toEqual(NOTHING);
    };
    const IN_PLACE = [
      "aws_cloudwatch_log_subscription_filter.wake_filter will be updated",
      "aws_cloudwatch_metric_alarm.queried will be updated",
      "aws_iam_role_policy.keeper_role_policy will be updated",
      "aws_lambda_function.keeper will be updated",
      "aws_lambda_function.wake will be updated",
    ];
    const moved = (from: string, to: string): string[] => [
      `create aws_route53_record ${to}_A`,
      "update aws_lambda_function games-valheim-keeper",
      `delete aws_route53_record ${from}_A`,
    ];
    try {
      work.configure("valheim.yaml", (text) => text.replace('"2456-2457/udp"', '"25565", "2456-2457/udp"'));
      work.synth();
      await work.deploy("base");
      await work.deploy("valheim");
      await point(TYPED);

      const on = await change((text) => `${text}srv: _minecraft._tcp\n`);
      expect(on.planned).toEqual([
        ...IN_PLACE,
        "aws_route53_record.address must be replaced",
        "aws_route53_record.address_srv will be created",
      ]);
      expect(on.done).toEqual(moved(TYPED, HOST));
      await joinBySrv(join(work.folder, "store"));
      await point(HOST);

      const off = await change((text) => text.replace("srv: _minecraft._tcp\n", ""));
      expect(off.planned).toEqual([
        ...IN_PLACE,
        "aws_route53_record.address must be replaced",
        "aws_route53_record.address_srv will be destroyed",
      ]);
      expect(off.done).toEqual(moved(HOST, TYPED));
    } finally {
      work.end();
    }
  },
);

/** What Terraform applied lets in who asks for the SRV record, and nobody else wakes it. */
async function joinBySrv(store: string): Promise<void> {
  const play = (stage: Stage): void => {
    stage.at(0, () => void stage.world.resolver("scanner").ask(TYPED, "A"));
    stage.plays("Anna", 30, 60);
  };
  const world = await prove(objectsOfStore(store), { play, days: 1 });
  const started = [...happened(world, "launch"), ...happened(world, "plays")].map(
    ({ at }) => at > world.now - DAY + HOUR / 2,
  );
  expect(started).toEqual([true, true]);
}
