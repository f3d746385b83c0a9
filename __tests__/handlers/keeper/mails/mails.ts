import type { Mail, NextTry } from "../../../../handlers/keeper/decision";
import type { Ending, ReportedEnding, Stop } from "../../../../handlers/keeper/ending";
import type { MailOf } from "../../../../handlers/keeper/mails/draft";
import { at } from "../scenes";

type Asleep = MailOf<"asleep">;

/** When the mails are written: Saturday 21 November 2026, 22:10 UTC. */
export const NOW = at(130);

/** Asleep after an evening with players. */
export const asleep = (ending: ReportedEnding, over: Partial<Asleep> = {}): Asleep => ({
  kind: "asleep",
  ending,
  minutes: 130,
  instanceType: "m7a.large",
  monthMinutes: 1865,
  played: true,
  ...over,
});

const NOTHING_CAME = { busiest: 0, quietMinutes: 16, minutes: 16 };
const nobodyPlayed = (
  emptySession: Asleep["emptySession"],
  packetCount: Asleep["packetCount"] = NOTHING_CAME,
): Asleep => asleep({ kind: "idle" }, { minutes: 35, monthMinutes: 70, played: false, emptySession, packetCount });

/** A task that did not start. */
export const notStarted = (reason: string): Stop => ({ code: "TaskFailedToStart", reason, exits: [] });
/** A task whose containers ended. */
export const exited = (...exitCodes: readonly number[]): Stop => ({
  code: "EssentialContainerExited",
  reason: "Essential container in task exited",
  exits: exitCodes.map((exitCode) => ({ service: "valheim", exitCode })),
});

const crashed = (...stops: readonly Stop[]): Asleep =>
  asleep({ kind: "crash loop", stops, restMinutes: 60 }, { minutes: 12, played: false });

const notReady = (stops: readonly Stop[], placementProblem = ""): Asleep =>
  asleep({ kind: "not ready", stops, placementProblem, restMinutes: 60 }, { minutes: 21, played: false });

const crashLoop = (...stops: readonly Stop[]) => ({ kind: "crash loop" as const, stops, restMinutes: 0 });
const healed = (cause: Ending, over: Partial<MailOf<"healed">> = {}): MailOf<"healed"> => ({
  kind: "healed",
  cause,
  minutes: 6.4,
  hosts: 1,
  isLastToday: false,
  ...over,
});
const down = (cause: Ending, next: NextTry): MailOf<"down"> => ({ kind: "down", cause, since: at(100), next });

const noCapacity = (problem: string, restMinutes = 5): Asleep =>
  asleep(
    { kind: "no capacity", problem, restMinutes },
    { minutes: 20, instanceType: undefined, played: false, restUntil: at(130 + restMinutes) },
  );

export const PULL_LIMIT =
  "CannotPullContainerError: Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit";
export const MOUNT_FAILED =
  "Error response from daemon: create ecs-games-valheim-task-3-world-9eb7f486: VolumeDriver.Create: mounting volume failed: mount.nfs4: access denied by server while mounting 127.0.0.1:/";
export const CHOWN_REFUSED =
  "CannotCreateContainerError: Error response from daemon: failed to chown /var/lib/ecs/volumes/ecs-games-valheim-task-2-world-b4b9d999: lchown /var/lib/ecs/volumes/ecs-games-valheim-task-2-world-b4b9d999: operation not permitted";
export const NO_MEMORY =
  "(service games-valheim-service) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 3f4de1c5) has insufficient memory available.";
export const NO_CAPACITY =
  "We currently do not have sufficient m7a.large capacity in the Availability Zone you requested (us-west-2a). Our system will be working on provisioning additional capacity. Launching EC2 instance failed.";
export const NO_VCPUS =
  "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 1 allows for the instance bucket that the specified instance type belongs to. Launching EC2 instance failed.";

const ranBadly = (over: Partial<MailOf<"run failed">>): MailOf<"run failed"> => ({
  kind: "run failed",
  service: "scraper",
  dueAt: at(-120),
  how: "failed",
  reason: "",
  isLastToday: false,
  ...over,
});

type Named<Sample> = Readonly<Record<string, Sample>>;

