import { text } from "../provider/values";
import type { AppliedObject } from "../world/terraform/objects";
import type { World } from "../world/world";
import { hours, type Scenario } from "./scenario";
import { alwaysOn, isAlwaysOn } from "./with-always";

/** What Terraform does while the container lives. */
export const applies: readonly Scenario[] = [
  {
    name: "apply-while-playing",
    about: "An apply brings a new image while people play: it runs from the next wake on.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(1), () => applyNewImage(stage.world), "somebody raises the image's version and applies");
      stage.plays("Ben", hours(5), hours(6));
    },
  },
  {
    name: "destroy-while-awake",
    about: "Terraform destroys everything while people play: the game saves first.",
    play: (stage) => {
      stage.game({ saveSeconds: 110 });
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(1), () => destroyAll(stage.world));
    },
  },
  {
    name: "destroy-after-a-loss",
    about: "The host's hardware fails while people play; they go on, and hours later Terraform destroys everything.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(1), () => stage.world.console.failHardware(stage.host));
      stage.at(hours(6), () => destroyAll(stage.world));
    },
  },
];

/** Terraform's order: what holds a player first, the group before what it stands on. */
function destroyAll(world: World): void {
  const FIRST = ["aws_cloudwatch_log_subscription_filter", "aws_ecs_service", "aws_autoscaling_group"];
  const rank = ({ type }: AppliedObject): number => FIRST.indexOf(type) + 1 || 9;
  world.destroy([...world.objects.list].sort((one, other) => rank(one) - rank(other)));
}

/** The task definition has one revision more; the service keeps its own, as Terraform ignores that change, unless it is always on. */
export function applyNewImage(world: World, tag?: string): void {
  const revisions = world.objects.all("aws_ecs_task_definition");
  const revision = revisions.length + 1;
  // Those of scheduled services have an underscore.
  const own = revisions.filter(({ id }) => !id.includes("_"));
  const newest = own.slice(-1).map((object) => {
    const { arn, container_definitions } = object.attributes;
    const attributes = {
      ...object.attributes,
      arn: text(arn).replace(/\d+$/, String(revision)),
      revision,
      container_definitions: text(container_definitions).replace(
        /("image":"[^"]*:)[^":]*"/,
        `$1${tag ?? `next-${revision}`}"`,
      ),
    };
    return { ...object, attributes };
  });
  const applied = [...world.objects.list, ...newest];
  world.apply(isAlwaysOn(applied) ? alwaysOn(applied) : applied);
}
