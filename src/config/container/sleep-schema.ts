import { z } from "zod";
import { choice, list, mapping, whole } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { eachOnce, runRule, withRule } from "../schema/rule";
import { duration, sizeMiB } from "../schema/units";

/** When a container with nobody connected goes to sleep. */
export const idle = mapping({
  after: duration({ unit: "minutes", min: "5m", max: "4h" })
    .prefault("15m")
    .describe(
      "time without players after which the container goes to sleep, from 5m to 4h; a DNS query in the last 5 minutes delays it; default 15m",
    ),
  packets_per_minute: whole({ min: 1, max: 1_000_000 })
    .optional()
    .describe(
      "a minute with fewer packets counts as one without players; default 8 if all counted ports are UDP (an idle " +
        "player sends 12 or more, a scan counts as 0), 60 with a TCP port (scanners and browsers connect, too) or with " +
        "all_traffic (responses to the container's own requests count, too)",
    ),
  ports: withRule(list(whole({ min: 1, max: 65_535 }), "[2456]").min(1), (all) => eachOnce(all.map(String)))
    .optional()
    .describe(
      "published host ports on which players count; traffic on others, like a map in a browser, does not keep the container up; default: all",
    ),
  count: choice(["published_ports", "all_traffic"])
    .prefault("published_ports")
    .describe(
      "published_ports: packets of connections to the published ports, without scans and stray datagrams. all_traffic: " +
        "all packets that containers receive, for games whose players connect through a relay, as with crossplay; " +
        "default published_ports",
    ),
}).transform(({ after, packets_per_minute: packetsPerMinute, ports, count }) => ({
  afterMinutes: after,
  packetsPerMinute,
  /** Undefined is all published ones. */
  ports,
  count,
}));

const traffic = sizeMiB({ min: "100m", max: "10240g" });
const HOST_TIME = "the time to save at the end counts, too";
const SENT = "data that the containers send, which AWS bills by the GB";
const BY_HAND = "a wake by hand ignores it";

/** Limits for a session, a day and a month. */
export const limit = withRule(
  mapping({
    per_session: duration({ unit: "minutes", min: "30m", max: "23h" })
      .prefault("8h")
      .describe("longest session, from 30m to 23h; default 8h"),
    per_day: duration({ unit: "minutes", min: "30m", max: "24h" })
      .optional()
      .describe(
        `host time per day (in time_zone of base.yaml), from 30m to 24h; ${HOST_TIME}; ${BY_HAND}; default 14h`,
      ),
    per_month: duration({ unit: "minutes", min: "1h", max: "744h" })
      .prefault("120h")
      .describe(
        `host time per month (in time_zone), from 1h to 744h; ${HOST_TIME}; a mail is sent at 80 %; ${BY_HAND}; default 120h`,
      ),
    traffic_per_day: traffic
      .optional()
      .describe(
        `traffic per day (in time_zone of base.yaml), from 100m to 10240g: ${SENT}; a mail is sent at 80 %; it applies to a wake by hand, too; default 20g`,
      ),
    traffic_per_month: traffic
      .prefault("150g")
      .describe(
        `traffic per month (in time_zone), from 100m to 10240g: ${SENT}; a mail is sent at 80 %; ${BY_HAND}; default 150g`,
      ),
    stop: z
      .boolean()
      .optional()
      .describe(
        "true: at a limit the container goes to sleep, and stays asleep for the rest of the day or month. false: nothing " +
          "stops; a daily mail reports each limit that is exceeded; default true, with mode: always false",
      ),
  }),
  ({ per_day: day, per_month: month, traffic_per_day: ofDay, traffic_per_month: ofMonth }): Problem[] => [
    ...runRule(() => withinMonth("per_day", day, "per_month (default 120h)", month)),
    ...runRule(() => withinMonth("traffic_per_day", ofDay, "traffic_per_month (default 150g)", ofMonth)),
  ],
).transform((written) => ({
  perSessionMinutes: written.per_session,
  /** Host time from launch to termination, as for the month. */
  perDayMinutes: written.per_day ?? 14 * 60,
  perMonthMinutes: written.per_month,
  /** Data that containers send, as for the month. */
  trafficPerDayMiB: written.traffic_per_day ?? 20 * 1_024,
  trafficPerMonthMiB: written.traffic_per_month,
  /** Undefined is the default of the mode. */
  stop: written.stop,
}));

/** An explicit limit for the day must be reachable. A default one is no reason to refuse a lower limit for the month. */
function withinMonth(field: string, day: number | undefined, ofMonth: string, month: number): Problem[] {
  const message = `must be at most limit.${ofMonth}, which would otherwise always apply first`;
  return day === undefined || day <= month ? [] : [{ path: [field], message }];
}

/** When to stop a failing container, and for how long. */
export const crashLoop = mapping({
  stops: whole({ min: 2, max: 20 })
    .prefault(3)
    .describe(
      "number of crashes after which the container goes to sleep, or with mode: always gets a new host, from 2 to 20; failed starts count if they go on for 5 minutes (or half the time in `within`, if that is shorter); default 3",
    ),
  within: duration({ unit: "minutes", min: "5m", max: "1h" })
    .prefault("15m")
    .describe("period in which the crashes are counted, from 5m to 1h; default 15m"),
  rest: duration({ unit: "minutes", min: "5m", max: "24h" })
    .prefault("1h")
    .describe(
      "longest pause after a failure, during which queries do not wake the container, from 5m to 24h; the first pause is 5m, the second 15m; a session with players, or a day without failures, resets it; default 1h",
    ),
}).transform(({ stops, within, rest }) => ({ stops, withinMinutes: within, restMinutes: rest }));

/** Which queries wake the container, and how often. */
export const wake = mapping({
  query_types: withRule(list(choice(["A", "AAAA", "HTTPS"]), "[A, AAAA]").min(1), eachOnce)
    .optional()
    .describe(
      "DNS query types that wake the container; default [A], with ipv6: true [A, AAAA], because clients that have only IPv6 send only AAAA queries; not with srv",
    ),
  per_day: whole({ min: 1, max: 288 })
    .prefault(12)
    .describe(`most wakes by DNS queries per day (in time_zone), from 1 to 288; ${BY_HAND}; default 12`),
}).transform(({ query_types: queryTypes, per_day: perDay }) => ({ queryTypes, perDay }));
