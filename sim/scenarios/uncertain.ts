import { MINUTE, SECOND } from "../world/clock";
import { containersOf } from "../world/ecs/task-definition";
import { hours, type Scenario } from "./scenario";

/** What AWS may do, and did not seem to. */
export const uncertain: readonly Scenario[] = [
  {
    name: "pushed-again",
    about: "Between two evenings the image's tag is pushed again, and the image it pointed to before is deleted.",
    days: 2,
    play: (stage) => {
      const { world } = stage;
      stage.plays("Anna", 5, hours(1));
      stage.at(
        hours(12),
        () => {
          const definitions = world.objects.all("aws_ecs_task_definition").flatMap(containersOf);
          for (const { image } of definitions) world.registry.pushAgain(image);
        },
        "the image's tag is pushed again",
      );
      stage.plays("Anna", hours(24), hours(25));
    },
  },
  {
    name: "blank-list",
    about: "In the middle of a save, ECS's list of tasks is empty for 45 seconds, and a person asks keeper to look.",
    play: (stage) => {
      const { world } = stage;
      stage.game({ saveSeconds: 110 });
      stage.plays("Anna", 5, hours(1));
      let blankAt: number | undefined;
      const look = (): void => world.console.invoke(stage.keeper, { command: "look" });
      world.faults.blank = ({ at, action }) => {
        const drains = stage.seen.hosts.some(({ status }) => status === "DRAINING");
        if (drains && action === "ecs:ListTasks" && blankAt === undefined) {
          blankAt = at;
          world.at(at + 40 * SECOND, look);
        }
        return blankAt !== undefined && at < blankAt + 45 * SECOND;
      };
    },
  },
  {
    name: "blind-to-hosts",
    about: "For two and a half hours EC2 does not say which hosts exist.",
    play: (stage) => {
      const [from, to] = [30, hours(3)].map((minutes) => stage.begin + minutes * MINUTE);
      stage.world.faults.call = ({ at, action }) =>
        action === "ec2:DescribeInstances" && at >= (from ?? 0) && at < (to ?? 0) ? "internal error" : undefined;
      stage.plays("Anna", 5, hours(1));
      stage.plays("Ben", hours(4), hours(7));
    },
  },
  {
    name: "old-group",
    about: "Two of three answers from Auto Scaling show the group as it was ten seconds ago.",
    play: (stage) => {
      let asked = 0;
      stage.world.faults.staleSeconds = ({ action }) =>
        action.startsWith("autoscaling:") && asked++ % 3 > 0 ? 10 : undefined;
      stage.plays("Anna", 5, hours(1));
      stage.plays("Ben", hours(1) + 17, hours(2));
      stage.plays("Anna", hours(4), hours(5));
    },
  },
];
