import { MINUTE, type Instant } from "../clock";

/** A host's traffic, by metric name. */
export type Traffic = Readonly<Record<"Packets" | "ReceivedBytes" | "SentBytes", number>>;

/** Traffic with a host per minute. */
export interface Rate {
  readonly packets: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Mbit/s in bytes per minute. */
export const megabits = (perSecond: number): number => (perSecond * 1e6 * 60) / 8;

/** The traffic at a rate between two times. */
export function trafficOf({ packets, receivedBytes, sentBytes }: Rate, from: Instant, until: Instant): Traffic {
  const minutes = Math.max(0, until - from) / MINUTE;
  return { Packets: packets * minutes, ReceivedBytes: receivedBytes * minutes, SentBytes: sentBytes * minutes };
}

export const sum = (all: readonly Traffic[], name: keyof Traffic): number =>
  Math.round(all.reduce((total, traffic) => total + traffic[name], 0));
