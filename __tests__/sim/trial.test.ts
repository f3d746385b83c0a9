import { objectsOf, readRecorded } from "../../sim/applied/state";
import { prove } from "../../sim/prove/prove";
import { alwaysOn, withHealthCheck, withoutFiles } from "../../sim/scenarios/with-always";
import { meddling } from "../../sim/scenarios/people";
import { hours, type Stage } from "../../sim/scenarios/scenario";
import { sentenceOf } from "../../sim/world/sentences";
jest.setTimeout(100000);
const applied = alwaysOn(withHealthCheck(objectsOf(readRecorded())));
const acts: Record<string, (stage: Stage) => void> = {
  ...meddling,
  hardware: ({ world, host }) => world.console.failHardware(host),
  retire: ({ world, host }) => world.console.retire(host),
  agent: ({ world, host }) => world.console.setAgent(host, false),
  sleep: ({ world, keeper }) => world.console.invoke(keeper, { command: "sleep" }),
};
describe.each([
  ["files", applied],
  ["none", withoutFiles(applied)],
] as const)("%s", (_, objects) => {
  test.each(Object.entries(acts))("%s", async (name, act) => {
    const play = (stage: Stage) => {
      stage.plays("Anna", 60, hours(4));
      stage.at(hours(2), () => act(stage));
      stage.at(hours(8), () => stage.terminateOutsiders());
    };
    let world;
    try {
      world = await prove(objects, { play, days: 1 });
    } catch (e) {
      console.log((e as Error).message);
      throw e;
    }
    if (process.env.SHOW === name)
      console.log(
        world.timeline
          .filter((e) => e.at < world.now - 14 * 3600e3)
          .map((e) => [new Date(e.at).toISOString().slice(11, 19), ...Object.values(sentenceOf(e))].join(" "))
          .join("\n"),
      );
    console.log(
      name,
      world.mails.map(({ at, subject }) => new Date(at).toISOString().slice(11, 16) + " " + subject).join("\n"),
      world.meter.hostHours.toFixed(2),
    );
  });
});
