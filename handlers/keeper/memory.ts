import type { Ending, Obstacle } from "./ending";
import type { Instant } from "./time";

/**
 * Mails that a session sends once: it is up, its host counts no packets, it is about to be stopped at its own limit
 * ("trouble") or at that of the day.
 */
export const SESSION_MAILS = ["up", "blind", "trouble", "day"] as const;
export type SessionMail = (typeof SESSION_MAILS)[number];

/** From one wake to the next sleep. */
export interface Session {
  readonly since: Instant;
  /** What woke it. */
  readonly why: "query" | "by hand" | "lost host" | "from outside";
  /** When a person last woke it by hand while it was up. */
  readonly calledAt?: Instant;
  /** When desired capacity 1 was first seen; a wake that was not carried out is repeated. */
  readonly upAt?: Instant;
  /** The group last listed a host that was there to stay; before the first, when it was asked for one. */
  readonly hostSeenAt?: Instant;
  readonly instanceType?: string;
  /** When a task ran for the first time. */
  readonly ranAt?: Instant;
  /** When tasks of this host began to run, the oldest first: ECS may forget stopped ones within minutes. */
  readonly starts: readonly Instant[];
  /** Packets reached the threshold. */
  readonly played: boolean;
  /** Minutes with a third of the threshold or more: of somebody who plays quietly, too. */
  readonly busyMinutes?: number;
  /** A point of Packets was seen: the host can count. */
  readonly hasPoints: boolean;
  /** Its host has been ready since then, and ECS has given it no task yet. */
  readonly noTaskSince?: Instant;
  /** Tasks were asked for once more, past ECS's throttle. */
  readonly forcedDeployment: boolean;
  /** Why AWS did not let its service have the newest task definition; at most 300 characters. */
  readonly deploymentProblem?: string;
  /** What kept it asleep when a person woke it all the same. */
  readonly passedObstacles?: readonly Obstacle[];
  readonly claimedMails: readonly SessionMail[];
  /** What keeper decided, until it is seen. */
  readonly sleep?: { readonly at: Instant; readonly ending: Ending };
}

/** A host that waits in its termination hook. */
export interface Drain {
  readonly since: Instant;
  /** ECS drains it, as far as keeper has seen: only then is its task stopped. */
  readonly drainingSince?: Instant;
  /** Its ECS agent does not answer. */
  readonly agentGoneSince?: Instant;
}

/** A task that was seen and may still write. */
export interface KnownTask {
  /** ARN of the container instance it runs on. */
  readonly hostArn?: string;
  /** ECS does not list it any more, and never said that it has stopped. */
  readonly missingSince?: Instant;
}

/** A session that failed. */
export interface Failure {
  readonly at: Instant;
  /** What failed, in AWS's codes; from the third time on, the same cause is reported once a day. */
  readonly cause: string;
}

/** What a limit counts in one day or month. */
export interface Account {
  /** As the container's time zone has it: 2026-11-21 or 2026-11. */
  readonly date: string;
  /** With a host, draining ones too. */
  readonly minutes: number;
  /** What left the host. */
  readonly sentMiB: number;
  /** Mails that go out once in it. */
  readonly claimedMails: readonly string[];
}

/** What keeper keeps between looks: clocks, counts, and what it has told. Everything else is read at each look. */
export interface Memory {
  /** A requested wake that has not started yet, and its reason. */
  readonly pendingWake?: {
    readonly since: Instant;
    readonly why: Session["why"];
    /** Queries were ignored, but kept coming. */
    readonly insists?: boolean;
  };
  /** Only a query after this one can wake it. */
  readonly handledQuery?: Instant;
  /** The newest query known. */
  readonly lastQuery?: Instant;
  /** When desired capacity became 0, as far as keeper knows. */
  readonly sleptAt?: Instant;
  readonly restUntil?: Instant;
  /** Sessions in a row that failed, the newest last; a day without one, or players, begin a new row. */
  readonly failures?: readonly Failure[];
  /** A person wants it up until then, whether anybody plays or not. */
  readonly holdUntil?: Instant;
  /** Minutes of sessions that nobody played in, as they were then: they are forgotten bit by bit. */
  readonly emptySessions?: { readonly minutes: number; readonly at: Instant };
  /** When somebody last woke it by asking again and again, though queries were ignored. */
  readonly brokeThroughAt?: Instant;
  readonly day: Account & { readonly wakes: number };
  readonly month: Account;
  /** A host is there, and its time is in day and month up to here. */
  readonly countedUntil?: Instant;
  /** So is what it sent, up to this minute. */
  readonly sentUntil?: Instant;
  readonly session?: Session;
  /** By ARN. */
  readonly tasks: Readonly<Record<string, KnownTask>>;
  /** By instance. */
  readonly drains: Readonly<Record<string, Drain>>;
  /** What the record was when it was last read. */
  readonly record?: {
    /** Undefined: the address. */
    readonly name?: string;
    readonly a: string;
    readonly aaaa?: string;
    readonly listedAt: Instant;
  };
  /** The last session's tasks failed to start: ECS may throttle the next ones. */
  readonly failedToStart: boolean;
}

export const newDay = (date: string): Memory["day"] => ({ ...newAccount(date), wakes: 0 });
export const newAccount = (date: string): Account => ({ date, minutes: 0, sentMiB: 0, claimedMails: [] });

/** Its day and month are those of UTC, until the first look begins those of the container's time zone. */
export const noMemory = (now: Instant): Memory => ({
  day: newDay(new Date(now).toISOString().slice(0, 10)),
  month: newAccount(new Date(now).toISOString().slice(0, 7)),
  tasks: {},
  drains: {},
  failedToStart: false,
});
