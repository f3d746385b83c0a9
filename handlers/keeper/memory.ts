import * as z from "zod/mini";
import { ENDING, OBSTACLES } from "./ending";
import { instant, listOf, objectOf, recordOf } from "./schema";
import type { Instant } from "./time";

/**
 * Mails that a session sends once: it is up, its host counts no packets, it is about to be stopped at its own limit
 * ("trouble") or at that of the day.
 */
export const SESSION_MAILS = ["up", "blind", "trouble", "day"] as const;
export type SessionMail = (typeof SESSION_MAILS)[number];

const WHY = z.enum(["query", "by hand", "lost host", "from outside", "schedule", "always"]);

/** From one wake to the next sleep. */
const SESSION = objectOf({
  since: instant,
  /** What woke it. */
  why: WHY,
  /** When a person last woke it by hand while it was up. */
  calledAt: z.optional(instant),
  /** When desired capacity 1 was first seen; a wake that was not carried out is repeated. */
  upAt: z.optional(instant),
  /** The group last listed a host that was there to stay; before the first, when it was asked for one. */
  hostSeenAt: z.optional(instant),
  instanceType: z.optional(z.string()),
  /** Its host, where it never sleeps. */
  hostId: z.optional(z.string()),
  /** Since then the ECS agent of that host does not answer. */
  agentSilentSince: z.optional(instant),
  /** It never slept until then: its hours count from there. */
  alwaysUntil: z.optional(instant),
  /** When a task ran for the first time. */
  ranAt: z.optional(instant),
  /** When tasks of this host began to run, the oldest first: ECS may forget stopped ones within minutes. */
  starts: listOf(instant),
  /** Packets reached the threshold. */
  played: z.boolean(),
  /** Minutes with a third of the threshold or more: of somebody who plays quietly, too. */
  busyMinutes: z.optional(z.number()),
  /** A point of Packets was seen: the host can count. */
  hasPoints: z.boolean(),
  /** Its host has been ready since then, and ECS has given it no task yet. */
  noTaskSince: z.optional(instant),
  /** Tasks were asked for once more, past ECS's throttle. */
  forcedDeployment: z.boolean(),
  /** Why AWS did not let its service have the newest task definition; at most 300 characters. */
  deploymentProblem: z.optional(z.string()),
  /** What kept it asleep when a person woke it all the same. */
  passedObstacles: z.optional(listOf(z.enum(OBSTACLES))),
  /** When its last scheduled run ended, or was given up. */
  runEndedAt: z.optional(instant),
  claimedMails: listOf(z.enum(SESSION_MAILS)),
  /** What keeper decided, until it is seen. */
  sleep: z.optional(objectOf({ at: instant, ending: ENDING })),
});
export type Session = z.output<typeof SESSION>;

/** A host that waits in its termination hook. */
const DRAIN = objectOf({
  since: instant,
  /** ECS drains it, as far as keeper has seen: only then is its task stopped. */
  drainingSince: z.optional(instant),
  /** Its ECS agent does not answer. */
  agentGoneSince: z.optional(instant),
});
export type Drain = z.output<typeof DRAIN>;

/** A task that was seen and may still write. */
const KNOWN_TASK = objectOf({
  /** ARN of the container instance it runs on. */
  hostArn: z.optional(z.string()),
  /** RunTask started it. */
  isRun: z.optional(z.boolean()),
  /** ECS does not list it any more, and never said that it has stopped. */
  missingSince: z.optional(instant),
});
export type KnownTask = z.output<typeof KNOWN_TASK>;

/** A run of a scheduled service that is due and has not ended. */
const RUN = objectOf({
  service: z.string(),
  dueAt: instant,
  /** When keeper heard that it is due. */
  since: instant,
  /** As it was configured when it was due. */
  timeoutMinutes: z.optional(z.number()),
  /** It may start a host, and end the session that it was started for. */
  wakes: z.optional(z.boolean()),
  /** A person wants it, so that it also starts a host. */
  byHand: z.optional(z.boolean()),
  /** When ECS was first asked to start it. */
  askedAt: z.optional(instant),
  /** Answers of ECS that started nothing: the next one has a token of its own. */
  refusals: z.optional(z.number()),
  /** Why, in AWS's words; at most 300 characters. */
  problem: z.optional(z.string()),
  /** Its task, once it was seen. */
  taskArn: z.optional(z.string()),
  /** It lasted too long, and was stopped. */
  timedOut: z.optional(z.boolean()),
});
export type Run = z.output<typeof RUN>;