/** Every ending, and every other mail, by the file in written/ that holds it whole. */
const ASLEEP: { readonly [Kind in ReportedEnding["kind"]]: Named<Asleep> } = {
  idle: {
    asleep: asleep({ kind: "idle" }),
    "asleep on a type without a price": asleep({ kind: "idle" }, { instanceType: "m99z.large" }),
    "asleep without players": nobodyPlayed({ byHand: false }),
    "asleep without players by hand": nobodyPlayed({ byHand: true }),
    "asleep without players again": nobodyPlayed({ byHand: false, ignoredUntil: at(250) }),
    "asleep without players with a few packets": nobodyPlayed(
      { byHand: false },
      { busiest: 2, quietMinutes: 14, minutes: 16 },
    ),
    "asleep without players with a quiet player": nobodyPlayed(
      { byHand: false },
      { busiest: 6, quietMinutes: 3, minutes: 16 },
    ),
  },
  limit: {
    "asleep at the session limit": asleep({ kind: "limit", limit: "session", most: 480 }, { minutes: 480 }),
    "asleep at the day limit": asleep({ kind: "limit", limit: "day", most: 840 }),
    "asleep at the monthly traffic": asleep({ kind: "limit", limit: "month traffic", most: 153_600 }),
  },
  done: { "asleep by itself": asleep({ kind: "done" }) },
  "by hand": { "asleep by hand": asleep({ kind: "by hand" }) },
  "from outside": { "asleep from outside": asleep({ kind: "from outside" }) },
  "no capacity": {
    "failed to get a host": noCapacity(NO_CAPACITY),
    "failed at the limit of the account": noCapacity(NO_VCPUS, 15),
  },
  "crash loop": {
    "failed again and again": asleep(
      { kind: "crash loop", stops: [exited(1)], restMinutes: 60 },
      { minutes: 12, played: false, isLastToday: true },
    ),
    "failed to pull the image": crashed(notStarted(PULL_LIMIT), notStarted(PULL_LIMIT), notStarted(PULL_LIMIT)),
    "failed to mount": crashed(notStarted(MOUNT_FAILED)),
    "failed to own its files": crashed(notStarted(CHOWN_REFUSED)),
    "failed by itself": crashed(exited(137), exited(1, 0), exited(1, 0)),
  },
  "not ready": { "failed to be placed": notReady([], NO_MEMORY), "failed to be ready": notReady([]) },
  "host lost": {
    "lost its host and wakes": asleep({ kind: "host lost", what: "i-0abc is unhealthy", wakesAgain: true }),
    "lost its host": asleep({ kind: "host lost", what: "i-0abc is stopped", wakesAgain: false }, { minutes: 3 }),
  },
  "two hosts": { "had two hosts": asleep({ kind: "two hosts", elder: "i-0abc", younger: "i-0def", wakesAgain: true }) },
};
const OTHERS: { readonly [Kind in Exclude<Mail["kind"], "asleep">]: Named<MailOf<Kind>> } = {
  up: {
    up: { kind: "up", address: { a: "203.0.113.7" }, tookMinutes: 4.2, why: "query" },
    "up with an older definition": {
      kind: "up",
      address: { a: "203.0.113.7" },
      tookMinutes: 4.2,
      why: "query",
      deploymentProblem: "AccessDeniedException: User is not authorized to perform: iam:PassRole",
    },
    "up after a lost host": {
      kind: "up",
      address: { a: "203.0.113.7", aaaa: "2001:db8::7" },
      tookMinutes: 3,
      why: "lost host",
    },
    "up by hand": {
      kind: "up",
      address: { a: "203.0.113.7" },
      tookMinutes: 3,
      why: "by hand",
      passedObstacles: ["rest", "ignored queries", "wakes", "day"],
    },
  },
  healed: {
    "back after a lost host": healed({ kind: "host lost", what: "i-0abc is unhealthy", wakesAgain: true }),
    "back after two hosts": healed({ kind: "two hosts", elder: "i-0abc", younger: "i-0def", wakesAgain: true }),
    "back after crashes": healed(crashLoop(exited(1)), { minutes: 130, hosts: 3, isLastToday: true }),
    "back on the same host": healed(crashLoop(notStarted(PULL_LIMIT)), { hosts: 0 }),
    "back after a stop in AWS": healed({ kind: "from outside" }),
    "back as AWS has hosts again": healed({ kind: "no capacity", problem: NO_CAPACITY }, { minutes: 62 }),
  },
  down: {
    "down though tried again and again": down(crashLoop(exited(1)), {
      kind: "new host",
      at: at(190),
      isWaiting: false,
    }),
    "down without a host": down({ kind: "no capacity", problem: "" }, { kind: "no capacity", problem: NO_CAPACITY }),
    "down because of what is left": down(
      { kind: "host lost", what: "i-0abc is stopping", wakesAgain: true },
      { kind: "blocked", by: "i-0abc is stopping" },
    ),
    "down and starting": down(
      { kind: "not ready", stops: [], placementProblem: NO_MEMORY, restMinutes: 0 },
      { kind: "starting" },
    ),
  },
  ignored: { ignored: { kind: "ignored", until: at(250) } },
  "stops soon": {
    "stops soon": { kind: "stops soon", limit: "session", inMinutes: 30 },
    "stops soon for today": { kind: "stops soon", limit: "day", inMinutes: 30 },
  },
  "limit near": {
    "near the monthly hours": { kind: "limit near", limit: "month", used: 5770, most: 7200 },
    "near the daily traffic": { kind: "limit near", limit: "day traffic", used: 16_500, most: 20_480 },
  },
  "limit passed": {
    "passed a limit": { kind: "limit passed", limit: "day", used: 841, most: 840 },
    "passed the daily traffic": { kind: "limit passed", limit: "day traffic", used: 20_600, most: 20_480 },
  },
  "service stopped": {
    "a service stopped": { kind: "service stopped", service: "backup", exitCode: 1, reason: "" },
    "a service ended": { kind: "service stopped", service: "backup", exitCode: 0, reason: "" },
    "a service did not start": {
      kind: "service stopped",
      service: "backup",
      reason: "CannotPullContainerError: manifest for itzg/mc-backup:2026.1.0 not found",
    },
  },
  "run failed": {
    "a run failed": ranBadly({ how: "failed", exitCode: 1 }),
    "a run could not start": ranBadly({ how: "unstarted", reason: PULL_LIMIT, isLastToday: true }),
    "a run lasted too long": ranBadly({ how: "timeout", exitCode: 137 }),
    "a run was cut off": ranBadly({ how: "cut off", exitCode: 143, reason: "it is being terminated" }),
    "a run was put to sleep": ranBadly({ how: "by hand" }),
    "a run was lost": ranBadly({ how: "lost" }),
    "a run found no place": ranBadly({ how: "not started", reason: "RESOURCE:MEMORY" }),
    "a run found no host": ranBadly({ how: "no host" }),
    "a run was due in a rest": ranBadly({ how: "resting" }),
    "a run was due at a limit": ranBadly({ how: "limit" }),
    "a run would outlast the session": ranBadly({ how: "outlasts" }),
  },
  "blind host": { "cannot see players": { kind: "blind host", instanceId: "i-0abc" } },
  "host outside the group": { "host outside the group": { kind: "host outside the group", instanceId: "i-0def" } },
  "host stays": { "host stays": { kind: "host stays", instanceId: "i-0abc", lifecycleState: "Standby" } },
  "wakes used up": { "wakes used up": { kind: "wakes used up", wakes: 12 } },
  "used up": {
    "hours used up": { kind: "used up", limit: "day", most: 840 },
    "traffic used up": { kind: "used up", limit: "day traffic", most: 20_480 },
  },
  blocked: { blocked: { kind: "blocked", by: "i-0abc is stopping; task 7f0c is RUNNING" } },
  "hold unreadable": {
    "hold unreadable": { kind: "hold unreadable", written: "tomorrow" },
    "hold missing": { kind: "hold unreadable", written: "" },
  },
  begins: { begins: { kind: "begins" } },
  "backup failed": {
    "backup failed": {
      kind: "backup failed",
      job: "backup",
      state: "FAILED",
      vault: "games-valheim-world",
      why: "Access denied trying to call AWS Backup service",
    },
    "restore failed": { kind: "backup failed", job: "restore", state: "ABORTED", vault: "", why: "" },
  },
  "memory unreadable": {
    "memory unreadable": { kind: "memory unreadable", problem: "its schema is 2, this keeper reads 1" },
  },
  "wake fails": { "wake fails": { kind: "wake fails" } },
};
/** Those that read otherwise where it never sleeps. */
export const OF_ALWAYS: Named<Mail> = {
  "always up": { kind: "up", address: { a: "203.0.113.7" }, tookMinutes: 3, why: "always" },
  "always up by hand": { kind: "up", address: { a: "203.0.113.7" }, tookMinutes: 3, why: "by hand" },
  "always stopped": asleep({ kind: "by hand" }),
  "always stopped at a limit": asleep({ kind: "limit", limit: "day traffic", most: 20_480 }),
  "always stopped for the month": asleep({ kind: "limit", limit: "month traffic", most: 153_600 }),
  "always used up": { kind: "used up", limit: "day traffic", most: 20_480 },
  "always near the daily traffic": { kind: "limit near", limit: "day traffic", used: 16_500, most: 20_480 },
  "always over the daily traffic": { kind: "limit passed", limit: "day traffic", used: 20_600, most: 20_480 },
  "always without traffic": { kind: "blind host", instanceId: "i-0abc" },
  "always begins": { kind: "begins" },
  "always without memory": { kind: "memory unreadable", problem: "its schema is 2, this keeper reads 1" },
};
export const MAILS: Named<Mail> = Object.fromEntries(
  [ASLEEP, OTHERS].flatMap(Object.values).flatMap(Object.entries<Mail>),
);
