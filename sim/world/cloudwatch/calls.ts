import {
  DescribeAlarmsCommand,
  type Dimension,
  GetMetricDataCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Calls } from "../api/calls";
import { shownAt } from "../api/past";
import { type Instant, MINUTE } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Alarms } from "./alarms";
import { minuteOf, type Metrics } from "./metrics";

/** CloudWatch as functions call it. */
export function answerCloudWatch(core: Core, calls: Calls, metrics: Metrics, alarms: Alarms): void {
  calls.on(DescribeAlarmsCommand, {
    action: "cloudwatch:DescribeAlarms",
    resources: ({ AlarmNames }, region) =>
      (AlarmNames ?? ["*"]).map((name) => `arn:aws:cloudwatch:${region}:${core.account}:alarm:${name}`),
    answer: ({ AlarmNames = [] }, region) => ({
      MetricAlarms: [...alarms.all.values()]
        .filter(({ name, object }) => object.region === region && AlarmNames.includes(name))
        .map((alarm) => ({
          AlarmName: alarm.name,
          AlarmArn: alarm.arn,
          StateValue: alarm.stateAt(shownAt(core, "cloudwatch:DescribeAlarms")),
        })),
    }),
  });
  calls.on(PutMetricDataCommand, {
    action: "cloudwatch:PutMetricData",
    context: ({ Namespace }) => ({ "cloudwatch:namespace": Namespace }),
    answer: ({ Namespace = "", MetricData = [] }, region) => {
      for (const { MetricName = "", Dimensions = [], Timestamp, Value = 0 } of MetricData) {
        const metric = { namespace: Namespace, name: MetricName, dimensions: dimensionsOf(Dimensions) };
        metrics.put(region, metric, Value, Timestamp?.getTime());
      }
      return {};
    },
  });
  calls.on(GetMetricDataCommand, {
    action: "cloudwatch:GetMetricData",
    answer: ({ MetricDataQueries = [], StartTime, EndTime, ScanBy }, region) => {
      const until = Math.min(EndTime?.getTime() ?? 0, core.now);
      const span = { from: StartTime?.getTime() ?? 0, until, isAscending: ScanBy === "TimestampAscending" };
      return { MetricDataResults: MetricDataQueries.map((query) => read(metrics, region, query, span)) };
    },
  });
}

interface Span {
  readonly from: Instant;
  readonly until: Instant;
  readonly isAscending: boolean;
}

function read(metrics: Metrics, region: string, query: MetricDataQuery, { from, until, isAscending }: Span) {
  const { Id, MetricStat } = query;
  const { Metric, Period, Stat = "" } = MetricStat ?? {};
  if (Metric === undefined || Period !== 60) throw new Unknown(`GetMetricData of ${JSON.stringify(query)}`);
  const { Namespace = "", MetricName = "", Dimensions } = Metric;
  const series = metrics.get(region, { namespace: Namespace, name: MetricName, dimensions: dimensionsOf(Dimensions) });
  const found: { at: Date; value: number }[] = [];
  for (let minute = minuteOf(from); minute * MINUTE < until; minute++) {
    const value = series.value(minute, Stat);
    if (value !== undefined) found.push({ at: new Date(minute * MINUTE), value });
  }
  if (!isAscending) found.reverse();
  return {
    Id,
    StatusCode: "Complete" as const,
    Timestamps: found.map(({ at }) => at),
    Values: found.map(({ value }) => value),
  };
}

const dimensionsOf = (dimensions: readonly Dimension[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(dimensions.map(({ Name = "", Value = "" }): [string, string] => [Name, Value]));
