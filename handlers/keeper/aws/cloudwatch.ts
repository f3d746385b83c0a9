import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Facts, Point } from "../facts";
import type { KeeperSettings } from "../settings";
import { MINUTE, type Instant } from "../time";
import { clientOptions } from "./client-options";
import { allPages } from "./pages";

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

    /** Sums of each minute that has one, the oldest first. */
    sums(metric: "Packets" | "SentBytes" | "DnsQueries", since: Instant, now: Instant): Promise<readonly Point[]> {
      const Metric = {
        Namespace: metricNamespace,
        MetricName: metric,
        Dimensions: [{ Name: "Container", Value: container }],
      };
      const query = {
        MetricDataQueries: [{ Id: "sums", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
        StartTime: new Date(Math.min(startOfMinute(since), now - MINUTE)), // must be before the end
        EndTime: new Date(now),
        ScanBy: "TimestampAscending" as const,
      };
      return allPages(async (NextToken) => {
        const page = await client.send(new GetMetricDataCommand({ ...query, NextToken }));
        const { Timestamps = [], Values = [] } = page.MetricDataResults?.[0] ?? {};
        return { items: pointsOf(Timestamps, Values), next: page.NextToken };
      });
    },
  };
}

const startOfMinute = (instant: Instant): Instant => instant - (instant % MINUTE);

const pointsOf = (times: readonly Date[], values: readonly number[]): readonly Point[] =>
  times.flatMap((time, index) => {
    const value = values[index];
    return value === undefined ? [] : { at: time.getTime(), value };
  });
