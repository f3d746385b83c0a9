/** A task that stopped, as mails tell it. */
export interface Stop {
  /** AWS's stop code, like TaskFailedToStart. */
  readonly code: string;
  /** Why, in AWS's and the registry's words, at most 300 characters. */
  readonly reason: string;
  readonly exits: readonly Exit[];
}

/** How a service of the task ended. */
export interface Exit {
  readonly service: string;
  readonly exitCode: number;
}

/** What may be used up: hours of a session, a day, a month, and what leaves the host. */
export const LIMITS = ["session", "day", "month", "day traffic", "month traffic"] as const;
export type Limit = (typeof LIMITS)[number];

/** What keeps it asleep despite queries, but does not stop a wake by hand. */
export const OBSTACLES = ["rest", "ignored queries", "wakes", "day", "month", "month traffic"] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Why a session ends. */
export type Ending =
  /** Nobody played any more. */
  | { readonly kind: "idle" }
  /** In minutes; of traffic in MiB. */
  | { readonly kind: "limit"; readonly limit: Limit; readonly most: number }
  | { readonly kind: "by hand" }
  /** Desired capacity was set to 0 by a person or by the left-up policy. */
  | { readonly kind: "from outside" }
  | { readonly kind: "crash loop"; readonly stops: readonly Stop[]; readonly restMinutes: number }
  /** No task ran in time. Without stops none was ever tried. */
  | {
      readonly kind: "not ready";
      readonly stops: readonly Stop[];
      readonly placementProblem: string;
      readonly restMinutes: number;
    }
  | { readonly kind: "no capacity"; readonly problem: string; readonly restMinutes?: number }
  /** Its programs ended by themselves, with exit code 0, and are not to be restarted then. */
  | { readonly kind: "done" }
  /** The host was unhealthy, stopped or terminated; it is replaced if the session was alive. */
  | { readonly kind: "host lost"; readonly what: string; readonly wakesAgain: boolean }
  | { readonly kind: "two hosts"; readonly elder: string; readonly younger: string; readonly wakesAgain: boolean };
