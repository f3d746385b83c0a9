import * as fc from "fast-check";
import { applyNewImage } from "../scenarios/applies";
import { fail, type Happening, sort, upTo } from "./happening";

/** What keeper reads, each by a call of its own. */
const READS = [
  "dynamodb:GetItem",
  "autoscaling:DescribeAutoScalingGroups",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "ec2:DescribeInstances",
  "ecs:ListContainerInstances",
  "ecs:DescribeContainerInstances",
  "ecs:ListTasks",
  "ecs:DescribeTasks",
  "ecs:DescribeServices",
  "route53:ListResourceRecordSets",
  "ssm:GetParameter",
] as const;

const unreadable = sort(
  {
    lasts: upTo(180),
    read: fc.constantFrom(...READS),
    how: fc.constantFrom("throttled" as const, "internal error" as const, "hangs" as const),
  },
  ({ read, how, ...when }) => ({
    what: `for ${when.lasts} minutes ${read} ${how === "hangs" ? how : `is ${how}`}`,
    play: (stage) => fail(stage, "call", { ...when, nth: 1 }, ({ action }) => (action === read ? how : undefined)),
  }),
);

/** AWS calls it a moment; five minutes are more than anybody has reported. */
const blanks = sort(
  { lasts: upTo(5), nth: upTo(3), read: fc.constantFrom(...READS.slice(5, 9)) },
  ({ read, ...when }) => ({
    what: `for ${when.lasts} minutes ${read} leaves out one of ${when.nth} that are there`,
    play: (stage) => fail(stage, "blank", when, ({ action }) => action === read),
  }),
);

/** A single blank answer can do the most harm right after a change, and is over at the next look. */
const glances = sort(
  { nth: fc.integer({ min: 3, max: 60 }), read: fc.constantFrom(...READS.slice(5, 9)) },
  ({ read, nth }) => ({
    what: `all day ${read} leaves out one of ${nth} that are there`,
    play: (stage) => fail(stage, "blank", { at: 0, lasts: 24 * 60, nth }, ({ action }) => action === read),
  }),
);

const stale = sort(
  { lasts: upTo(180), seconds: upTo(10), read: fc.constantFrom(READS[1], READS[2], READS[4]) },
  ({ read, seconds, ...when }) => ({
    what: `for ${when.lasts} minutes the answers of ${read} are ${seconds} s old`,
    play: (stage) =>
      fail(stage, "staleSeconds", { ...when, nth: 1 }, ({ action }) => (action === read ? seconds : undefined)),
  }),
);

const tables = sort({ lasts: upTo(60) }, ({ at, lasts }) => ({
  what: `keeper's memory is lost: somebody deletes its table, and applies ${lasts} minutes later`,
  play: (stage) => {
    stage.at(
      at,
      () => stage.world.tables.deleteTable(stage.table),
      "keeper's memory is lost: its table is deleted",
      "memory",
    );
    stage.at(at + lasts, () => applyNewImage(stage.world));
  },
}));

/** What keeper reads, and does not get, or not as it is. */
export const readFaults: readonly fc.Arbitrary<Happening>[] = [unreadable, blanks, glances, stale, tables];
