import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { MINUTE } from "../../../sim/world/clock";
import type { Handler } from "../../../sim/world/lambda/instances";
import type { Entry, EntryOf } from "../../../sim/world/timeline";
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

/** What happened that has these fields. */
export const happened = <Kind extends Entry["kind"]>(
  { timeline }: World,
  kind: Kind,
  fields: Partial<EntryOf<Kind>> = {},
): readonly EntryOf<Kind>[] =>
  timeline.filter(
    (entry): entry is EntryOf<Kind> =>
      entry.kind === kind &&
      Object.entries(fields).every(([name, value]) =>
        Object.entries(entry).some(([own, its]) => own === name && its === value),
      ),
  );
