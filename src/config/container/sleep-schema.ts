import { z } from "zod";
import { choice, flag, list, mapping, whole } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { eachOnce, runRule, withRule } from "../schema/rule";
import type { PortRange } from "../compose/ports";
import { duration, sizeMiB } from "../schema/units";

/** When nobody plays any more. */
export const idle = mapping({
  after: duration({ unit: "minutes", min: "5m", max: "4h" }).prefault("15m").meta({
    description:
      "goes to sleep after so long without players, from 5m to 4h; somebody who asked within the last 5 minutes is waited for; default 15m",
  }),
  packets_per_minute: whole({ min: 1, max: 1_000_000 })
    .optional()
    .meta({
      description:
        "a minute with fewer counted packets is one without players; default 8 if all counted ports are UDP (a player " +
        "who stands still sends 12 or more, a scan counts as 0), 60 with a TCP port (scanners and web pages connect, too) " +
        "and with all_traffic (answers to the container's own requests count, too)",
    }),
  ports: withRule(list(whole({ min: 1, max: 65_535 }), "[2456]").min(1), (all) => eachOnce(all.map(String)))
    .optional()
    .meta({
      description:
        "published host ports on which players count; traffic on others, like a map in a browser, does not keep the container up; default: all",
    }),
  count: choice(["published_ports", "all_traffic"])
    .prefault("published_ports")
    .meta({
      description:
        "published_ports: packets of connections to the published ports, so neither scans nor stray datagrams. all_traffic: " +
        "all packets that containers receive, for a game whose players come through a relay, as with crossplay; default " +
        "published_ports",
    }),
}).transform(({ after, packets_per_minute: packetsPerMinute, ports, count }) => ({
  afterMinutes: after,
  packetsPerMinute,
  /** Undefined is all published ones. */
  ports,
  count,
}));

/** The threshold, if none is written, as its description says. */
export const usualPacketsPerMinute = (
  { count }: z.output<typeof idle>,
  counted: readonly Pick<PortRange, "protocol">[],
): number => (count === "published_ports" && counted.every(({ protocol }) => protocol === "udp") ? 8 : 60);

const traffic = sizeMiB({ min: "100m", max: "10240g" });
const HOST_TIME = "the time to save at the end counts, too";
const SENT = "what the containers send, which AWS bills by the GB";

/** What a session, a day and a month may take at most. */
export const limit = withRule(
  mapping({
    per_session: duration({ unit: "minutes", min: "30m", max: "23h" })
      .prefault("8h")
      .meta({ description: "longest session, from 30m to 23h (an alarm looks back one day); default 8h" }),
    per_day: duration({ unit: "minutes", min: "30m", max: "24h" })
      .optional()
      .meta({
        description: `most host time in a day (of time_zone in base.yaml), from 30m to 24h; ${HOST_TIME}; a wake by hand passes it; default 14h`,
      }),
    per_month: duration({ unit: "minutes", min: "1h", max: "744h" })
      .prefault("120h")
      .meta({
        description: `most host time in a month (of time_zone), from 1h to 744h; ${HOST_TIME}; a mail at 80 %; a wake by hand passes it; default 120h`,
      }),
    traffic_per_day: traffic.optional().meta({
      description: `most traffic in a day (of time_zone in base.yaml), from 100m to 10240g: ${SENT}; a mail at 80 %; a wake by hand does not pass it; default 20g`,
    }),
    traffic_per_month: traffic.prefault("150g").meta({
      description: `most traffic in a month (of time_zone), from 100m to 10240g: ${SENT}; a mail at 80 %; a wake by hand passes it; default 150g`,
    }),
    stop: flag(
      true,
      "true: at a limit the container goes to sleep, and stays asleep while a limit of the day or month is used up. false: nothing stops; a mail a day reports each limit that is passed",
    ),
  }),
  ({ per_day: day, per_month: month, traffic_per_day: ofDay, traffic_per_month: ofMonth }): Problem[] => [
    ...runRule(() => withinMonth("per_day", day, "per_month (default 120h)", month)),
    ...runRule(() => withinMonth("traffic_per_day", ofDay, "traffic_per_month (default 150g)", ofMonth)),
  ],
).transform((written) => ({
  perSessionMinutes: written.per_session,
  /** Of hosts, from launch to the end; so is the month's. */
  perDayMinutes: written.per_day ?? 14 * 60,
  perMonthMinutes: written.per_month,
  /** Sent by containers; so is the month's. */
  trafficPerDayMiB: written.traffic_per_day ?? 20 * 1_024,
  trafficPerMonthMiB: written.traffic_per_month,
  stop: written.stop,
}));

/** A day's limit that somebody wrote must be reachable. The default is no reason to refuse a month's limit below it. */
function withinMonth(field: string, day: number | undefined, ofMonth: string, month: number): Problem[] {
  const message = `must be at most limit.${ofMonth}: the month's limit would always come first`;
  return day === undefined || day <= month ? [] : [{ path: [field], message }];
}

/** When to give up, and for how long. */
export const crashLoop = mapping({
  stops: whole({ min: 2, max: 20 }).prefault(3).meta({
    description:
      "number of crashes after which to give up, from 2 to 20; starts that fail count once they go on for 5 minutes (or half of within); default 3",
  }),
  within: duration({ unit: "minutes", min: "5m", max: "1h" }).prefault("15m").meta({
    description:
      "time within which they must happen, from 5m to 1h (ECS forgets stopped tasks after that); default 15m",
  }),
  rest: duration({ unit: "minutes", min: "5m", max: "24h" }).prefault("1h").meta({
    description:
      "longest pause after a failure, in which queries do not wake it, from 5m to 24h: 5m after the first failure in a row, 15m after the second, then this; players, or a day without a failure, start over; default 1h",
  }),
}).transform(({ stops, within, rest }) => ({ stops, withinMinutes: within, restMinutes: rest }));

/** Which queries wake, and how often. */
export const wake = mapping({
  query_types: withRule(list(choice(["A", "AAAA", "HTTPS"]), "[A, AAAA]").min(1), eachOnce)
    .optional()
    .meta({
      description:
        "DNS query types that wake; default [A], with ipv6: true [A, AAAA] (a player who has only IPv6 asks for AAAA alone); not with srv",
    }),
  per_day: whole({ min: 1, max: 288 }).prefault(12).meta({
    description:
      "most wakes by DNS in a day (of time_zone in base.yaml), from 1 to 288; a wake by hand passes it; default 12",
  }),
}).transform(({ query_types: queryTypes, per_day: perDay }) => ({ queryTypes, perDay }));
