import { objectsOf, readRecorded } from "../../sim/applied/state";
import { watchOver } from "../../sim/prove/invariants/all";
import { days, Stage } from "../../sim/scenarios/scenario";
import { DAY } from "../../sim/world/clock";
import type { Game } from "../../sim/world/host/game";
import { World } from "../../sim/world/world";

/*
 * What asks again and again, and never plays: how many hours hosts run for nobody in its first week, and in its second.
 */

const applied = objectsOf(readRecorded());
const START = Date.parse("2026-11-20T18:00:00Z");

const every = (minutes: number, burst = 1): number[] =>
  Array.from({ length: Math.floor(days(14) / minutes) }, (_, index) => index * minutes).flatMap((minute) =>
    Array.from({ length: burst }, (_, index) => minute + index),
  );

interface Asks {
  readonly at: readonly number[];
  /** Hours in the first week and in the second. */
  readonly most: readonly [number, number];
  readonly game?: Partial<Game>;
}
const CHATTER: Partial<Game> = { chatter: { packets: 30_000, receivedBytes: 40e6, sentBytes: 1e6 } };

/** A month of one each minute is in docs/costs.md. */
const ASKS: Readonly<Record<string, Asks>> = {
  "three minutes in a row every hour": { at: every(60, 3), most: [8, 6.5] },
  "every five minutes, of a container that downloads all the time,": { at: every(5), most: [10, 8.5], game: CHATTER },
  "once a day": { at: every(days(1)), most: [3.5, 3.5] },
};

jest.setTimeout(120_000);

test.each(Object.entries(ASKS))("a monitor that asks %s costs few hours a week", async (_, { at, most, game = {} }) => {
  const world = World.from(applied, { start: START, seed: 1 });
  watchOver(world);
  const stage = new Stage(world);
  stage.game(game);
  stage.asks("monitor", ...at);
  await world.run(START + 7 * DAY);
  const first = world.meter.hostHours;
  await world.run(START + 14 * DAY);
  const second = world.meter.hostHours - first;
  expect(first).toBeLessThanOrEqual(most[0]);
  expect(second).toBeLessThanOrEqual(most[1]);
});
