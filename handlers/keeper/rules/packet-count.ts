import type { PacketCount } from "../decision";
import type { Point } from "../facts";
import type { Session } from "../memory";

/** What the host counted since players could come; undefined if that was not a single minute. */
export function packetCountOf(
  points: readonly Point[] = [],
  { ranAt, since, played }: Session,
): PacketCount | undefined {
  const values = points.filter(({ at }) => at >= (ranAt ?? since)).map(({ value }) => value);
  if (played || values.length === 0) return undefined;
  return {
    busiest: Math.max(...values),
    quietMinutes: values.filter((value) => value === 0).length,
    minutes: values.length,
  };
}
