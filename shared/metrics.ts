/** DNS queries for the container's name; wake publishes them. */
export const QUERIES_METRIC = "DnsQueries";

/** The project's metrics: a sum per minute, with one dimension, whose value is the container. */
export const METRICS = {
  /** Packets of connections to the published ports, or all (`idle.count`); the host publishes them, like the next two. */
  packets: "Packets",
  /** Bytes that containers received from outside. */
  receivedBytes: "ReceivedBytes",
  /** Bytes that they sent. */
  sentBytes: "SentBytes",
  queries: QUERIES_METRIC,
} as const;
export type Metric = keyof typeof METRICS;

export const DIMENSION = "Container";

export const metricNamespace = (project: string): string => `WakeOnDns/${project}`;

/**
 * How late points of Packets may be, and how many may be missing, in keeper's rule and in the idle alarm. More is not
 * necessary: a player who is not counted yet has just queried DNS, which delays the sleep.
 */
export const LATE_MINUTES = 4;
