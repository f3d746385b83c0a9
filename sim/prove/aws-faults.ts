import * as fc from "fast-check";
import type { Stage } from "../scenarios/scenario";
import { type Instant, MINUTE } from "../world/clock";
import type { Faults } from "../world/faults";
import { type Happening, sort, upTo } from "./happening";

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

const lines = sort({ lasts: upTo(120), minutes: upTo(10) }, ({ at, lasts, minutes }) => ({
  what: `for ${lasts} minutes queries are in the log ${minutes} minutes late`,
  play: (stage) => {
    fail(stage, "logDelaySeconds", { at, lasts, nth: 1 }, () => minutes * 60);
  },
}));

const twice = sort({ lasts: upTo(120), nth: upTo(2) }, (when) => ({
  what: `for ${when.lasts} minutes one of ${when.nth} events runs its function twice`,
  play: (stage) => {
    fail(stage, "invokedTwice", when, () => true);
  },
}));

/** What AWS does wrong for some minutes. */
export const awsFaults: readonly fc.Arbitrary<Happening>[] = [
  events,
  calls,
  deaths,
  again,
  shortages,
  points,
  lines,
  twice,
];
