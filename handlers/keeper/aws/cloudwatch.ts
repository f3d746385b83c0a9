import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import type { Facts, Point } from "../facts";
import type { KeeperSettings } from "../settings";
import { MINUTE, startOfMinute, type Instant } from "../time";
import { clientOptions } from "./client-options";
import { allPages } from "./pages";

/** The container's own metrics, by the readings that are made of them. */
const METRICS = {
  packets: "Packets",
  receivedBytes: "ReceivedBytes",
  sentBytes: "SentBytes",
  queries: "DnsQueries",
} as const;
type Metric = keyof typeof METRICS;

/** Alarms and the container's own metrics. */
export function cloudWatch(settings: KeeperSettings) {
  const client = new CloudWatchClient(clientOptions(settings));
  const { idleAlarm, queriedAlarm, metricNamespace, container } = settings;
  return {
    async alarms(): Promise<Facts["alarms"]> {
      const answer = await client.send(new DescribeAlarmsCommand({ AlarmNames: [idleAlarm, queriedAlarm] }));
      const inAlarm = (answer.MetricAlarms ?? [])
        .filter(({ StateValue }) => StateValue === "ALARM")
        .map(({ AlarmName }) => AlarmName);
      return { idle: inAlarm.includes(idleAlarm), queried: inAlarm.includes(queriedAlarm) };
    },

    /** In one call the sums of each minute that has one, the oldest first. */
    async sums<Name extends Metric>(
      names: readonly Name[],
      since: Instant,
      now: Instant,
    ): Promise<Readonly<Record<Name, readonly Point[]>>> {
      const Dimensions = [{ Name: "Container", Value: container }];
      const query = {
        MetricDataQueries: names.map((Id) => {
          const Metric = { Namespace: metricNamespace, MetricName: METRICS[Id], Dimensions };
          return { Id, MetricStat: { Metric, Period: 60, Stat: "Sum" } };
        }),
        StartTime: new Date(Math.min(startOfMinute(since), now - MINUTE)), // must be before the end
        EndTime: new Date(now),
        ScanBy: "TimestampAscending" as const,
      };
      const results = await allPages(async (NextToken) => {
        const page = await client.send(new GetMetricDataCommand({ ...query, NextToken }));
        return { items: page.MetricDataResults ?? [], next: page.NextToken };
      });
      const sumsOf = (name: Name): readonly Point[] => results.filter(({ Id }) => Id === name).flatMap(pointsOf);
      return Object.fromEntries(names.map((name) => [name, sumsOf(name)])) as Record<Name, readonly Point[]>;
    },
  };
}

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult): readonly Point[] =>
  Timestamps.flatMap((time, index) => {
    const value = Values[index];
    return value === undefined ? [] : { at: time.getTime(), value };
  });
