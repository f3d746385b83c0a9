import type { Ending, Limit, Obstacle, ReportedEnding } from "./ending";
import type { DueRun, FailedJob, Reading, RecordValues } from "./facts";
import type { Memory } from "./memory";
import type { Instant } from "./time";

/** A limit and how much of it is used, in minutes; of traffic in MiB. */
export interface Usage {
  readonly limit: Limit;
  readonly used: number;
  readonly most: number;
}

/** The packets of a session, minute by minute. */
export interface PacketCount {
  /** Packets of the busiest minute. */
  readonly busiest: number;
  /** Minutes without a packet. */
  readonly quietMinutes: number;
  /** Minutes that were counted at all. */
  readonly minutes: number;
}

/** What a mail tells; mails.ts writes it out. */
export type Mail =
  | {
      readonly kind: "up";
      readonly address: RecordValues;
      readonly tookMinutes: number;
      readonly why: string;
      /** It may run what was applied before: why AWS did not let it have the newest. */
      readonly deploymentProblem?: string;
      /** A person woke it by hand, though these were in the way. */
      readonly passedObstacles?: readonly Obstacle[];
    }
  | {
      readonly kind: "asleep";
      readonly ending: ReportedEnding;
      readonly minutes: number;
      readonly instanceType?: string;
      readonly monthMinutes: number;
      readonly played: boolean;
      /** Set when the session failed: queries do not count before. */
      readonly restUntil?: Instant;
      /** The same has failed so often that further failures of today are not told. */
      readonly isLastToday?: boolean;
      /** What came, where no minute reached the threshold. */
      readonly packetCount?: PacketCount;
      /** Set when the session was for nobody; queries are ignored until then, if they are. */
      readonly emptySession?: { readonly ignoredUntil?: Instant; readonly byHand: boolean };
    }
  /** What never sleeps is back, so many minutes after it was away for this reason. */
  | {
      readonly kind: "healed";
      readonly cause: Ending;
      readonly minutes: number;
      /** Hosts that were started for it. */
      readonly hosts: number;
      readonly isLastToday: boolean;
    }
  /** It is still away. */
  | { readonly kind: "down"; readonly cause: Ending; readonly since: Instant; readonly next: NextTry }
  | { readonly kind: "stops soon"; readonly limit: "session" | "day"; readonly inMinutes: number }
  /** Four fifths of a limit are used. */
  | ({ readonly kind: "limit near" } & Usage)
  /** A limit passed that only tells (limit.stop is false). */
  | ({ readonly kind: "limit passed" } & Usage)
  | { readonly kind: "blind host"; readonly instanceId: string }
  /** A service that is not essential is down; the task goes on. */
  | { readonly kind: "service stopped"; readonly service: string; readonly exitCode?: number; readonly reason: string }
  /** A scheduled run that failed, was stopped, or never began. */
  | {
      readonly kind: "run failed";
      readonly service: string;
      readonly dueAt: Instant;
      readonly how:
        | "failed"
        | "unstarted"
        | "cut off"
        | "timeout"
        | "lost"
        | "not started"
        | "no host"
        | "by hand"
        | "resting"
        | "limit"
        | "outlasts";
      readonly exitCode?: number;
      /** In AWS's words; empty if it does not say. */
      readonly reason: string;
      /** Further ones of today are not reported. */
      readonly isLastToday: boolean;
    }
  | { readonly kind: "host outside the group"; readonly instanceId: string }
  /** Capacity is 0, but Auto Scaling leaves a host in the group: somebody protects it, or it is on standby. */
  | { readonly kind: "host stays"; readonly instanceId: string; readonly lifecycleState: string }
  /** A query was not followed: today's wakes are used up, or a limit. */
  | { readonly kind: "wakes used up"; readonly wakes: number }
  | { readonly kind: "used up"; readonly limit: Limit; readonly most: number }
  /** A query was not followed, because nobody played lately. */
  | { readonly kind: "ignored"; readonly until: Instant }
  /** A query was not followed within 30 minutes, because something of a former host was left. */
  | { readonly kind: "blocked"; readonly by: string }
  | { readonly kind: "hold unreadable"; readonly written: string }
  /** Keeper remembers nothing: it has just been deployed, or somebody deleted its memory. */
  | { readonly kind: "begins" }
  | { readonly kind: "memory unreadable"; readonly problem: string }
  | ({ readonly kind: "backup failed" } & FailedJob)
  | { readonly kind: "wake fails" };

/** What keeper does next about what is away. */
export type NextTry =
  /** No further host before; until then ECS keeps trying on the one that is there, if it is not waiting without one. */
  | { readonly kind: "new host"; readonly at: Instant; readonly isWaiting: boolean }
  /** AWS has none: its words, empty if it does not say. */
  | { readonly kind: "no capacity"; readonly problem: string }
  /** Something of the host before is left. */
  | { readonly kind: "blocked"; readonly by: string }
  | { readonly kind: "starting" };

/** What keeper does. Each may be done twice without harm, but mails, which memory claims first. */
export type Action =
  | { readonly do: "update service"; readonly force: boolean; readonly why: string }
  | { readonly do: "set capacity"; readonly desired: 0 | 1; readonly why: string }
  | { readonly do: "point record"; readonly values: RecordValues; readonly why: string }
  | {
      readonly do: "associate address";
      readonly instanceId: string;
      readonly allocationId: string;
      readonly why: string;
    }
  | { readonly do: "drain"; readonly instanceId: string; readonly hostArn: string; readonly why: string }
  | { readonly do: "run task"; readonly run: DueRun; readonly token: string; readonly why: string }
  | { readonly do: "stop task"; readonly instanceId: string; readonly taskArn: string; readonly why: string }
  | { readonly do: "forget"; readonly instanceId: string; readonly hostArn: string; readonly why: string }
  | { readonly do: "keep waiting"; readonly instanceId: string; readonly why: string }
  | { readonly do: "release"; readonly instanceId: string; readonly why: string }
  | { readonly do: "mail"; readonly mail: Mail; readonly why: string };

/** Where the container is in its life, for the log and for people. */
export type State =
  | "no group"
  | "asleep"
  | "asleep, ignoring queries"
  | "waiting to wake"
  | "waking"
  | "awake"
  | "going to sleep"
  | "stopping"
  | "stopping, then waking"
  /** Keeper's memory cannot be read. */
  | "no memory"
  /** Something has to be read first. */
  | "reading";

/** What one part of a decision comes to. */
export interface Step {
  readonly memory: Memory;
  /** In this order. */
  readonly actions: readonly Action[];
}

export interface Decision {
  /** What must be read before anything can be decided; if not empty, nothing else counts. */
  readonly missing: readonly Reading[];
  /** In this order. */
  readonly actions: readonly Action[];
  /** To be written before any action, if it differs from the one that was read. */
  readonly memory: Memory;
  readonly state: State;
}
