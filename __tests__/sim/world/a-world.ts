import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { MINUTE } from "../../../sim/world/clock";
import type { Handler } from "../../../sim/world/lambda/instances";
import { World, type WorldOptions } from "../../../sim/world/world";

export const START = Date.parse("2026-11-20T18:00:00Z");

export const aWorld = (
  objects: readonly AppliedObject[],
  code: WorldOptions["code"] = {},
  uncertain: WorldOptions["uncertain"] = {},
): World => World.from(objects, { seed: 1, start: START, code, uncertain });

/** Code that counts or records what it is called with. */
export const codeOf = (name: string, handler: (event: never) => Promise<unknown>): WorldOptions["code"] => ({
  [name]: (): Handler => handler,
});

/** Lets so many minutes pass. */
export const pass = (world: World, minutes: number): Promise<void> => world.run(world.now + minutes * MINUTE);

export const told = (world: World): readonly string[] => world.timeline.map(({ who, what }) => `${who}: ${what}`);
