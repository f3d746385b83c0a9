import * as fc from "fast-check";
import { meddling, withNewImage } from "../scenarios/people";
import { hours, type Stage } from "../scenarios/scenario";
import { type Instant, MINUTE } from "../world/clock";
import { Unknown } from "../world/errors";
import type { Faults } from "../world/faults";

/** One thing that happens, at a minute of the history; in words, so that a history can be read. */
export interface Happening {
  readonly at: number;
  readonly what: string;
  readonly play: (stage: Stage) => void;
}

/** A sort of happenings: what varies besides its time, and what it is. */
const sort = <Varies extends object>(
  varies: { readonly [Name in keyof Varies]: fc.Arbitrary<Varies[Name]> },
  happen: (varied: Varies & { at: number }) => Omit<Happening, "at">,
): fc.Arbitrary<Happening> =>
  fc
    .record({ at: minute, ...varies })
    .map((varied) => ({ at: varied.at, ...happen(varied as Varies & { at: number }) }));

const minute = fc.integer({ min: 0, max: hours(23) });
const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** A fault for some minutes, at every nth opportunity. What was wrong before stays wrong. */
function fail<Name extends keyof Faults>(
  { world, begin }: Stage,
  name: Name,
  { at, lasts, nth }: { at: number; lasts: number; nth: number },
  fault: Faults[Name],
): void {
  const before = world.faults[name] as (asked: { at: Instant }) => unknown;
  let times = 0;
  const now = (asked: { at: Instant }): unknown => {
    const minutes = (asked.at - begin) / MINUTE;
    const own = minutes >= at && minutes < at + lasts ? (fault as typeof before)(asked) : undefined;
    return own !== undefined && times++ % nth === 0 ? own : before(asked);
  };
  world.faults[name] = now as Faults[Name];
}

const playing = sort(
  { name: fc.constantFrom("Anna", "Ben", "Chris"), lasts: upTo(240), packets: fc.constantFrom(900, 900, 60) },
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

const events = sort(
  { lasts: upTo(180), nth: upTo(3), how: fc.constantFrom("lost" as const, "twice" as const, 1, 4, 20) },
  ({ how, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} events is ${typeof how === "number" ? `${how} minutes late` : how}`,
    play: (stage) => {
      fail(stage, "event", when, () => (typeof how === "number" ? { lateMs: how * MINUTE } : how));
    },
  }),
);

/** Parts of the names of calls; the first is in all of them. */
const CALLS = ["", "SetDesired", "PutItem", "GetItem", "Complete", "Heartbeat", "Change", "Publish", "UpdateService"];
const calls = sort(
  {
    lasts: upTo(20),
    nth: upTo(3),
    action: fc.constantFrom(...CALLS, "Describe", "GetMetric", "PutMetric", "Invoke"),
    how: fc.constantFrom("throttled", "internal error", "answer lost"),
  },
  ({ action: part, how, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} calls like ${part || "any"} is ${how}`,
    play: (stage) => {
      fail(stage, "call", when, ({ action }) => (action.includes(part) ? how : undefined));
    },
  }),
);

/** The longest it is refused everything at a time; for good it is in a scenario. */
const deaths = sort({ lasts: upTo(180) }, ({ at, lasts }) => ({
  what: `keeper is refused everything for ${lasts} minutes`,
  play: (stage) => {
    fail(stage, "call", { at, lasts, nth: 1 }, ({ caller }) =>
      caller === stage.keeper ? "internal error" : undefined,
    );
  },
}));

/** Calls whose second time may differ from the first; a second mail is one too many, but nobody is harmed. */
const ONCE = ["PutItem", "SetDesired", "Complete", "UpdateService"];
const again = sort(
  { lasts: upTo(180), nth: upTo(2), action: fc.constantFrom(...ONCE) },
  ({ action: part, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} calls like ${part} is asked twice`,
    play: (stage) => {
      fail(stage, "call", when, ({ action }) => (action.includes(part) ? "asked twice" : undefined));
    },
  }),
);

const shortages = sort(
  { lasts: upTo(120), nth: upTo(2), of: fc.constantFrom("capacity", "image") },
  ({ of, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} launches or pulls finds no ${of}`,
    play: (stage) => {
      if (of === "image") fail(stage, "pull", when, () => "toomanyrequests");
      else fail(stage, "noCapacity", when, () => true);
    },
  }),
);

const points = sort(
  { lasts: upTo(120), minutes: upTo(15), metric: fc.constantFrom("Packets", "DnsQueries") },
  ({ at, lasts, minutes, metric }) => ({
    what: `for ${lasts} minutes the metric ${metric} is ${minutes} minutes late`,
    play: (stage) => {
      fail(stage, "metricDelaySeconds", { at, lasts, nth: 1 }, (point) =>
        point.metric === metric ? minutes * 60 : undefined,
      );
    },
  }),
);

const twice = sort({ lasts: upTo(120), nth: upTo(2) }, (when) => ({
  what: `for ${when.lasts} minutes one of ${when.nth} events runs its function twice`,
  play: (stage) => {
    fail(stage, "invokedTwice", when, () => true);
  },
}));

const games = sort(
  { save: fc.nat(119), load: upTo(300), pull: upTo(600), crash: fc.option(upTo(1800), { nil: undefined }) },
  ({ at, save, load, pull, crash }) => ({
    what: `it needs ${save} s to save, ${load} s to load, ${pull} s for its image${crash === undefined ? "" : `, and crashes after ${crash} s`}`,
    play: (stage) => {
      const end = crash === undefined ? undefined : { afterSeconds: crash, exitCode: 1 };
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
  { arbitrary: playing, weight: 4 },
  ...[
    asking,
    events,
    calls,
    deaths,
    again,
    shortages,
    points,
    twice,
    games,
    deeds(DEEDS, "somebody "),
    deeds(LOSSES, ""),
  ],
);
