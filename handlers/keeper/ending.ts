import * as z from "zod/mini";
import { listOf, objectOf } from "./schema";

/** How a service of a task ended. */
const EXIT = objectOf({ service: z.string(), exitCode: z.number() });
export type Exit = z.output<typeof EXIT>;

const stop = {
  /** AWS's stop code, like TaskFailedToStart. */
  code: z.string(),
  /** Why, in AWS's and the registry's words, at most 300 characters. */
  reason: z.string(),
};
/** As it is stored: the first versions knew the exit codes only. */
const STORED_STOP = objectOf({
  ...stop,
  exitCodes: listOf(z.number()),
  /** Of these services, in the same order. */
  services: z.optional(listOf(z.string())),
});

/** A task that stopped, as mails tell it. */
const STOP = z.codec(STORED_STOP, objectOf({ ...stop, exits: listOf(EXIT) }), {
  decode: ({ code, reason, exitCodes, services = [] }) => ({
    code,
    reason,
    exits: exitCodes.map((exitCode, index) => ({ service: services[index] ?? "", exitCode })),
  }),
  encode: ({ code, reason, exits }) => ({
    code,
    reason,
    exitCodes: exits.map(({ exitCode }) => exitCode),
    services: exits.map(({ service }) => service),
  }),
});
export type Stop = z.output<typeof STOP>;

/** What may be used up: hours of a session, a day, a month, and what leaves the host. */
export const LIMITS = ["session", "day", "month", "day traffic", "month traffic"] as const;
export type Limit = (typeof LIMITS)[number];

/** What keeps it asleep despite queries, but does not stop a wake by hand. */
export const OBSTACLES = ["rest", "ignored queries", "wakes", "day", "month", "month traffic"] as const;
export type Obstacle = (typeof OBSTACLES)[number];

const endingOf = <Kind extends string, Fields extends z.core.$ZodLooseShape>(kind: Kind, fields: Fields) =>
  objectOf({ kind: z.literal(kind), ...fields });
const stops = listOf(STOP);
const restMinutes = z.number();
const wakesAgain = z.boolean();

/** Why a session ends. */
export const ENDING = z.discriminatedUnion("kind", [
  /** Nobody played any more. */
  endingOf("idle", {}),
  /** In minutes; of traffic in MiB. */
  endingOf("limit", { limit: z.enum(LIMITS), most: z.number() }),
  endingOf("by hand", {}),
  /** Desired capacity was set to 0 by a person or by the left-up policy. */
  endingOf("from outside", {}),
  endingOf("crash loop", { stops, restMinutes }),
  /** No task ran in time. Without stops none was ever tried. */
  endingOf("not ready", { stops, placementProblem: z.string(), restMinutes }),
  endingOf("no capacity", { problem: z.string(), restMinutes: z.optional(restMinutes) }),
  /** Its programs ended by themselves, with exit code 0, and are not to be restarted then. */
  endingOf("done", {}),
  /** It was up for scheduled runs, and they are over. */
  endingOf("runs done", {}),
  /** The host was unhealthy, stopped or terminated; it is replaced if the session was alive. */
  endingOf("host lost", { what: z.string(), wakesAgain }),
  endingOf("two hosts", { elder: z.string(), younger: z.string(), wakesAgain }),
]);
export type Ending = z.output<typeof ENDING>;
/** Those that are reported: of the others nobody waits to hear. */
export type ReportedEnding = Exclude<Ending, { readonly kind: "runs done" }>;
