import { MINUTE } from "../world/clock";
import { hours, type Scenario, type Stage } from "./scenario";

/** Buttons of the console that change what runs, an hour into a game. */
export const meddling: Readonly<Record<string, (stage: Stage) => void>> = {
  "sets desired capacity to 0": ({ world, group }) => world.console.setDesired(group, 0),
  "terminates it in EC2": ({ world, host }) => world.console.terminate(host),
  "terminates it in its group": ({ world, host }) => world.console.terminateInGroup(host, false),
  "terminates it in its group, with decrement": ({ world, host }) => world.console.terminateInGroup(host, true),
  "stops it": ({ world, host }) => world.console.stop(host),
  "detaches it with decrement": ({ world, host }) => world.console.detach(host, true),
  "detaches it without decrement": ({ world, host }) => world.console.detach(host, false),
  "starts a second host": ({ world, group }) => world.console.launch(group),
  "calls it unhealthy": ({ world, host }) => world.console.setUnhealthy(host),
  "reboots it": ({ world, host }) => world.console.reboot(host),
  "stops its task": ({ world, seen }) => world.console.stopTask(seen.tasks.find(({ alive }) => alive)?.arn ?? ""),
};

/** What people do in the console and on the command line. */
export const people: readonly Scenario[] = [
  {
    name: "console-meddling",
    about: "Each evening somebody tries another button in the console while people play.",
    days: Object.keys(meddling).length + 1,
    play: (stage) => {
      stage.game({ saveSeconds: 100 });
      Object.entries(meddling).forEach(([what, act], day) => {
        const from = hours(24 * day);
        stage.plays("Anna", from + 5, from + hours(5));
        stage.at(from + hours(1), () => act(stage), `somebody ${what}`);
        stage.at(from + hours(3), () => stage.terminateOutsiders());
      });
    },
  },
  {
    name: "two-by-hand",
    about: "While it sleeps, somebody launches a host from its template, and a minute later another one.",
    play: (stage) => {
      for (const minute of [7, 8]) {
        stage.at(minute, () => stage.world.console.launch(stage.group));
      }
      stage.plays("Anna", hours(1), hours(3));
      stage.at(hours(2), () => stage.terminateOutsiders());
    },
  },
  {
    name: "by-hand",
    about:
      "Started in the console, put to sleep by a command, woken by another during a pause, and ended in the console.",
    days: 2,
    play: (stage) => {
      stage.at(10, () => stage.world.console.setDesired(stage.group, 1));
      stage.plays("Anna", 20, hours(2));
      stage.command(hours(1), "sleep");
      stage.command(hours(1) + 1, "look");
      stage.game({
        crash: ({ at }) =>
          at > stage.begin + hours(6) * MINUTE && at < stage.begin + hours(6.5) * MINUTE
            ? { afterSeconds: 20, exitCode: 2 }
            : undefined,
      });
      stage.plays("Ben", hours(6), hours(8));
      stage.command(hours(6.6), "wake");
      stage.plays("Anna", hours(12), hours(12) + 30);
      stage.asks("list", hours(12) + 31);
      stage.at(hours(12) + 34, () => stage.world.console.setDesired(stage.group, 0));
    },
  },
  {
    name: "cleaned-up",
    about:
      "Somebody starts a host outside the group and terminates it; a friend plays. Later it is started as it should be.",
    play: (stage) => {
      stage.at(hours(7), () => stage.world.console.launch(stage.group));
      stage.at(hours(8), () => stage.terminateOutsiders());
      stage.plays("Anna", hours(10), hours(11));
      stage.at(hours(14), () => stage.world.console.setDesired(stage.group, 1));
      stage.plays("Ben", hours(14) + 5, hours(16));
    },
  },
];
