import { type ContainerDefinition, containersOf, mainOf } from "../world/ecs/task-definition";
import type { AppliedObject } from "../world/terraform/objects";
import { hours, type Scenario } from "./scenario";
import { withStops } from "./services";

const GRACE_SECONDS = 600;

/** What a host does by itself. */
export const host: readonly Scenario[] = [
  {
    name: "scanned",
    about: "A link preview asks; for two hours a scanner sends single datagrams to the game's port.",
    play: (stage) => {
      stage.asks("preview", 1);
      stage.plays("scanner", 7, hours(2), 300, { way: "datagrams", patienceMinutes: 1 });
    },
  },
  {
    name: "saves-by-itself",
    about:
      "Keeper is dead when the alarm ends a session, the save takes nearly ten minutes, but EC2 allows only two minutes for a shutdown.",
    uncertain: { shutdownWait: "2 minutes" },
    play: (stage) => {
      stage.world.apply(withGrace(stage.world.objects.list));
      stage.game({ saveSeconds: GRACE_SECONDS - 10 });
      stage.plays("Anna", 5, hours(2));
      stage.killKeeper(30);
    },
  },
];

/** As applied with `stop_grace_period: 10m` for the game. */
function withGrace(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  const all = objects.filter(({ type }) => type === "aws_ecs_task_definition").flatMap(containersOf);
  const game = mainOf(all)?.name;
  const longer = (container: ContainerDefinition) =>
    container.name === game ? { ...container, stopTimeout: GRACE_SECONDS } : container;
  const seconds = all.map(longer).reduce((sum, { stopTimeout = 0 }) => sum + stopTimeout, 0);
  const stops = (before: string): string =>
    before.replace(new RegExp(`\\b${game ?? ""}:\\d+:`), `${game ?? ""}:${GRACE_SECONDS}:`);
  return withStops(objects, (containers) => containers.map(longer), stops, seconds);
}
