import { happened } from "../sim/world/a-world";
import { objectsOf, readRecorded } from "../../sim/applied/state";
import { BrokenInvariant, watchOver } from "../../sim/prove/invariants/all";
import { Stage } from "../../sim/scenarios/scenario";
import { MINUTE } from "../../sim/world/clock";
import type { Code } from "../../sim/world/lambda/instances";
import { World } from "../../sim/world/world";
import { seeing } from "../sim/mistakes/mistake";

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
    stage.at(0, () => {
      stage.world.console.invoke(stage.keeper, { command: "wake" });
    });
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

/** When somebody joins, in minutes after the beginning. */
const MINUTES = Array.from({ length: 46 }, (_, index) => 15 + index / 3);
/** Of 46 joins so many may fall into the seconds before keeper hears of the query; who is thrown out then is back so soon. */
const MOST_THROWN_OUT = 2;
const BACK_WITHIN = 5 * MINUTE;

/** For how long somebody who joins then is thrown out; undefined if not at all. With all invariants watched. */
async function join(begin: (stage: Stage) => void, minute: number, keeper?: Code): Promise<number | undefined> {
  const world = World.from(applied, { start: START - 120 * MINUTE, seed: 7, code: keeper && { keeper } });
  watchOver(world);
  const stage = new Stage(world, START);
  begin(stage);
  stage.plays("Anna", minute, minute + 100);
  await world.run(START + (minute + 95) * MINUTE);
  const out = happened(world, "thrown out", { by: "Anna" })[0]?.at;
  const back = happened(world, "plays", { by: "Anna" }).find(({ at }) => at > (out ?? 0))?.at;
  return out === undefined && back !== undefined ? undefined : (back ?? Infinity) - (out ?? START + minute * MINUTE);
}

jest.setTimeout(60_000);

test.each(Object.entries(BEGINNINGS))(
  "whoever joins a session started by %s stays, or is soon back",
  async (_, begin) => {
    const thrownOut: number[] = [];
    for (const minute of MINUTES) thrownOut.push((await join(begin, minute)) ?? 0);
    expect(thrownOut.filter((for_) => for_ > 0).length).toBeLessThanOrEqual(MOST_THROWN_OUT);
    expect(Math.max(...thrownOut)).toBeLessThanOrEqual(BACK_WITHIN);
  },
);

test("a keeper that does not wait for a player who is joining cuts them off", async () => {
  const heedless = seeing((facts) => {
    const isUp = facts.memory.session?.ranAt !== undefined;
    return isUp ? { ...facts, memory: { ...facts.memory, lastQuery: undefined }, queries: [] } : facts;
  });
  // Points come late, so packets show too late that somebody plays.
  const begin = (stage: Stage): void => {
    stage.world.faults.metricDelaySeconds = () => 100;
    stage.plays("Ben", -30, 5);
  };
  const broken = async (minute: number): Promise<string | undefined> => {
    try {
      await join(begin, minute, heedless);
    } catch (error) {
      if (error instanceof BrokenInvariant) return error.invariant.name;
      throw error;
    }
    return undefined;
  };
  const names = new Set<string | undefined>();
  for (const minute of MINUTES) names.add(await broken(minute));
  expect(names).toEqual(new Set([undefined, "nobody is cut off"]));
});
