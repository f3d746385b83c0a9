import { objectsOf, readRecorded } from "../applied/state";
import { SCENARIOS } from "../scenarios";
import { Stage } from "../scenarios/scenario";
import { DAY } from "../world/clock";
import type { World } from "../world/world";
import { prove } from "./prove";

/** Plays weeks of evenings one after the other on the recorded state, all invariants watched. */
export async function proveWeeks(weeks: number): Promise<World> {
  const evenings = SCENARIOS[0];
  const play = ({ world }: Stage): void => {
    for (let week = 0; week < weeks; week++) {
      world.at(world.now + week * 7 * DAY, () => evenings?.play(new Stage(world)));
    }
  };
  return prove(objectsOf(readRecorded()), { play, days: 7 * weeks });
}
