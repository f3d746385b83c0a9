import { MINUTE, type Instant } from "../clock";

/** What passes a host, by the names of its metrics. */
export type Traffic = Readonly<Record<"Packets" | "ReceivedBytes" | "SentBytes", number>>;

/** What somebody exchanges with a host in a minute. */
export interface Rate {
  readonly packets: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** So many Mbit/s are so many bytes a minute. */
export const megabits = (perSecond: number): number => (perSecond * 1e6 * 60) / 8;

/** What a rate comes to between two times, if there is any. */
export function trafficOf({ packets, receivedBytes, sentBytes }: Rate, from: Instant, until: Instant): Traffic {
  const minutes = Math.max(0, until - from) / MINUTE;
  return { Packets: packets * minutes, ReceivedBytes: receivedBytes * minutes, SentBytes: sentBytes * minutes };
}

export const sum = (all: readonly Traffic[], name: keyof Traffic): number =>
  Math.round(all.reduce((total, traffic) => total + traffic[name], 0));
