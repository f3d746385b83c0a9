import type { Aws } from "./aws/connect";
import type { Reading, Readings } from "./facts";
import { holdOf } from "./hold";
import type { Memory } from "./memory";
import { MINUTE, type Instant } from "./time";

const DAY_MINUTES = 24 * 60;
/** A little more than a wish lasts. */
const QUERIES_MINUTES = 35;

/** Since an instant, or for a day if there is none: no limit and no session is longer. */
const sinceOr = (since: Instant | undefined, now: Instant): Instant => {
  const dayAgo = now - DAY_MINUTES * MINUTE;
  return Math.max(since ?? dayAgo, dayAgo);
};

/** How each reading is read. */
const READ: {
  readonly [Name in Reading]: (aws: Aws, memory: Memory, now: Instant) => Promise<Readings[Name]>;
} = {
  machines: (aws, _, now) => aws.ec2().machines(now),
  cluster: (aws, _, now) => aws.ecs().cluster(now),
  record: (aws) => aws.route53().record(),
  packets: (aws, { session }, now) => aws.cloudWatch().sums("Packets", sinceOr(session?.since, now), now),
  sentBytes: (aws, { sentUntil, session }, now) =>
    aws.cloudWatch().sums("SentBytes", sinceOr(sentUntil ?? session?.since, now), now),
  queries: (aws, _, now) => aws.cloudWatch().sums("DnsQueries", now - QUERIES_MINUTES * MINUTE, now),
  hold: async (aws) => holdOf(await aws.ssm().hold()),
  launchProblem: (aws, { session }) => aws.autoScaling().launchProblem(session?.since ?? 0),
  placementProblem: (aws, { session }) => aws.ecs().placementProblem(session?.since ?? 0),
};

/** Reads one thing that a decision misses. */
export async function read<Name extends Reading>(
  name: Name,
  aws: Aws,
  memory: Memory,
  now: Instant,
): Promise<Readings[Name]> {
  return READ[name](aws, memory, now);
}
