import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Point } from "./decide";
import type { Instant } from "./queries";
import { DIMENSION, metricNamespace, QUERIES_METRIC } from "../../shared/metrics";
import type { WakeSettings } from "./read-settings";

/** Three attempts of at most 3 s, with short pauses: both calls, made in parallel, end within the function's 20 s. */
const PATIENCE = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** What wake asks of AWS, in the home region. */
export function connect({ homeRegion: region, keeperArn, project, container }: WakeSettings) {
  const cloudWatch = new CloudWatchClient({ region, ...PATIENCE });
  const lambda = new LambdaClient({ region, ...PATIENCE });
  return {
    /** Adds the points to the metric DnsQueries; `queried` watches it. */
    putQueries: (points: readonly Point[]): Promise<unknown> =>
      cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: metricNamespace(project),
          MetricData: points.map(({ minute, queries }) => ({
            MetricName: QUERIES_METRIC,
            Dimensions: [{ Name: DIMENSION, Value: container }],
            Timestamp: new Date(minute),
            Value: queries,
            Unit: "Count",
          })),
        }),
      ),
    /** Hands keeper the time of a query, and does not wait for its look. */
    callKeeper: (query: Instant): Promise<unknown> =>
      lambda.send(
        new InvokeCommand({
          FunctionName: keeperArn,
          InvocationType: "Event",
          Payload: JSON.stringify({ query: new Date(query).toISOString() }),
        }),
      ),
  };
}
export type Aws = ReturnType<typeof connect>;
