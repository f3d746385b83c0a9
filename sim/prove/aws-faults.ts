import * as fc from "fast-check";
import { MINUTE } from "../world/clock";
import { fail, type Happening, sort, upTo } from "./happening";

const events = sort(
  { lasts: upTo(180), nth: upTo(3), how: fc.constantFrom("lost" as const, "twice" as const, 1, 4, 20) },
  ({ how, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} events is ${typeof how === "number" ? `${how} minutes late` : how}`,
    play: (stage) => fail(stage, "event", when, () => (typeof how === "number" ? { lateMs: how * MINUTE } : how)),
  }),
);

const schedules = sort(
  { lasts: upTo(720), nth: upTo(2), how: fc.constantFrom("twice" as const, 2, 20, 59, 90) },
  ({ how, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} schedules' events is ${typeof how === "number" ? `${how} minutes late` : how}`,
    play: (stage) => fail(stage, "schedule", when, () => (typeof how === "number" ? { lateMs: how * MINUTE } : how)),
  }),
);

/** Parts of the names of calls; the first is in all of them. */
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
  "RunTask",
];
const calls = sort(
  {
    lasts: upTo(20),
    nth: upTo(3),
    action: fc.constantFrom(...CALLS, "Describe", "GetMetric", "PutMetric", "Invoke"),
    how: fc.constantFrom("throttled", "internal error", "answer lost"),
  },
  ({ action: part, how, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} calls like ${part || "any"} is ${how}`,
    play: (stage) => fail(stage, "call", when, ({ action }) => (action.includes(part) ? how : undefined)),
  }),
);

/** The longest it is refused everything at a time; for good it is in a scenario. */
const deaths = sort({ lasts: upTo(180) }, ({ at, lasts }) => ({
  what: `keeper is refused everything for ${lasts} minutes`,
  play: (stage) =>
    fail(stage, "call", { at, lasts, nth: 1 }, ({ caller }) =>
      caller === stage.keeper ? "internal error" : undefined,
    ),
}));

/** Calls whose second time may differ from the first; a second mail is one too many, but nobody is harmed. */
const ONCE = ["PutItem", "SetDesired", "Complete", "UpdateService", "RunTask"];
const again = sort(
  { lasts: upTo(180), nth: upTo(2), action: fc.constantFrom(...ONCE) },
  ({ action: part, ...when }) => ({
    what: `for ${when.lasts} minutes one of ${when.nth} calls like ${part} is asked twice`,
    play: (stage) => fail(stage, "call", when, ({ action }) => (action.includes(part) ? "asked twice" : undefined)),
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
    play: (stage) =>
      fail(stage, "metricDelaySeconds", { at, lasts, nth: 1 }, (point) =>
        point.metric === metric ? minutes * 60 : undefined,
      ),
  }),
);

const lines = sort({ lasts: upTo(120), minutes: upTo(10) }, ({ at, lasts, minutes }) => ({
  what: `for ${lasts} minutes queries are in the log ${minutes} minutes late`,
  play: (stage) => fail(stage, "logDelaySeconds", { at, lasts, nth: 1 }, () => minutes * 60),
}));

const twice = sort({ lasts: upTo(120), nth: upTo(2) }, (when) => ({
  what: `for ${when.lasts} minutes one of ${when.nth} events runs its function twice`,
  play: (stage) => fail(stage, "invokedTwice", when, () => true),
}));

/** What AWS does wrong for some minutes. */
export const awsFaults: readonly fc.Arbitrary<Happening>[] = [
  events,
  schedules,
  calls,
  deaths,
  again,
  shortages,
  points,
  lines,
  twice,
];
