/** Queries for the container's name; put by wake, from us-east-1, which needs no other metric's name. */
export const QUERIES_METRIC = "DnsQueries";

/** The project's own metrics. Each has a sum per minute, and one dimension, whose value is the container. */
export const METRICS = {
  /** Packets of real connections to the published ports, or all (`idle.count`); put by the host. */
  packets: "Packets",
  /** What came into containers from outside; put by the host. */
  receivedBytes: "ReceivedBytes",
  /** What left them; put by the host. */
  sentBytes: "SentBytes",
  queries: QUERIES_METRIC,
} as const;
export type Metric = keyof typeof METRICS;

export const DIMENSION = "Container";

export const metricNamespace = (project: string): string => `WakeOnDns/${project}`;

/**
 * Points of Packets may come so late, or so many may be missing, in keeper's rule and in the alarm that makes it look. Not
 * more: whoever is not counted yet has just asked DNS, and that postpones the sleep.
 */
export const LATE_MINUTES = 4;