/** A container that never sleeps is away. */
const INCIDENT = objectOf({
  since: instant,
  /** Why the session ended, or would have. */
  cause: ENDING,
  /** How many hosts were started since. */
  hosts: z.number(),
});
export type Incident = z.output<typeof INCIDENT>;

/** A session that failed. */
const FAILURE = objectOf({
  at: instant,
  /** What failed, in AWS's codes; from the third time on, the same cause is reported once a day. */
  cause: z.string(),
});
export type Failure = z.output<typeof FAILURE>;

/** What a limit counts in one day or month. */
const ACCOUNT = {
  /** As the container's time zone has it: 2026-11-21 or 2026-11. */
  date: z.string(),
  /** With a host, draining ones too. */
  minutes: z.number(),
  /** What left the host. */
  sentMiB: z.number(),
  /** Mails that go out once in it. */
  claimedMails: listOf(z.string()),
};

/**
 * What keeper keeps between looks: clocks, counts, and what it has told. Everything else is read at each look. A new field
 * must be optional, or SCHEMA in memory-store.ts is raised and the old memory is discarded.
 */
export const MEMORY = objectOf({
  /** A requested wake that has not started yet, and its reason. */
  pendingWake: z.optional(
    objectOf({
      since: instant,
      why: WHY,
      /** Queries were ignored, but kept coming. */
      insists: z.optional(z.boolean()),
    }),
  ),
  /** Only a query after this one can wake it. */
  handledQuery: z.optional(instant),
  /** The newest query known. */
  lastQuery: z.optional(instant),
  /** When desired capacity became 0, as far as keeper knows. */
  sleptAt: z.optional(instant),
  restUntil: z.optional(instant),
  /** Sessions in a row that failed, the newest last; a day without one, or players, begin a new row. */
  failures: z.optional(listOf(FAILURE)),
  /** A person wants it up until then, whether anybody plays or not. */
  holdUntil: z.optional(instant),
  /** Minutes of sessions that nobody played in, as they were then: they are forgotten bit by bit. */
  emptySessions: z.optional(objectOf({ minutes: z.number(), at: instant })),
  /** When somebody last woke it by asking again and again, though queries were ignored. */
  brokeThroughAt: z.optional(instant),
  /** The Elastic IP was last associated with this instance. */
  associated: z.optional(objectOf({ instanceId: z.string(), at: instant })),
  /** A person has stopped what never sleeps. */
  stoppedByHand: z.optional(z.boolean()),
  incident: z.optional(INCIDENT),
  /** When hosts were given up on which the container did not run; the last three. */
  replacedAt: z.optional(listOf(instant)),
  /** The host of the last session of what never sleeps. */
  formerHostId: z.optional(z.string()),
  /** The next host starts no sooner. */
  waitUntil: z.optional(instant),
  day: objectOf({ ...ACCOUNT, wakes: z.number() }),
  month: objectOf(ACCOUNT),
  /** A host is there, and its time is in day and month up to here. */
  countedUntil: z.optional(instant),
  /** So is what it sent, up to this minute. */
  sentUntil: z.optional(instant),
  session: z.optional(SESSION),
  runs: z.optional(listOf(RUN)),
  /** Runs that were due in the last hours, whatever became of them: Scheduler may ask for one twice. */
  dueRuns: z.optional(listOf(objectOf({ service: z.string(), dueAt: instant }))),
  /** By ARN. */
  tasks: recordOf(KNOWN_TASK),
  /** By instance. */
  drains: recordOf(DRAIN),
  /** What the record was when it was last read. */
  record: z.optional(
    objectOf({
      /** Undefined: the address. */
      name: z.optional(z.string()),
      a: z.string(),
      aaaa: z.optional(z.string()),
      listedAt: instant,
    }),
  ),
  /** The last session's tasks failed to start: ECS may throttle the next ones. */
  failedToStart: z.boolean(),
});
export type Memory = z.output<typeof MEMORY>;

export const newDay = (date: string): Memory["day"] => ({ ...newAccount(date), wakes: 0 });
export const newAccount = (date: string): Memory["month"] => ({ date, minutes: 0, sentMiB: 0, claimedMails: [] });

/** Its day and month are those of UTC, until the first look begins those of the container's time zone. */
export const noMemory = (now: Instant): Memory => ({
  day: newDay(new Date(now).toISOString().slice(0, 10)),
  month: newAccount(new Date(now).toISOString().slice(0, 7)),
  tasks: {},
  drains: {},
  failedToStart: false,
});
