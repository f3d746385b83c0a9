import { join } from "node:path";
import { objectsOfStore } from "../../sim/world/terraform/objects";
import { World } from "../../sim/world/world";
import { OF_SLEEP } from "../helpers/of-sleep";
import { wakeUp } from "../sim/outside";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

let work: Workspace;
afterEach(() => {
  work.end();
});

const HOST = {
  group: "games-valheim-host",
  cluster: "games-valheim-cluster",
  record: "valheim.mine.org",
  address: "198.51.100.7",
};
const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };

/** What depends on the mode: how left-up's metric is collected, what keeper-errors mails, and what keeper does and may. */
const DEPENDS_ON_MODE = [
  "aws_autoscaling_group.host",
  "aws_cloudwatch_metric_alarm.keeper_errors",
  "aws_iam_role_policy.keeper_role_policy",
  "aws_lambda_function.keeper",
];
/** A plan's lines for a change of the mode. */
const changed = (ofSleep: "created" | "destroyed"): string[] =>
  [
    ...OF_SLEEP.map((address) => `${address} will be ${ofSleep}`),
    ...DEPENDS_ON_MODE.map((address) => `${address} will be updated in-place`),
  ].sort();

let onDemand = "";
/** As a person would: what belongs to sleep goes out of the file. */
const alwaysOn = (text: string): string => `${(onDemand = text).replace(/\n(idle|limit):[^]*/, "\n")}mode: always\n`;

const service = () => work.server.cloud.store.all("aws_ecs_service")[0];

terraformTest(
  "a container that goes from on demand to always on and back, asleep or awake, keeps all it has, and what runs goes on",
  async () => {
    work = new Workspace();
    const { store } = work.server.cloud;
    await work.deploy("base");
    await work.deploy("valheim");
    const addresses = await work.addresses("valheim");

    for (const state of ["asleep", "awake"]) {
      if (state === "awake") wakeUp(store, HOST);
      const ran = service()?.attributes["task_definition"];

      work.configure("valheim.yaml", alwaysOn);
      work.synth();
      expect(await work.planned("valheim")).toEqual({
        lines: changed("destroyed"),
        summary: `Plan: 0 to add, 4 to change, ${OF_SLEEP.length} to destroy`,
      });
      await work.apply("valheim");
      expect(await work.plan("valheim")).toEqual(NOTHING);
      const always = await work.addresses("valheim");
      expect(addresses.filter((address) => !always.includes(address))).toEqual([
        "data.archive_file.wake_code",
        ...OF_SLEEP,
      ]);
      expect(() => World.from(objectsOfStore(join(work.folder, "store")), { seed: 1, start: 0 })).not.toThrow();

      work.configure("valheim.yaml", () => onDemand);
      work.synth();
      expect(await work.planned("valheim")).toEqual({
        lines: changed("created"),
        summary: `Plan: ${OF_SLEEP.length} to add, 4 to change, 0 to destroy`,
      });
      await work.apply("valheim");
      expect(await work.plan("valheim")).toEqual(NOTHING);
      expect(await work.addresses("valheim")).toEqual(addresses);
      expect(service()?.attributes["task_definition"]).toBe(ran);
    }
    expect(store.get("aws_autoscaling_group", "us-west-2", HOST.group)?.attributes["desired_capacity"]).toBe(1);

    // Applied while it runs, and so not deployed yet: with the change to always on it is.
    work.configure("valheim.yaml", (text) => text.replace("server:1.4.0", "server:1.5.0"));
    work.synth();
    await work.apply("valheim");
    work.configure("valheim.yaml", alwaysOn);
    work.synth();
    expect((await work.planned("valheim")).lines).toEqual(
      [...changed("destroyed"), "aws_ecs_service.service will be updated in-place"].sort(),
    );
  },
);

terraformTest(
  "an always-on container is applied, runs what its file says after each apply, and is destroyed while it runs",
  async () => {
    work = new Workspace();
    work.configure("valheim.yaml", (text) => alwaysOn(text.replace("keep: true", "keep: false")));
    expect(work.synth()).toMatch(/note: \S+valheim\.yaml:\d+:7 mode: an apply that changes what runs restarts/);
    await work.deploy("base");
    await work.deploy("valheim");
    wakeUp(work.server.cloud.store, HOST);
    expect(await work.plan("valheim")).toEqual(NOTHING);

    work.configure("valheim.yaml", (text) => text.replace("server:1.4.0", "server:1.5.0"));
    work.synth();
    expect((await work.planned("valheim")).lines).toEqual([
      "aws_ecs_service.service will be updated in-place",
      "aws_ecs_task_definition.task must be replaced",
      "aws_launch_template.host_template will be updated in-place", // the next host pulls the new one
    ]);
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);

    const { output } = await work.terraform("valheim", "destroy", "-no-color", "-auto-approve");
    expect(output).toContain("Destroy complete!");
    const gone = work.server.cloud.journal
      .entries()
      .filter(({ action }) => action === "delete")
      .map(({ type }) => type);
    const order = ["aws_ecs_service", "aws_autoscaling_group", "aws_lambda_function", "aws_route53_zone"];
    expect(gone.filter((type) => order.includes(type))).toEqual(order);
  },
);
