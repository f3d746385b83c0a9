import { z } from "zod";
import { choice, list, mapping, whole } from "./fields";
import { eachOnce, withRule } from "./findings";
import { duration } from "./units";

/** When nobody plays any more. */
export const idle = mapping({
  after: duration({ unit: "minutes", min: "5m", max: "4h" })
    .prefault("15m")
    .meta({ description: "asleep after so long without players, from 5m to 4h; default 15m" }),
  packets_per_minute: whole({ min: 1, max: 1_000_000 })
    .prefault(120)
    .meta({ description: "fewer packets on the published ports in a minute mean that nobody plays; default 120" }),
}).transform(({ after, packets_per_minute: packetsPerMinute }) => ({ afterMinutes: after, packetsPerMinute }));

/** What a session and a day may take at most. */
export const limit = mapping({
  per_session: duration({ unit: "minutes", min: "30m", max: "23h" })
    .prefault("8h")
    .meta({ description: "longest session, from 30m to 23h (an alarm looks back one day); default 8h" }),
  per_day: duration({ unit: "minutes", min: "30m", max: "24h" })
    .prefault("14h")
    .meta({ description: "most hours in a UTC day, from 30m to 24h; default 14h" }),
  stop: z.boolean().prefault(true).meta({ description: "true: stop at the limit. false: only mail; default true" }),
}).transform(({ per_session: perSession, per_day: perDay, stop }) => ({
  perSessionMinutes: perSession,
  perDayMinutes: perDay,
  stop,
}));

/** When to give up, and for how long. */
export const crashLoop = mapping({
  stops: whole({ min: 2, max: 20 })
    .prefault(3)
    .meta({ description: "give up after so many stops, from 2 to 20; default 3" }),
  within: duration({ unit: "minutes", min: "5m", max: "1h" })
    .prefault("15m")
    .meta({ description: "… within so long, from 5m to 1h (ECS forgets stopped tasks after that); default 15m" }),
  rest: duration({ unit: "minutes", min: "5m", max: "24h" })
    .prefault("1h")
    .meta({ description: "then ignore queries for so long, from 5m to 24h; default 1h" }),
}).transform(({ stops, within, rest }) => ({ stops, withinMinutes: within, restMinutes: rest }));

/** Which queries wake, and how often. */
export const wake = mapping({
  query_types: withRule(list(choice(["A", "AAAA", "HTTPS"]), "[A, AAAA]").min(1), eachOnce)
    .prefault(["A"])
    .meta({ description: "DNS query types that wake; default [A]" }),
  per_day: whole({ min: 1, max: 288 })
    .prefault(12)
    .meta({ description: "most wakes by DNS in a UTC day, from 1 to 288; default 12" }),
}).transform(({ query_types: queryTypes, per_day: perDay }) => ({ queryTypes, perDay }));
