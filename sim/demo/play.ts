import { type Applied, objectsOf } from "../applied/state";
import { type Decided, overheard } from "../prove/overheard";
import { toldKeeper } from "../prove/subject";
import { type Scenario, Stage } from "../scenarios/scenario";
import { DAY, HOUR } from "../world/clock";
import { namesOf, Objects } from "../world/terraform/objects";
import { World } from "../world/world";
import { Story } from "./story";
import { tell } from "./telling";

/** A Monday, so that the same seed tells the same story. */
const FIRST_DAY = Date.parse("2026-11-16T00:00Z");

/**
 * Plays a scenario on one of the containers that were applied, in a world without the others: it costs what it would cost
 * alone.
 *
 * @returns undefined if the container is retired, so that nothing runs
 */
export async function play(applied: Applied, container: string, scenario: Scenario, seed: number) {
  const list = objectsOf(applied, ["base", container]);
  const objects = new Objects(list);
  if (!namesOf(objects).has(container)) return undefined;
  const { timeZone } = toldKeeper({ objects }, container);
  const { beginsAtHour = 18, days = 1, uncertain } = scenario;
  const start = timeZone.instantOf(new Date(FIRST_DAY + beginsAtHour * HOUR));
  const decided: Decided[] = [];
  const world = World.from(list, { seed, start, code: { keeper: overheard(decided) }, uncertain });
  const stage = new Stage(world, start, timeZone);
  // It may begin with an apply, which brings other settings.
  scenario.play(stage);
  const { loadSeconds = 0 } = world.games[container] ?? {};
  const story = new Story(world, toldKeeper(world, container), stage.wakingQuery, decided);
  await world.run(start + days * DAY);
  return tell(story, scenario, stage, loadSeconds);
}
