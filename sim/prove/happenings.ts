import * as fc from "fast-check";
import { applyNewImage } from "../scenarios/applies";
import { BROKEN_DISK } from "../scenarios/always";
import { meddling } from "../scenarios/people";
import type { Stage } from "../scenarios/scenario";
import { changeMode } from "../scenarios/with-always";
import { MINUTE } from "../world/clock";
import { awsFaults } from "./aws-faults";
import { floodsAndBackups, knocks } from "./floods";
import { fail, type Happening, sort, unlessGone, upTo } from "./happening";
import { readFaults } from "./read-faults";

// A stranger can send as much as somebody who plays.
const who = fc.constantFrom("Anna", "Ben", "Chris", "a stranger");
/** A minute; few are somebody who looks at the map, or stands in a menu. */
const packets = fc.constantFrom(900, 900, 126, 60, 12);

const playing = sort({ who, lasts: upTo(240), packets }, ({ at, ...varied }) => ({
  what: `${varied.who} plays for ${varied.lasts} minutes, ${varied.packets} packets a minute`,
  play: (stage) => void stage.plays(varied.who, at, at + varied.lasts, varied.packets),
}));

const returning = sort({ who, after: upTo(60), lasts: upTo(240), packets }, ({ at, after, ...varied }) => ({
  what: `${varied.who} tries for 2 minutes, and ${after} minutes later plays for ${varied.lasts}, ${varied.packets} packets a minute`,
  play: (stage) => {
    stage.plays(varied.who, at, at + 2, varied.packets);
    stage.plays(varied.who, at + 2 + after, at + 2 + after + varied.lasts, varied.packets);
  },
}));

/** A monitor, a list of servers, a link preview: evenly, or some minutes in a row as who tries again. */
const asking = sort(
  { times: upTo(60), every: fc.oneof(fc.constantFrom(1, 5, 60), upTo(40)), inARow: fc.constantFrom(1, 1, 3) },
  ({ at, times, every, inARow }) => ({
    what: `a monitor asks ${times} times, every ${every} minutes${inARow > 1 ? `, ${inARow} minutes in a row` : ""}`,
    play: (stage) => {
      const minutes = Array.from({ length: times * inARow }, (_, index) => [
        Math.floor(index / inARow),
        index % inARow,
      ]);
      stage.asks("monitor", ...minutes.map(([time = 0, minute = 0]) => at + time * every + minute));
    },
  }),
);

const scans = sort({ lasts: upTo(600) }, ({ at, lasts }) => ({
  what: `for ${lasts} minutes a scanner sends datagrams`,
  play: (stage) => void stage.plays("scanner", at, at + lasts, 900, { way: "datagrams" }),
}));

const fetches = fc.constantFrom(0, 0, 0, 900, 2400);
const games = sort(
  { save: fc.nat(119), load: upTo(300), pull: upTo(600), fetches },
  ({ at, save, load, pull, fetches }) => ({
    what: `it needs ${save} s to save, ${load} s to load, ${pull} s for its image${fetches > 0 ? `, ${fetches} s for its first download` : ""}`,
    play: (stage) =>
      stage.at(at, () =>
        stage.game({ saveSeconds: save, loadSeconds: load, pullSeconds: pull, downloadSeconds: fetches }),
      ),
  }),
);

const crashes = sort(
  { after: upTo(1800), lasts: upTo(240), exitCode: fc.nat(1) },
  ({ at, after, lasts, exitCode }) => ({
    what: `for ${lasts} minutes it ends after ${after} s, with exit code ${exitCode}`,
    play: (stage) => {
      stage.at(at, () => stage.game({ crash: () => ({ afterSeconds: after, exitCode }) }));
      stage.at(at + lasts, () => stage.game({ crash: () => undefined }));
    },
  }),
);

/** A new host helps. */
const brokenHosts = sort({ lasts: upTo(600) }, ({ at, lasts }) => ({
  what: `for ${lasts} minutes a host can start no container: the next that is to start one`,
  play: (stage) => {
    let broken: string | undefined;
    const start = ({ host }: { host: string }) => (host === (broken ??= host) ? BROKEN_DISK : undefined);
    fail(stage, "start", { at, lasts, nth: 1 }, start);
  },
}));

const ACTIONS: Readonly<Record<string, (stage: Stage) => void>> = {
  ...meddling,
  "sets desired capacity to 1": ({ world, group }) => world.console.setDesired(group, 1),
  "cleans up": (stage) => stage.terminateOutsiders(),
  "wakes it": ({ world, keeper }) => world.console.invoke(keeper, { command: "wake" }),
  "puts it to sleep": ({ world, keeper }) => world.console.invoke(keeper, { command: "sleep" }),
  "holds it for two hours": ({ world, hold }) =>
    world.console.writeParameter(hold, new Date(world.now + 120 * MINUTE).toISOString()),
  "ends the hold": ({ world, hold }) => world.console.writeParameter(hold, "none"),
  "applies a new image": ({ world }) => applyNewImage(world),
  "changes the mode and applies": ({ world }) => changeMode(world),
};
const MEMORY = "keeper's memory is lost";
const LOSSES: typeof ACTIONS = {
  "the host's hardware fails": ({ world, host }) => world.console.failHardware(host),
  "AWS retires the host": ({ world, host }) => world.console.retire(host),
  "the container answers nobody any more": ({ seen }) => seen.tasks.find(({ alive }) => alive)?.main.stopAnswering(),
  "the host's agent falls silent": ({ world, host }) => world.console.setAgent(host, false),
  "the host's agent is back": ({ world, host }) => world.console.setAgent(host, true),
  [MEMORY]: ({ world, table }) => world.tables.setItem(table, undefined),
};
const actions = (all: typeof ACTIONS, who: string): fc.Arbitrary<Happening> =>
  sort({ what: fc.constantFrom(...Object.keys(all)) }, ({ at, what }) => ({
    what: `${who}${what}`,
    play: (stage) =>
      stage.at(
        at,
        unlessGone(() => all[what]?.(stage)),
        `${who}${what}`,
        what === MEMORY ? "memory" : undefined,
      ),
  }));

/** People who play, what only asks, and a game that takes its time: nothing goes wrong. Players are frequent. */
export const anyVisit: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: playing, weight: 5 },
  { arbitrary: returning, weight: 2 },
  ...[asking, knocks, games, scans],
);

/** Anything that may happen, with players, so that there is something to break. */
export const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: anyVisit, weight: 10 },
  ...[
    crashes,
    brokenHosts,
    ...awsFaults,
    ...readFaults,
    ...floodsAndBackups,
    actions(ACTIONS, "somebody "),
    actions(LOSSES, ""),
  ],
);
