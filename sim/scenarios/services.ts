import { text } from "../provider/values";
import { type ContainerDefinition, containersOf, mainOf } from "../world/ecs/task-definition";
import { Random } from "../world/random";
import type { AppliedObject } from "../world/terraform/objects";
import { MINUTE } from "../world/clock";
import { hours, type Scenario, type Stage } from "./scenario";

/** As applied with these containers in the task, and a host whose unit stops them in this order, in so many seconds. */
export const withStops = (
  objects: readonly AppliedObject[],
  containers: (own: readonly ContainerDefinition[]) => readonly ContainerDefinition[],
  stops: (before: string) => string,
  seconds: number,
): AppliedObject[] =>
  objects.map((object) => {
    const { user_data, container_definitions } = object.attributes;
    const script = Buffer.from(text(user_data), "base64")
      .toString()
      .replace(/^(ECS_CONTAINER_STOP_TIMEOUT|STOP_GRACE_SECONDS)=\d+/gm, `$1=${seconds}`)
      .replace(/(?<=^STOPS=')[^']*/m, stops)
      .replace(/(?<=^TimeoutStopSec=)\d+/m, `${seconds + 60}`);
    const changed = {
      ...(user_data !== undefined && { user_data: Buffer.from(script).toString("base64") }),
      ...(container_definitions !== undefined && {
        container_definitions: JSON.stringify(containers(containersOf(object))),
      }),
    };
    return { ...object, attributes: { ...object.attributes, ...changed } };
  });

/** Seconds; one after the other they are two minutes. */
const GRACE = { map: 10, game: 50, db: 60 };

/**
 * As applied with two more services, if there is only one: a database that the game needs, and a map that needs the game
 * and may crash without it (`restart: always`). The same as src synthesizes: services.test.ts.
 */
export function withServices(objects: readonly AppliedObject[], grace = GRACE): readonly AppliedObject[] {
  const all = objects.filter(({ type }) => type === "aws_ecs_task_definition").flatMap(containersOf);
  const game = mainOf(all);
  if (game === undefined || all.length > 1) return objects;
  const needs = (containerName: string): Partial<ContainerDefinition> => ({
    dependsOn: [{ containerName, condition: "START" }],
    links: [`${containerName}:wod-${containerName}`],
  });
  const { mountPoints = [], memoryReservation = 128, logConfiguration } = game;
  const usual = {
    memoryReservation,
    versionConsistency: "disabled",
    ...(logConfiguration && { logConfiguration }),
  } as const;
  const db: ContainerDefinition = {
    ...usual,
    ...{ name: "db", image: "mariadb:11.4", essential: true, stopTimeout: grace.db },
    mountPoints: mountPoints.slice(-1).map((mount) => ({ ...mount, containerPath: "/var/lib/mysql" })),
  };
  const map: ContainerDefinition = {
    ...usual,
    ...{ name: "map", image: "map:2.1", essential: false, stopTimeout: grace.map, ...needs(game.name) },
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
  };
  const stops = `map:${grace.map}: ${game.name}:${grace.game}:map db:${grace.db}:${game.name}`;
  const containers = [{ ...game, ...needs("db"), stopTimeout: grace.game }, db, map];
  return withStops(
    objects,
    () => containers,
    () => stops,
    grace.map + grace.game + grace.db,
  );
}

/** The game saves through its database, which needs 40 s itself. */
export function slowDatabase(stage: Stage): void {
  stage.game({ savesThrough: ["db"] });
  stage.game({ saveSeconds: 40 }, "db");
}

/** Half of its starts end in a crash, or in an end, within two hours. */
export function flakyMap(stage: Stage, seed: number): void {
  const chance = new Random(seed);
  const ends = () => ({ afterSeconds: chance.between(10, 7200), exitCode: chance.between(0, 1) });
  stage.game({ crash: () => (chance.next() < 0.5 ? ends() : undefined) }, "map");
}

function begin(stage: Stage, grace = GRACE): void {
  stage.world.apply(withServices(stage.world.objects.list, grace));
  slowDatabase(stage);
}

/** Several services in one file. */
export const services: readonly Scenario[] = [
  {
    name: "helper-crashes",
    about: "A map beside the game crashes and is restarted, crashes again at once and stays down: the game goes on.",
    days: 1,
    play: (stage) => {
      begin(stage);
      let starts = 0;
      stage.game(
        { crash: () => (++starts > 2 ? undefined : { afterSeconds: [600, 30][starts - 1] ?? 0, exitCode: 1 }) },
        "map",
      );
      stage.plays("Anna", 5, hours(2));
    },
  },
  {
    name: "database-crashes",
    about: "The game's database crashes once, in hour two: the game ends with it, both start again, and Anna plays on.",
    days: 1,
    play: (stage) => {
      begin(stage);
      const mended = stage.begin + hours(1) * MINUTE;
      stage.game({ crash: ({ at }) => (at < mended ? { afterSeconds: 5400, exitCode: 1 } : undefined) }, "db");
      stage.plays("Anna", 5, hours(3));
    },
  },
  {
    name: "stops-in-order",
    about:
      "The map stops, then the game, then the database that it saves to: asleep, and where a person terminates the host.",
    days: 1,
    play: (stage) => {
      begin(stage, { map: 10, game: 290, db: 290 });
      stage.plays("Anna", 5, hours(1));
      stage.plays("Ben", hours(3), hours(5));
      stage.at(hours(2), () => {
        stage.game({ saveSeconds: 250 });
        stage.game({ saveSeconds: 250 }, "db");
      });
      stage.at(hours(4), () => stage.world.console.terminate(stage.host));
    },
  },
];
