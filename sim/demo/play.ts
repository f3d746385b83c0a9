import { keeperSettings } from "../../handlers/keeper/read-settings";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import { wakeSettings } from "../../handlers/wake/read-settings";
import { type Scenario, Stage } from "../scenarios/scenario";
import { DAY, HOUR, type Instant } from "../world/clock";
import { toldTo } from "../world/lambda/instances";
import { Objects } from "../world/terraform/objects";
import { namesOf } from "../world/terraform/names";
import { World } from "../world/world";
import { type Applied, objectsOf } from "./state";
import { overheard, Story } from "./story";
import { tell, type Telling } from "./telling";

/** A Monday, so that the same seed tells the same story. */
const startOf = ({ beginsAtHour = 18 }: Scenario, timeZone: TimeZone): Instant =>
  timeZone.instantOf(new Date(Date.parse("2026-11-16T00:00Z") + beginsAtHour * HOUR));

/**
 * Plays a scenario on one of the containers that were applied, in a world without the others: it costs what it would cost
 * alone.
 *
 * @returns undefined if the container is retired, so that nothing runs
 */
export async function play(
  applied: Applied,
  container: string,
  scenario: Scenario,
  seed: number,
): Promise<Telling | undefined> {
  const objects = objectsOf(applied, ["base", container]);
  const list = new Objects(objects);
  const told = (namesOf(list).get(container)?.functions ?? []).flatMap((name) => {
    const object = list.find("aws_lambda_function", { function_name: name });
    return object === undefined ? [] : [{ role: name.split("-").at(-1), told: toldTo(list, object) }];
  });
  const [keeper, wake] = ["keeper", "wake"].map((role) => told.find((one) => one.role === role)?.told);
  if (keeper === undefined || wake === undefined) return undefined;

  const settings = keeperSettings(keeper);
  const start = startOf(scenario, settings.timeZone);
  const decided: ConstructorParameters<typeof Story>[3] = [];
  const code = { keeper: overheard(decided) };
  const world = World.from(objects, { seed, start, code, uncertain: scenario.uncertain });
  const story = new Story(world, settings, wakeSettings(wake), decided);
  const stage = new Stage(world, start, settings.timeZone);
  scenario.play(stage);
  const { loadSeconds = 0, saveSeconds = 0 } = world.games[container] ?? {};
  await world.run(start + scenario.days * DAY);
  const assumed = { loadSeconds, saveSeconds, packetsPerMinute: stage.usualPackets };
  return tell(world, story, { title: scenario.name, about: scenario.about, from: start, assumed });
}
