import { MINUTE } from "../world/clock";
import { hours, type Scenario } from "./scenario";

/** What AWS does not have, leaves out, or refuses. */
export const aws: readonly Scenario[] = [
  {
    name: "no-capacity",
    about:
      "AWS has none of the wanted instance types for two hours. Keeper pauses, then asks again; later there is one.",
    play: (stage) => {
      stage.world.faults.noCapacity = ({ at }) => at < stage.begin + hours(2) * MINUTE;
      stage.plays("Anna", 5, hours(1));
      stage.plays("Chris", 35, hours(1));
      stage.plays("Ben", hours(3), hours(4));
    },
  },
  {
    name: "second-choice",
    about: "The first instance type is sold out, the second is available.",
    play: (stage) => {
      let first: string | undefined;
      stage.world.faults.noCapacity = ({ instanceType }) => instanceType === (first ??= instanceType);
      stage.plays("Anna", 5, hours(2));
    },
  },
  {
    name: "lost-events",
    about: "AWS loses every event that it does not guarantee, then delivers each one twice, then ten minutes late.",
    days: 3,
    play: (stage) => {
      stage.world.faults.event = ({ at }) => {
        const day = Math.floor((at - stage.begin) / MINUTE / hours(24));
        return day === 0 ? "lost" : day === 1 ? "twice" : { lateMs: 10 * MINUTE };
      };
      for (const day of [0, 1, 2]) {
        stage.plays("Anna", hours(24 * day) + 5, hours(24 * day + 2));
        stage.plays("Ben", hours(24 * day + 2) + 22, hours(24 * day + 3));
      }
    },
  },
  {
    name: "one-way",
    about:
      "One evening the function `wake` cannot call keeper; the next it cannot write its metric. Each time the other path starts the server.",
    days: 2,
    play: (stage) => {
      stage.world.faults.call = ({ at, action, caller }) => {
        const isFirst = at < stage.begin + hours(24) * MINUTE;
        const broken = isFirst ? "lambda:InvokeFunction" : "cloudwatch:PutMetricData";
        return caller !== stage.keeper && action === broken ? "throttled" : undefined;
      };
      stage.plays("Anna", 5, hours(1));
      stage.plays("Anna", hours(24), hours(25));
    },
  },
  {
    name: "wake-fails",
    about: "For an hour, the function `wake` cannot report any query to keeper.",
    play: (stage) => {
      const until = stage.begin + hours(1) * MINUTE;
      stage.world.faults.call = ({ at, caller }) =>
        caller !== stage.keeper && at < until ? "internal error" : undefined;
      stage.plays("Anna", 5, hours(2));
      stage.plays("Ben", 70, hours(2));
    },
  },
  {
    name: "refused-wake",
    about: "ECS refuses the newest task definition all evening: it starts all the same, and the mail says so.",
    play: (stage) => {
      stage.world.faults.call = ({ action }) => (action === "ecs:UpdateService" ? "internal error" : undefined);
      stage.plays("Anna", 5, hours(2));
      stage.plays("Ben", 15, hours(2));
    },
  },
  {
    name: "two-keepers",
    about: "Lambda runs every event twice, so that two keepers act at once, all the time.",
    days: 2,
    play: (stage) => {
      stage.world.faults.invokedTwice = () => true;
      stage.world.faults.event = () => "twice";
      stage.plays("Anna", 5, hours(2));
      stage.plays("Ben", hours(2) + 17, hours(4));
      stage.plays("Anna", hours(30), hours(31));
    },
  },
  {
    name: "left-up",
    about: "Keeper is dead from the first evening on: the alarm alone ends the session.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(2));
      stage.killKeeper(30);
    },
  },
  {
    name: "lost-memory",
    about: "Keeper's memory is lost while somebody plays, and corrupted while it sleeps.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(2));
      stage.at(hours(1), () => stage.world.tables.setItem(stage.table, undefined), "keeper's memory is lost", "memory");
      stage.at(
        hours(3),
        () => stage.world.tables.setItem(stage.table, { id: { S: "keeper" }, version: { S: "x" } }),
        "keeper's memory is lost: somebody wrote nonsense",
        "memory",
      );
      stage.plays("Ben", hours(4), hours(5));
    },
  },
];
