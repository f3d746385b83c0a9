import type { Calls } from "../api/calls";
import type { Metrics } from "../cloudwatch/metrics";
import type { Machines } from "../ec2/machines";
import type { HostCounts } from "../host/host-counts";
import type { Functions } from "../lambda/functions";
import type { QueryLog } from "../route-53/query-log";
import type { Zones } from "../route-53/zones";
import type { Meter } from "./meter";

/** Whose use is paid for. */
interface Used {
  readonly machines: Machines;
  readonly functions: Functions;
  readonly metrics: Metrics;
  readonly calls: Calls;
  readonly zones: Zones;
  readonly queryLog: QueryLog;
  readonly counts: HostCounts;
}

/** Has a meter told of what is used; what costs because it exists, it counts itself. */
export function meterUse(meter: Meter, { machines, functions, metrics, calls, zones, queryLog, counts }: Used): void {
  machines.onChange((machine) => meter.follow(machine));
  functions.onRun = (_, seconds, memoryMib) => {
    meter.add("Lambda requests", 1);
    meter.add("Lambda duration arm64", (seconds * memoryMib) / 1024);
  };
  metrics.onPut = ({ namespace, name }) => {
    if (!namespace.startsWith("AWS/")) meter.point(`${namespace} ${name}`);
  };
  calls.watch = ({ action }) => {
    if (action.startsWith("cloudwatch:")) meter.add("CloudWatch API calls", 1);
    if (action.startsWith("dynamodb:"))
      meter.add(`DynamoDB on-demand ${action.includes("Put") ? "writes" : "reads"}`, 1);
  };
  const { onQuery } = zones;
  zones.onQuery = (zone, query) => {
    meter.add("Route 53 queries", 1);
    onQuery(zone, query);
  };
  queryLog.onLine = (bytes) => meter.add("CloudWatch Logs ingest", bytes / 1e9);
  counts.onSent = (bytes) => meter.add("data transfer to the internet", bytes / 1e9);
}
