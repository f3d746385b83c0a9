import { inspect } from "node:util";
import * as fc from "fast-check";
import { MINUTE, type Instant } from "../world/clock";
import { meddling, withNewImage } from "../scenarios/people";
import { hours, Stage } from "../scenarios/scenario";
import { Unknown } from "../world/errors";
import type { AppliedObject } from "../world/objects";
import type { World } from "../world/world";
import { BrokenPromise } from "./promise";
import { prove } from "./prove";

/** One thing that happens, at a minute of the history; in words, so that a history can be read. */
interface Happening {
  readonly at: number;
  readonly what: string;
  readonly play: (stage: Stage, faults: Windows) => void;
}

/** Some hours of happenings, in their order. */
type History = readonly Happening[];

type Fault<Name extends keyof World["faults"]> = World["faults"][Name];

/** Faults that come and go: of several at a time the first counts. */
class Windows {
  constructor(private readonly world: World) {}

  add<Name extends keyof World["faults"]>(name: Name, from: number, minutes: number, fault: Fault<Name>): void {
    const { faults, now } = this.world;
    const before = faults[name] as (asked: { at: Instant }) => unknown;
    const [begin, end] = [now + from * MINUTE, now + (from + minutes) * MINUTE];
    const during = fault as typeof before;
    const both = (asked: { at: Instant }): unknown => {
      const own = asked.at >= begin && asked.at < end ? during(asked) : undefined;
      return own === undefined || own === false ? before(asked) : own;
    };
    faults[name] = both as Fault<Name>;
  }
}

const minute = fc.integer({ min: 0, max: hours(23) });
const length = (max: number) => fc.integer({ min: 1, max });

/** True once in so many times. */
const everyNth = (nth: number): (() => boolean) => {
  let times = 0;
  return () => times++ % nth === 0;
};

const playing = fc
  .record({
    at: minute,
    name: fc.constantFrom("Anna", "Ben", "Chris"),
    for: length(240),
    packets: fc.constantFrom(900, 900, 60),
  })
  .map(({ at, name, packets, ...rest }) => ({
    at,
    what: `${name} plays for ${rest.for} minutes, ${packets} packets a minute`,
    play: (stage: Stage) => void stage.plays(name, at, at + rest.for, packets),
  }));

const asking = fc.record({ at: minute, times: length(20), pause: length(40) }).map(({ at, times, pause }) => ({
  at,
  what: `a bot asks ${times} times, every ${pause} minutes`,
  play: (stage: Stage) => {
    stage.asks("bot", ...Array.from({ length: times }, (_, index) => at + index * pause));
  },
}));

const events = fc
  .record({
    at: minute,
    for: length(180),
    nth: length(3),
    how: fc.constantFrom("lost" as const, "twice" as const, 1, 4, 20),
  })
  .map(({ at, nth, how, ...rest }) => ({
    at,
    what: `for ${rest.for} minutes one of ${nth} events is ${typeof how === "number" ? `${how} minutes late` : how}`,
    play: (_: Stage, faults: Windows) => {
      const isHit = everyNth(nth);
      faults.add("event", at, rest.for, () =>
        isHit() ? (typeof how === "number" ? { lateMs: how * MINUTE } : how) : undefined,
      );
    },
  }));

const CALLS = [
  "",
  "SetDesired",
  "PutItem",
  "GetItem",
  "Complete",
  "Heartbeat",
  "Change",
  "Publish",
  "UpdateService",
  "Describe",
  "GetMetric",
  "PutMetric",
  "Invoke",
];
const calls = fc
  .record({
    at: minute,
    for: length(20),
    nth: length(3),
    action: fc.constantFrom(...CALLS),
    how: fc.constantFrom("throttled" as const, "internal error" as const, "answer lost" as const),
  })
  .map(({ at, nth, action: part, how, ...rest }) => ({
    at,
    what: `for ${rest.for} minutes one of ${nth} calls ${part === "" ? "of any sort" : `like ${part}`} is ${how}`,
    play: (_: Stage, faults: Windows) => {
      const isHit = everyNth(nth);
      faults.add("call", at, rest.for, ({ action }) => (action.includes(part) && isHit() ? how : undefined));
    },
  }));

const shortages = fc
  .record({ at: minute, for: length(120), what: fc.constantFrom("capacity", "image", "second runs"), nth: length(2) })
  .map(({ at, what, nth, ...rest }) => ({
    at,
    what:
      { capacity: "no capacity", image: "no image", "second runs": `one of ${nth} events runs a function twice` }[
        what
      ] + ` for ${rest.for} minutes`,
    play: (_: Stage, faults: Windows) => {
      const isHit = everyNth(nth);
      if (what === "capacity") faults.add("noCapacity", at, rest.for, () => true);
      else if (what === "image") faults.add("pull", at, rest.for, () => "toomanyrequests");
      else faults.add("invokedTwice", at, rest.for, isHit);
    },
  }));

