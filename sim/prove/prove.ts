import type { AppliedObject } from "../world/terraform/objects";
import type { Code } from "../world/lambda/instances";
import { DAY, type Instant } from "../world/clock";
import type { Uncertain } from "../world/uncertain";
import { World } from "../world/world";
import { type Scenario, Stage } from "../scenarios/scenario";
import { watchOver } from "./invariants/all";
import { type Subject, toldKeeper } from "./subject";

/** A Friday evening. */
export const START = Date.parse("2026-11-20T18:00:00Z");

export interface Circumstances {
  readonly seed?: number;
  /** When it begins; on a Friday evening if nothing else is said. */
  readonly start?: Instant;
  /** Instead of the project's own code, by the role at the end of a function's name. */
  readonly code?: Readonly<Record<string, Code>>;
  /** Other answers to what AWS does not say. */
  readonly uncertain?: Partial<Uncertain>;
  /** Is given each container as the invariants see it. */
  readonly watch?: (subject: Subject) => void;
}

/**
 * Plays a story on what was applied, with all invariants watched.
 *
 * @returns the world at its end
 * @throws BrokenInvariant
 */
export async function prove(
  objects: readonly AppliedObject[],
  { play, days = 1, uncertain: own }: Pick<Scenario, "play" | "days" | "uncertain">,
  { seed = 1, start = START, code = {}, uncertain, watch }: Circumstances = {},
): Promise<World> {
  const world = World.from(objects, { seed, start, code, uncertain: { ...own, ...uncertain } });
  watchOver(world).forEach((subject) => watch?.(subject));
  const [container = ""] = world.containers;
  play(new Stage(world, start, toldKeeper(world, container).timeZone));
  await world.run(start + days * DAY);
  return world;
}
