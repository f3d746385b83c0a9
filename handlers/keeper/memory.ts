import type { Ending } from "./decision";
import { dayOf, monthOf, type Instant } from "./time";

/** From one wake to the next sleep. */
export interface Session {
  readonly since: Instant;
  /** What woke it. */
  readonly why: "query" | "by hand" | "lost host" | "from outside";
  /** Its time is counted into day and month up to here. */
  readonly countedUntil: Instant;
  /** False until desired capacity 1 was seen: a wake that was not carried out is repeated. */
  readonly up: boolean;
  /** The group last listed a host that was there to stay; before the first, when it was asked for one. */
  readonly hostSeenAt?: Instant;
  readonly instanceType?: string;
  /** When a task ran for the first time. */
  readonly ranAt?: Instant;
  /** Packets reached the threshold. */
  readonly played: boolean;
  /** A point of Packets was seen: the host can count. */
  readonly counts: boolean;
  /** Tasks were once asked for anew, past ECS's throttle. */
  readonly forcedDeployment: boolean;
  readonly told: readonly ("up" | "trouble")[];
  /** What keeper decided, until it is seen. */
  readonly sleep?: { readonly at: Instant; readonly ending: Ending };
}

/** A host that waits in its termination hook. */
export interface Drain {
  readonly since: Instant;
  /** Its ECS agent does not answer. */
  readonly agentGoneSince?: Instant;
}

/** What keeper keeps between looks: clocks, counts, and what it has told. Everything else is read anew. */
export interface Memory {
  /** A wish to wake that is not fulfilled yet, and whose it is. */
  readonly wanted?: { readonly since: Instant; readonly why: Session["why"] };
  /** Only a query after this one is a wish. */
  readonly seenQuery?: Instant;
  /** The newest query known. */
  readonly lastQuery?: Instant;
  /** When desired capacity became 0, as far as keeper knows. */
  readonly sleptAt?: Instant;
  readonly restUntil?: Instant;
  readonly ignoreUntil?: Instant;
  /** Sessions in a row that nobody played in. */
  readonly vainSessions: number;
  /** UTC. `told`: mails that go out once a day. */
  readonly day: {
    readonly date: string;
    readonly wakes: number;
    readonly minutes: number;
    readonly told: readonly string[];
  };
  readonly month: { readonly date: string; readonly minutes: number };
  readonly session?: Session;
  /** By instance. */
  readonly drains: Readonly<Record<string, Drain>>;
  /** What the record was when it was last read. */
  readonly record?: { readonly a: string; readonly aaaa?: string; readonly listedAt: Instant };
  /** The last session's tasks failed to start: ECS may throttle the next ones. */
  readonly failedToStart: boolean;
}

export const noMemory = (now: Instant): Memory => ({
  vainSessions: 0,
  day: { date: dayOf(now), wakes: 0, minutes: 0, told: [] },
  month: { date: monthOf(now), minutes: 0 },
  drains: {},
  failedToStart: false,
});
