import { MINUTE } from "../world/clock";
import { Random } from "../world/random";
import { hours, type Scenario, type Stage } from "./scenario";
import { schedulesAlone, withSchedules } from "./with-schedules";

/** Of the scraper's runs one in four fails, one hangs, and one takes most of its time. */
export function flakyRuns(stage: Stage, seed: number): void {
  const chance = new Random(seed);
  const ends = [
    { afterSeconds: 120, exitCode: 0 },
    { afterSeconds: 60, exitCode: 3 },
    { afterSeconds: 1500, exitCode: 0 },
    undefined,
  ];
  stage.game({ crash: () => ends[chance.between(0, 3)] }, "scraper");
}

const begin = (stage: Stage): void => stage.world.apply(withSchedules(stage.world.objects.list));

/** Services that run at times. */
export const schedules: readonly Scenario[] = [
  {
    name: "runs",
    about:
      "A scraper wakes the container every six hours, also while people play; a notifier runs only while it is up anyway.",
    days: 2,
    play: (stage) => {
      begin(stage);
      stage.plays("Anna", hours(1), hours(8));
      stage.plays("Ben", hours(24) + 7, hours(25));
      // Events come twice, then a quarter of an hour late, and at last after the hour in which they are tried.
      const { begin: first } = stage;
      stage.world.faults.schedule = ({ at, schedule }) => {
        if (at < first + hours(24) * MINUTE) return "twice";
        return { lateMs: (at < first + hours(40) * MINUTE || schedule !== "scraper" ? 15 : 150) * MINUTE };
      };
    },
  },
  {
    name: "bad-runs",
    about:
      "A scraper's first run fails while Anna plays, the second one hangs, the image of the third is gone, the fourth is well.",
    play: (stage) => {
      begin(stage);
      stage.plays("Anna", 3, 60);
      const isRun = (index: number, at: number): boolean =>
        Math.floor((at - stage.begin) / MINUTE / hours(6)) === index;
      stage.game(
        {
          crash: ({ at }) => {
            if (isRun(0, at)) return { afterSeconds: 60, exitCode: 3 };
            return isRun(1, at) ? undefined : { afterSeconds: 60, exitCode: 0 };
          },
        },
        "scraper",
      );
      stage.world.faults.pull = ({ at, image }) =>
        image.startsWith("scraper") && isRun(2, at) ? "manifest unknown" : undefined;
    },
  },
  {
    name: "runs-alone",
    about: "A file with scheduled services alone: the host starts, runs them, and goes.",
    play: (stage) => stage.world.apply(schedulesAlone(stage.world.objects.list)),
  },
];
