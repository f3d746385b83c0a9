import { list, text, type Settings } from "../environment";

/** What the stack tells wake, by environment variables. */
export const WAKE = {
  /** The container, for the metric's dimension. */
  container: text,
  /** The name whose queries wake, that of an SRV record for instance; lower case, without a dot at its end. */
  address: text,
  /** Types of queries that wake, like A. */
  queryTypes: list,
  /** Where keeper and the metric are. */
  homeRegion: text,
  /** Keeper's ARN. */
  keeperArn: text,
  /** Namespace of the metric DnsQueries. */
  metricNamespace: text,
} as const;
export type WakeSettings = Settings<typeof WAKE>;
