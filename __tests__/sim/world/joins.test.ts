import { objectsOf, readRecorded } from "../../../sim/demo/state";
import { Stage } from "../../../sim/scenarios/scenario";
import { MINUTE, type Instant } from "../../../sim/world/clock";
import type { Player } from "../../../sim/world/player";
import { World } from "../../../sim/world/world";

/*
 * A session that nobody has played in yet, and one that was played in, each joined at any second around the time it would
 * fall asleep: who comes then plays, or is back within minutes.
 */

const applied = objectsOf(readRecorded());
const START = Date.parse("2026-11-20T19:00:00Z");

/** How a session begins, at minute 0; and from which minute on it is about to sleep. */
const BEGINNINGS: Readonly<Record<string, (stage: Stage) => void>> = {
  "a link preview": (stage) => {
    stage.asks("preview", 0);
  },
  "a wake by hand": (stage) => {
    stage.at(0, () => stage.world.console.invoke(stage.keeper, { command: "wake" }));
  },
  "a wake after a rest": (stage) => {
    // Crashes at once, rests; the link preview comes at minute 0.
    stage.game({ crash: ({ at }) => (at < START ? { afterSeconds: 5, exitCode: 1 } : undefined) });
    stage.asks("first", -100);
    stage.asks("preview", 0);
  },
  "a played session": (stage) => {
    stage.plays("Ben", -30, 5);
  },
};

export interface Joined {
  /** Minutes after the beginning. */
  readonly minute: number;
  /** Seconds until the first time the player plays; undefined if never. */
  readonly waited?: number;
  /** Seconds after being thrown out until playing again; Infinity if never. */
  readonly thrownOutFor: readonly number[];
}

async function join(begin: (stage: Stage) => void, minute: number, seed: number): Promise<Joined> {
  const world = World.from(applied, { start: START - 120 * MINUTE, seed });
  const stage = new Stage(world);
  Object.assign(stage, { begin: START });
  begin(stage);
  const anna = stage.plays("Anna", minute, minute + 100);
  await world.run(START + (minute + 95) * MINUTE);
  return outcome(world, anna, minute);
}

function outcome({ timeline }: World, { name }: Player, minute: number): Joined {
  const deeds = timeline.filter(({ who }) => who === name);
  const plays = deeds.filter(({ what }) => what === "plays").map(({ at }) => at);
  const next = (from: Instant): number => ((plays.find((at) => at >= from) ?? Infinity) - from) / 1000;
  const outs = deeds.filter(({ what }) => what === "is thrown out").map(({ at }) => next(at));
  return { minute, waited: next(START + minute * MINUTE), thrownOutFor: outs };
}

const MINUTES = Array.from({ length: 46 }, (_, index) => 15 + index / 3);

describe("whoever joins", () => {
  jest.setTimeout(300_000);
  test.each(Object.entries(BEGINNINGS))("in a session begun by %s stays", async (name, begin) => {
    const all: Joined[] = [];
    for (const minute of MINUTES) all.push(await join(begin, minute, 7));
    const bad = all.filter(({ waited = Infinity, thrownOutFor }) => thrownOutFor.length > 0 || waited > 600);
    console.log(
      name,
      bad
        .map(({ minute, waited, thrownOutFor }) => `${minute.toFixed(2)}: waits ${waited}, out ${thrownOutFor.join()}`)
        .join("\n"),
    );
  });
});
