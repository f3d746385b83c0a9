import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { DIMENSION, METRICS, metricNamespace, type Metric } from "../../../shared/metrics";
import type { Facts, Point } from "../facts";
import type { KeeperSettings } from "../read-settings";
import { MINUTE, startOfMinute, type Instant } from "../time";
import { clientOptions } from "./client-options";
import { allPages } from "./pages";

/** Alarms and the container's own metrics. */
export function cloudWatch(settings: KeeperSettings) {
  const client = new CloudWatchClient(clientOptions(settings));
  const { project, container } = settings;
  const { alarms } = settings.names;
  return {
    async alarms(): Promise<Facts["alarms"]> {
      const answer = await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarms.idle, alarms.queried] }));
      const inAlarm = (answer.MetricAlarms ?? [])
        .filter(({ StateValue }) => StateValue === "ALARM")
        .map(({ AlarmName }) => AlarmName);
      return { idle: inAlarm.includes(alarms.idle), queried: inAlarm.includes(alarms.queried) };
    },

    /** In one call the sums of each minute that has one, the oldest first. */
    async sums<Name extends Metric>(
      metrics: readonly Name[],
      since: Instant,
      now: Instant,
    ): Promise<Readonly<Record<Name, readonly Point[]>>> {
      const Dimensions = [{ Name: DIMENSION, Value: container }];
      const query = {
        MetricDataQueries: metrics.map((Id) => {
          const Metric = { Namespace: metricNamespace(project), MetricName: METRICS[Id], Dimensions };
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
      return Object.fromEntries(metrics.map((name) => [name, sumsOf(name)])) as Record<Name, readonly Point[]>;
    },
  };
}

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult): readonly Point[] =>
  Timestamps.flatMap((time, index) => {
    const value = Values[index];
    return value === undefined ? [] : { at: time.getTime(), value };
  });
