import * as z from "zod/mini";
import { LIMITS, OBSTACLES, type Ending, type Exit, type Stop } from "./ending";
import {
  SESSION_MAILS,
  type Account,
  type Drain,
  type Failure,
  type KnownTask,
  type Memory,
  type Session,
} from "./memory";

/** A schema for each field of T, none forgotten: the compiler compares it with the type. */
type Fields<T> = { [Name in keyof Required<T>]: z.ZodMiniType<T[Name]> };
type EndingOf<Kind extends Ending["kind"]> = Fields<Extract<Ending, { kind: Kind }>>;

/** Milliseconds in code, readable in the console: 2026-11-21T19:58:03.120Z. */
const instant = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (milliseconds) => new Date(milliseconds).toISOString(),
});
const listOf = <T extends z.core.SomeType>(item: T) => z.readonly(z.array(item));

const storedStop = z.object({
  code: z.string(),
  reason: z.string(),
  exitCodes: listOf(z.number()),
  /** Of these services, in the same order; the first versions did not store them. */
  services: z.optional(listOf(z.string())),
});
const exit = z.object({ service: z.string(), exitCode: z.number() } satisfies Fields<Exit>);
const stop = z.codec(
  storedStop,
  z.object({ code: z.string(), reason: z.string(), exits: listOf(exit) } satisfies Fields<Stop>),
  {
    decode: ({ exitCodes, services = [], ...stored }) => ({
      ...stored,
      exits: exitCodes.map((exitCode, index) => ({ service: services[index] ?? "", exitCode })),
    }),
    encode: ({ exits, ...known }) => ({
      ...known,
      exitCodes: exits.map(({ exitCode }) => exitCode),
      services: exits.map(({ service }) => service),
    }),
  },
);
const stops = listOf(stop);

const ending = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("idle") } satisfies EndingOf<"idle">),
  z.object({ kind: z.literal("limit"), limit: z.enum(LIMITS), most: z.number() } satisfies EndingOf<"limit">),
  z.object({ kind: z.literal("by hand") } satisfies EndingOf<"by hand">),
  z.object({ kind: z.literal("from outside") } satisfies EndingOf<"from outside">),
  z.object({ kind: z.literal("crash loop"), stops, restMinutes: z.number() } satisfies EndingOf<"crash loop">),
  z.object({
    kind: z.literal("not ready"),
    stops,
    placementProblem: z.string(),
    restMinutes: z.number(),
  } satisfies EndingOf<"not ready">),
  z.object({
    kind: z.literal("no capacity"),
    problem: z.string(),
    restMinutes: z.optional(z.number()),
  } satisfies EndingOf<"no capacity">),
  z.object({ kind: z.literal("done") } satisfies EndingOf<"done">),
  z.object({
    kind: z.literal("host lost"),
    what: z.string(),
    wakesAgain: z.boolean(),
  } satisfies EndingOf<"host lost">),
  z.object({
    kind: z.literal("two hosts"),
    elder: z.string(),
    younger: z.string(),
    wakesAgain: z.boolean(),
  } satisfies EndingOf<"two hosts">),
]);

const why = z.enum(["query", "by hand", "lost host", "from outside"]);

const session = z.object({
  since: instant,
  why,
  calledAt: z.optional(instant),
  upAt: z.optional(instant),
  hostSeenAt: z.optional(instant),
  instanceType: z.optional(z.string()),
  ranAt: z.optional(instant),
  starts: listOf(instant),
  played: z.boolean(),
  busyMinutes: z.optional(z.number()),
  hasPoints: z.boolean(),
  noTaskSince: z.optional(instant),
  forcedDeployment: z.boolean(),
  deploymentProblem: z.optional(z.string()),
  passedObstacles: z.optional(listOf(z.enum(OBSTACLES))),
  claimedMails: listOf(z.enum(SESSION_MAILS)),
  sleep: z.optional(z.object({ at: instant, ending } satisfies Fields<NonNullable<Session["sleep"]>>)),
} satisfies Fields<Session>);

const account = {
  date: z.string(),
  minutes: z.number(),
  sentMiB: z.number(),
  claimedMails: listOf(z.string()),
} satisfies Fields<Account>;
const task = z.object({
  hostArn: z.optional(z.string()),
  missingSince: z.optional(instant),
} satisfies Fields<KnownTask>);
const drain = z.object({
  since: instant,
  drainingSince: z.optional(instant),
  agentGoneSince: z.optional(instant),
} satisfies Fields<Drain>);

const failure = z.object({ at: instant, cause: z.string() } satisfies Fields<Failure>);

/** Memory as JSON. A new field must be optional, or SCHEMA in memory-store.ts is raised and the old memory is discarded. */
export const MEMORY: z.ZodMiniType<Memory> = z.object({
  pendingWake: z.optional(
    z.object({ since: instant, why, insists: z.optional(z.boolean()) } satisfies Fields<
      NonNullable<Memory["pendingWake"]>
    >),
  ),
  handledQuery: z.optional(instant),
  lastQuery: z.optional(instant),
  sleptAt: z.optional(instant),
  restUntil: z.optional(instant),
  failures: z.optional(listOf(failure)),
  holdUntil: z.optional(instant),
  emptySessions: z.optional(
    z.object({ minutes: z.number(), at: instant } satisfies Fields<NonNullable<Memory["emptySessions"]>>),
  ),
  brokeThroughAt: z.optional(instant),
  day: z.object({ ...account, wakes: z.number() } satisfies Fields<Memory["day"]>),
  month: z.object(account),
  countedUntil: z.optional(instant),
  sentUntil: z.optional(instant),
  session: z.optional(session),
  tasks: z.record(z.string(), task),
  drains: z.record(z.string(), drain),
  record: z.optional(
    z.object({
      name: z.optional(z.string()),
      a: z.string(),
      aaaa: z.optional(z.string()),
      listedAt: instant,
    } satisfies Fields<NonNullable<Memory["record"]>>),
  ),
  failedToStart: z.boolean(),
} satisfies Fields<Memory>);

/** What the item calls these fields: as the first versions did, so that those before and after an upgrade read each other's. */
const STORED_NAMES: readonly (readonly [name: string, stored: string])[] = [
  ["pendingWake", "wanted"],
  ["handledQuery", "seenQuery"],
  ["emptySessions", "vain"],
  ["claimedMails", "told"],
  ["hasPoints", "counts"],
  ["deploymentProblem", "refused"],
  ["passedObstacles", "passed"],
];

/** For JSON.stringify and JSON.parse: objects with other names for some of their fields. */
const renaming = (names: ReadonlyMap<string, string>) => (_: string, value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [names.get(name) ?? name, field as unknown]))
    : value;
export const asStored = renaming(new Map(STORED_NAMES));
export const asRead = renaming(new Map(STORED_NAMES.map(([name, stored]) => [stored, name])));
