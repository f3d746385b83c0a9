import { applyNewImage } from "./applies";
import { days, hours, type Scenario, type Stage } from "./scenario";
import { alwaysOn, isAlwaysOn } from "./with-always";
import { withSchedules } from "./with-schedules";

/** Days of the week, and hours with people. */
const WEEKDAYS = [0, 1, 2, 3, 4];
const [TUESDAY, THURSDAY] = [1, 3];
/** Pages and answers, less than what a game sends; whoever needs them waits for half a day. */
const VISITOR = { sentBytesPerMinute: 200e3, patienceMinutes: hours(12) };
const BROKEN = "1.5.0";

/** What is always on. */
export const company: readonly Scenario[] = [
  {
    name: "company-week",
    about:
      "A week of a company: on Tuesday the hardware under its host fails, two minutes before a job is due; on Thursday an apply brings a version that exits, and two hours later another apply brings one that works.",
    days: 7,
    beginsAtHour: 0,
    play: (stage) => {
      const { world } = stage;
      if (!isAlwaysOn(world.objects.list)) world.apply(alwaysOn(withSchedules(world.objects.list)));
      stage.game({ loadSeconds: 30, saveSeconds: 2 });
      const at = (day: number, hour: number): number => days(day) + hours((hour - stage.beginHour + 24) % 24);
      // A program of a partner's stays connected, day and night.
      stage.plays("partner", 10, days(7), 100, VISITOR);
      for (const day of WEEKDAYS) {
        stage.plays("Anna", at(day, 8), at(day, 16.5), 100, VISITOR);
        stage.plays("Ben", at(day, 9.25), at(day, 18), 100, VISITOR);
      }
      stage.at(at(TUESDAY, 5) + 58, () => world.console.failHardware(stage.host));
      stage.at(
        at(THURSDAY, 10),
        () => deploy(stage, BROKEN),
        `somebody applies version ${BROKEN}, which exits before it is ready`,
      );
      stage.at(at(THURSDAY, 12), () => deploy(stage, "1.5.1"), "somebody applies version 1.5.1, which works");
    },
  },
];

function deploy(stage: Stage, version: string): void {
  stage.game({ crash: () => (version === BROKEN ? { afterSeconds: 25, exitCode: 1 } : undefined) });
  applyNewImage(stage.world, version);
}
