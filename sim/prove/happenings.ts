import * as fc from "fast-check";
import { withNewImage } from "../scenarios/applies";
import { meddling } from "../scenarios/people";
import type { Stage } from "../scenarios/scenario";
import { MINUTE } from "../world/clock";
import { Unknown } from "../world/errors";
import { awsFaults } from "./aws-faults";
import { floodsAndBackups } from "./floods";
import { type Happening, sort, upTo } from "./happening";
import { readFaults } from "./read-faults";

const playing = sort(
  // A stranger can send as much as somebody who plays.
  {
    name: fc.constantFrom("Anna", "Ben", "Chris", "a stranger"),
    lasts: upTo(240),
    packets: fc.constantFrom(900, 900, 126, 60),
  },
  ({ at, name, lasts, packets }) => ({
    what: `${name} plays for ${lasts} minutes, ${packets} packets a minute`,
    play: (stage) => void stage.plays(name, at, at + lasts, packets),
  }),
);

const asking = sort({ times: upTo(20), pause: upTo(40) }, ({ at, times, pause }) => ({
  what: `a bot asks ${times} times, every ${pause} minutes`,
  play: (stage) => {
    stage.asks("bot", ...Array.from({ length: times }, (_, index) => at + index * pause));
  },
}));

const games = sort(
  {
    save: fc.nat(119),
    load: upTo(300),
    pull: upTo(600),
    crash: fc.option(upTo(1800), { nil: undefined }),
    exitCode: fc.nat(1),
  },
  ({ at, save, load, pull, crash, exitCode }) => ({
    what: `it needs ${save} s to save, ${load} s to load, ${pull} s for its image${crash === undefined ? "" : `, and ends after ${crash} s with ${exitCode}`}`,
    play: (stage) => {
      const end = crash === undefined ? undefined : { afterSeconds: crash, exitCode };
      stage.at(at, () => {
        stage.game({ saveSeconds: save, loadSeconds: load, pullSeconds: pull, crash: () => end });
      });
    },
  }),
);

const DEEDS: Readonly<Record<string, (stage: Stage) => void>> = {
  ...meddling,
  "sets desired capacity to 1": ({ world, group }) => {
    world.console.setDesired(group, 1);
  },
  "cleans up": (stage) => {
    stage.terminateOutsiders();
  },
  "wakes it": ({ world, keeper }) => {
    world.console.invoke(keeper, { command: "wake" });
  },
  "puts it to sleep": ({ world, keeper }) => {
    world.console.invoke(keeper, { command: "sleep" });
  },
  "holds it for two hours": ({ world, hold }) => {
    world.console.writeParameter(hold, new Date(world.now + 120 * MINUTE).toISOString());
  },
  "ends the hold": ({ world, hold }) => {
    world.console.writeParameter(hold, "none");
  },
  "applies a new image": ({ world }) => {
    world.apply(withNewImage(world.objects.list));
  },
};
const LOSSES: typeof DEEDS = {
  "the host's hardware fails": ({ world, host }) => {
    world.console.failHardware(host);
  },
  "the host's agent falls silent": ({ world, host }) => {
    world.console.setAgent(host, false);
  },
  "the host's agent is back": ({ world, host }) => {
    world.console.setAgent(host, true);
  },
  "keeper's memory is lost": ({ world, table }) => {
    world.memories.setItem(table, undefined);
  },
};
/** What it is about may not be there (any more). */
const unlessGone = (stage: Stage, deed: (typeof DEEDS)[string] | undefined) => (): void => {
  try {
    deed?.(stage);
  } catch (error) {
    if (error instanceof Unknown) throw error;
  }
};

const deeds = (all: typeof DEEDS, who: string): fc.Arbitrary<Happening> =>
  sort({ what: fc.constantFrom(...Object.keys(all)) }, ({ at, what }) => ({
    what: `${who}${what}`,
    play: (stage) => {
      stage.at(at, unlessGone(stage, all[what]), `${who}${what}`);
    },
  }));

/** Anything that may happen. Players are frequent, so that there is something to break. */
export const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: playing, weight: 5 },
  ...[asking, games, ...awsFaults, ...readFaults, ...floodsAndBackups, deeds(DEEDS, "somebody "), deeds(LOSSES, "")],
);
