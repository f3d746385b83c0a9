import * as fc from "fast-check";
import { MINUTE, SECOND } from "../world/clock";
import type { Player } from "../world/people/player";
import type { World } from "../world/world";
import { fail, type Happening, sort, unlessGone, upTo } from "./happening";

const EDGE = "IAD89-C1";
const floods = sort({ lasts: upTo(3) }, ({ at, lasts }) => ({
  what: `for ${lasts} minutes 20 queries arrive every second`,
  play: (stage) => {
    const { world, wakingQuery } = stage;
    const resolver = world.resolver("flood", { edge: EDGE, remembers: false });
    for (let second = 0; second < lasts * 60; second += 3) {
      world.at(stage.begin + at * MINUTE + second * SECOND, () => {
        for (let query = 0; query < 60; query++) resolver.ask(...wakingQuery);
      });
    }
  },
}));

export const knocks = sort({ times: upTo(4), pause: fc.integer({ min: 30, max: 180 }) }, ({ at, times, pause }) => ({
  what: `${times} times, every ${pause} minutes, a stranger wakes it and is loud for a minute`,
  play: (stage) => {
    const stranger = stage.player("stranger");
    for (let time = 0; time < times; time++)
      stage.at(at + time * pause, () => {
        stranger.join();
        leaveSoon(stage.world, stranger);
      });
  },
}));

/** A minute after it was let in. */
function leaveSoon(world: World, stranger: Player): void {
  const { state } = stranger;
  world.at(world.now + MINUTE, () => {
    if (state === "playing") stranger.leave();
    else if (stranger.state !== "away") leaveSoon(world, stranger);
  });
}

const commands = sort({ times: upTo(30) }, ({ at, times }) => ({
  what: `somebody wakes it every minute, ${times} times`,
  play: (stage) => {
    for (let time = 0; time < times; time++)
      stage.at(
        at + time,
        unlessGone(() => stage.world.console.invoke(stage.keeper, { command: "wake" })),
      );
  },
}));

const backups = sort({ how: fc.constantFrom("FAILED", "ABORTED", "EXPIRED") }, ({ how }) => ({
  what: `the day's backups end as ${how}`,
  play: (stage) => fail(stage, "backup", { at: 0, lasts: 24 * 60, nth: 1 }, () => how),
}));

/** What comes in masses, and backups that fail. */
export const floodsAndBackups: readonly fc.Arbitrary<Happening>[] = [floods, commands, backups];
