import type { Aws } from "./aws/connect";
import type { Point, Reading, Readings } from "./facts";
import { holdOf } from "./hold";
import type { Memory } from "./memory";
import { QUERIES_MINUTES } from "./read-settings";
import { MINUTE, startOfMinute, type Instant } from "./time";

const DAY_MINUTES = 24 * 60;

/** Since an instant, or for a day if there is none: no limit and no session is longer. */
const sinceOr = (since: Instant | undefined, now: Instant): Instant => {
  const dayAgo = now - DAY_MINUTES * MINUTE;
  return Math.max(since ?? dayAgo, dayAgo);
};

/** Reads one thing that a decision misses. */
export type Read = <Name extends Reading>(name: Name) => Promise<Readings[Name]>;

/** The readings of one look. What one call of AWS answers is asked for once. */
export function reader(aws: Aws, memory: Memory, now: Instant): Read {
  const { session, sentUntil } = memory;
  const sessionBegin = sinceOr(session?.since, now);
  const uncounted = sinceOr(sentUntil ?? session?.since, now);
  let asked: ReturnType<typeof ask> | undefined;
  const ask = () =>
    aws.cloudWatch().sums(["packets", "receivedBytes", "sentBytes"], Math.min(sessionBegin, uncounted), now);
  const traffic = async (name: "packets" | "receivedBytes" | "sentBytes", since: Instant): Promise<readonly Point[]> =>
    (await (asked ??= ask()))[name].filter(({ at }) => at >= startOfMinute(since));

  const read: { readonly [Name in Reading]: () => Promise<Readings[Name]> } = {
    machines: () => aws.ec2().machines(now),
    cluster: () => aws.ecs().cluster(now),
    record: () => aws.route53().record(),
    fixedAddress: () => aws.ec2().fixedAddress(),
    packets: () => traffic("packets", sessionBegin),
    receivedBytes: () => traffic("receivedBytes", sessionBegin),
    sentBytes: () => traffic("sentBytes", uncounted),
    queries: async () => (await aws.cloudWatch().sums(["queries"], now - QUERIES_MINUTES * MINUTE, now)).queries,
    hold: async () => holdOf(await aws.ssm().hold()),
    launchProblem: () => aws.autoScaling().launchProblem(session?.since ?? 0),
    placementProblem: () => aws.ecs().placementProblem(session?.since ?? 0),
  };
  return async (name) => read[name]();
}