const games = fc
  .record({
    at: minute,
    save: fc.integer({ min: 0, max: 119 }),
    load: length(300),
    pull: length(600),
    crash: fc.option(length(1800)),
  })
  .map(({ at, save, load, pull, crash }) => ({
    at,
    what: `from now on it saves for ${save} s, loads for ${load} s, its image for ${pull} s${crash === null ? "" : `, and crashes after ${crash} s`}`,
    play: (stage: Stage) => {
      const ends = crash === null ? undefined : { afterSeconds: crash, exitCode: 1 };
      stage.at(at, () => {
        stage.game({ saveSeconds: save, loadSeconds: load, pullSeconds: pull, crash: () => ends });
      });
    },
  }));

const deeds: Readonly<Record<string, (stage: Stage) => void>> = {
  ...meddling,
  "cleans up": (stage) => {
    stage.terminateOutsiders();
  },
  "calls keeper to wake": ({ world, keeper }) => {
    world.console.invoke(keeper, { command: "wake" });
  },
  "calls keeper to sleep": ({ world, keeper }) => {
    world.console.invoke(keeper, { command: "sleep" });
  },
  "writes a hold of two hours": ({ world, hold }) => {
    world.console.writeParameter(hold, new Date(world.now + 120 * MINUTE).toISOString());
  },
  "writes nonsense as a hold": ({ world, hold }) => {
    world.console.writeParameter(hold, "till late");
  },
  "sets desired capacity to 1": ({ world, group }) => {
    world.console.setDesired(group, 1);
  },
  "raises the image's version and applies": ({ world }) => {
    world.apply(withNewImage(world.objects.list));
  },
};
/** What it is about may not be there (any more). */
function unlessGone(deed: () => void): void {
  try {
    deed();
  } catch (error) {
    if (error instanceof Unknown) throw error;
  }
}

const byHand = fc.record({ at: minute, deed: fc.constantFrom(...Object.keys(deeds)) }).map(({ at, deed }) => ({
  at,
  what: `somebody ${deed}`,
  play: (stage: Stage) => {
    stage.at(
      at,
      () => {
        unlessGone(() => deeds[deed]?.(stage));
      },
      `somebody ${deed}`,
    );
  },
}));

const losses: Readonly<Record<string, (stage: Stage) => void>> = {
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
const badLuck = fc.record({ at: minute, loss: fc.constantFrom(...Object.keys(losses)) }).map(({ at, loss }) => ({
  at,
  what: loss,
  play: (stage: Stage) => {
    stage.at(
      at,
      () => {
        unlessGone(() => losses[loss]?.(stage));
      },
      loss,
    );
  },
}));

/** Any day: people, bots, and what goes wrong. Players are frequent, so that there is something to break. */
const anyHistory: fc.Arbitrary<History> = fc
  .array(
    fc.noShrink(fc.oneof({ arbitrary: playing, weight: 4 }, asking, events, calls, shortages, games, byHand, badLuck)),
    { minLength: 1, maxLength: 14 },
  )
  .map((happenings) => [...happenings].sort((one, other) => one.at - other.at));

/** A line for each thing that happens. */
const told = (history: History): string =>
  history.map(({ at, what }) => `  ${clock(Math.floor(at / 60))}:${clock(at % 60)} h  ${what}`).join("\n");
const clock = (count: number): string => String(count).padStart(2, "0");

export interface Outcome {
  readonly seed: number;
  /** How many histories were played; with a failure, also those that made it smaller. */
  readonly played: number;
  /** The smallest history that breaks a promise, and how; undefined if all were kept. */
  readonly failure?: string;
}

/** Plays so many days of anything on what was applied. The same seed gives the same histories. */
export async function proveHistories(
  objects: readonly AppliedObject[],
  numRuns: number,
  seed: number,
): Promise<Outcome> {
  let played = 0;
  const kept = fc.asyncProperty(anyHistory, fc.noShrink(fc.nat()), async (history, worldSeed) => {
    played++;
    const play = (world: World): void => {
      const stage = new Stage(world);
      const faults = new Windows(world);
      for (const happening of history) happening.play(stage, faults);
    };
    await prove(objects, { play, days: 1 }, { seed: worldSeed });
  });
  const { failed, counterexample, errorInstance } = await fc.check(kept, { numRuns, seed });
  if (!failed || counterexample === null) return { seed, played };
  const [history, worldSeed] = counterexample;
  const how = errorInstance instanceof BrokenPromise ? errorInstance.message : inspect(errorInstance);
  return { seed, played, failure: `after\n${told(history)}\n(world ${worldSeed}) ${how}` };
}
