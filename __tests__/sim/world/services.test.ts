import { loadedFrom } from "../../config/several-services";
import { containerDefinition } from "../../../src/config/compose/container-definition";
import { stopGraceSeconds, stops, taskContainers } from "../../../src/config/compose/task-containers";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { playHistory } from "../../../sim/prove/history";
import { withServices } from "../../../sim/scenarios/services";
import { containersOf } from "../../../sim/world/ecs/task-definition";
import { bootScriptOf } from "../../../sim/world/ec2/machine";
import { softwareOf } from "../../../sim/world/host/software";

const applied = objectsOf(readRecorded());
const three = withServices(applied);
const usual = "volumes: [], mem_reservation: 128m";
const SERVICES = {
  valheim: `{image: "game:1.4.0", ports: [2456/udp], depends_on: [db], stop_grace_period: 50s, ${usual}}`,
  db: `{image: "mariadb:11.4", ports: [], stop_grace_period: 1m, ${usual}}`,
  map: `{image: "map:2.1", ports: [], depends_on: [valheim], restart: always, stop_grace_period: 10s, ${usual}}`,
};

test("the three services of stories and random days depend on each other as src synthesizes such a file", () => {
  const services = loadedFrom(SERVICES);
  const props = { logGroupName: "l", logRegion: "r", secretArnByName: {} };
  const order = (all: readonly object[]) =>
    all.map((one) => {
      const { name, essential, dependsOn, links, stopTimeout, restartPolicy } = one as Readonly<
        Record<string, unknown>
      >;
      return { name, essential, dependsOn, links, stopTimeout, restartPolicy };
    });
  const synthesized = taskContainers(services).map((container) =>
    containerDefinition({ container, image: container.spec.image, ...props }),
  );
  const played = three.filter(({ type }) => type === "aws_ecs_task_definition").flatMap(containersOf);
  expect(order(JSON.parse(JSON.stringify(synthesized)) as object[])).toEqual(order(played));

  const [template] = three.filter(({ type }) => type === "aws_launch_template");
  const { stop } = softwareOf(bootScriptOf(template?.attributes ?? {}));
  for (const { service: name, graceSeconds, after } of stops(services)) {
    const container = { name, image: "" };
    expect(stop?.graceSeconds(container)).toBe(graceSeconds);
    expect(stop?.before(container).filter(Boolean)).toEqual(after);
  }
  expect(stop?.timeoutSeconds).toBe(stopGraceSeconds(services) + 60);
});

test("every third random history has them, and every third has schedules", async () => {
  const nothing = { days: 0.01, happenings: [], uncertain: {} };
  for (const [seed, images] of [
    [3, 3],
    [4, 3],
    [5, 1],
  ] as const) {
    let seen = 0;
    const play = ({ world }: { world: { objects: { list: typeof applied } } }): void => {
      seen = world.objects.list.filter(({ type }) => type === "aws_ecs_task_definition").flatMap(containersOf).length;
    };
    const story = { name: "", about: "", days: 1, play } as never;
    await playHistory({ objects: applied }, { ...nothing, seed, story });
    expect(seen).toBe(images);
  }
});
