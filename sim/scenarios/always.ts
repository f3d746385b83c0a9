import { applyNewImage } from "./applies";
import { hours, type Scenario, type Stage } from "./scenario";
import { alwaysOn, changeMode, withHealthCheck, withoutFiles } from "./with-always";

export const BROKEN_DISK = "CannotCreateContainerError: Error response from daemon: mkdir: input/output error";

function begin({ world }: Stage, change = withHealthCheck): void {
  world.apply(alwaysOn(change(world.objects.list)));
}
const once = (seconds: number): (() => number | undefined) => {
  let starts = 0;
  return () => (starts++ === 0 ? seconds : undefined);
};

/** A container that is always on, and what ends or mends it. */
export const always: readonly Scenario[] = [
  {
    name: "host-lost-at-night",
    about:
      "At three in the morning the hardware under an always-on host fails; the next night AWS retires its successor.",
    days: 2,
    play: (stage) => {
      begin(stage);
      stage.at(hours(9), () => stage.world.console.failHardware(stage.host));
      stage.at(hours(33), () => stage.world.console.retire(stage.host));
    },
  },
  {
    name: "nothing-to-wait-for",
    about: "The hardware under a host without volumes fails while somebody is connected: the next one starts at once.",
    play: (stage) => {
      begin(stage, withoutFiles);
      stage.plays("Anna", hours(1), hours(4));
      stage.at(hours(2), () => stage.world.console.failHardware(stage.host));
    },
  },
  {
    name: "broken-on-every-host",
    about:
      "From the third hour on the container crashes 40 s after each start, on every host, until an apply repairs it.",
    play: (stage) => {
      begin(stage);
      const broken = { afterSeconds: 40, exitCode: 1 };
      stage.at(hours(3), () => {
        stage.game({ crash: () => broken });
        stage.seen.tasks.find(({ alive }) => alive)?.main.end("crashed", 1);
      });
      stage.at(hours(9), () => {
        stage.game({ crash: () => undefined });
        applyNewImage(stage.world);
      });
    },
  },
  {
    name: "broken-disk",
    about: "A task ends, and the host's disk lets no other one start: a new host does.",
    play: (stage) => {
      begin(stage);
      stage.at(hours(2), () => {
        const { host } = stage;
        stage.world.faults.start = (wanted) => (wanted.host === host ? BROKEN_DISK : undefined);
        stage.seen.tasks.find(({ alive }) => alive)?.main.end("crashed", 1);
      });
    },
  },
  {
    name: "hangs",
    about: "The container answers nobody any more: its health check fails, and ECS starts it again on the same host.",
    play: (stage) => {
      stage.game({ hang: once(hours(2) * 60) });
      begin(stage);
      stage.plays("Anna", hours(1), hours(4));
    },
  },
  {
    name: "stopped-for-a-restore",
    about: "Somebody stops it by hand, restores a backup, terminates what is left, and starts it again hours later.",
    play: (stage) => {
      begin(stage);
      stage.command(hours(3), "sleep");
      stage.asks("a monitor", hours(4), hours(5));
      stage.command(hours(8), "wake");
      stage.plays("Anna", hours(8), hours(10));
    },
  },
  {
    name: "silent-agent",
    about: "The host's agent falls silent while somebody is connected for two hours, and again at night.",
    play: (stage) => {
      begin(stage);
      stage.plays("Anna", hours(1), hours(5));
      stage.at(hours(2), () => stage.world.console.setAgent(stage.host, false));
      stage.at(hours(9), () => stage.world.console.setAgent(stage.host, false));
    },
  },
  {
    name: "deployed-now",
    about: "An apply brings a new image to an always-on container: it starts again at once, and no other time.",
    play: (stage) => {
      begin(stage);
      stage.plays("Anna", hours(1), hours(5));
      stage.at(hours(2), () => applyNewImage(stage.world));
      stage.at(hours(4), () => stage.world.apply(stage.world.objects.list));
    },
  },
  {
    name: "to-and-fro",
    about:
      "While people play it becomes always on; a day later it is to sleep again, which nobody who is connected notices.",
    days: 2,
    play: (stage) => {
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(2), () => changeMode(stage.world), "somebody writes mode: always and applies");
      stage.plays("Ben", hours(23), hours(27));
      stage.at(hours(26), () => changeMode(stage.world), "somebody writes mode: on_demand and applies");
      stage.plays("Anna", hours(40), hours(41));
    },
  },
];
