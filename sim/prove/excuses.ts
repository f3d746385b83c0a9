import { type Instant, MINUTE, SECOND } from "../world/clock";
import type { ContainerInstance } from "../world/ecs/container-instance";
import type { Task } from "../world/ecs/task";
import { NEVER } from "./chronicle";
import { loggedAt, QUERY_KNOWN } from "./known";
import type { Subject } from "./subject";

/*
 * Why an invariant may wait longer than it says. These are all, and each is something that AWS does and keeper can't know of
 * or mend. What an invariant itself leaves open ("except by limit …", "or in a mail that says why not") is in its sentence.
 *
 * 1. Who plays is known two minutes later: `PACKETS_KNOWN` in subject.ts.
 */

/* 2. Who asks is known a minute later: `QUERY_KNOWN` in known.ts. */

/** True if what is asked now is in the log and in the metric within a minute. */
export function isQueryKnownSoon(subject: Subject): boolean {
  const { now, world, chronicle } = subject;
  const lateSeconds = world.faults.metricDelaySeconds({ at: now, metric: "DnsQueries" }) ?? 0;
  const areRefused = now - Math.max(chronicle.last.metricRefused, chronicle.last.readRefused) < 10 * MINUTE;
  return loggedAt(subject, now) - now <= QUERY_KNOWN && lateSeconds * SECOND <= QUERY_KNOWN && !areRefused;
}

/**
 * 3. What an event missed (it was lost or late, or AWS's answer was out of date), keeper finds at its next scheduled run.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html
 */
const HEALING = 6 * MINUTE;

/** True if what AWS answers may be some seconds old. */
export function isAnsweredLate({ now, world: { faults, uncertain } }: Subject): boolean {
  const reads = ["autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstances"];
  const areOld = reads.some((action) => faults.staleSeconds({ at: now, action }) !== undefined);
  return uncertain.staleReads !== "new" || areOld;
}

/**
 * True if more time has passed than promised. 4. While AWS refuses keeper's calls, or does not run it, nothing is done: it
 * counts from the end of that.
 */
export function isLate(subject: Subject, since: Instant, minutes: number): boolean {
  const { now, chronicle } = subject;
  const { lostEvent, keeperRefused, readRefused, keeperDead } = chronicle.last;
  if (keeperDead > NEVER) return false;
  if (isAnsweredLate(subject) && minutes < HEALING / MINUTE) return isLate(subject, since, HEALING / MINUTE);
  // A look that can't read all of it takes longer, and may have to wait for the one after.
  const patience = now - readRefused < HEALING ? HEALING : 0;
  return now > Math.max(since + minutes * MINUTE + patience, Math.max(lostEvent, keeperRefused) + HEALING);
}

/**
 * So long ECS's answers may lack what is new, AWS says; then, likewise, the schedule's look finds it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
const SETTLED = 5 * MINUTE;

/** When ECS's answers last lacked what began then; later than now if the newest do. */
function knownAt({ now, cluster }: Subject, item: Task | ContainerInstance, begin: Instant): Instant {
  const { at, by } = cluster?.lists.whenLeftOut(item) ?? { at: NEVER, by: [] };
  const latest = Math.min(at, begin + SETTLED) + HEALING;
  return by.length > 0 && now <= latest ? Infinity : Math.min(at, latest);
}

/** When keeper could first know that a task is on the second of two hosts: from the task itself, or from the first host. */
export function distinctAt(subject: Subject, elder: Task, other: Task): Instant {
  const { registeredAt } = other.host;
  const either = [other.host, elder.host, elder].map((item) => knownAt(subject, item, registeredAt));
  return Math.max(knownAt(subject, other, other.createdAt), Math.min(...either));
}

/** True if both ways of a query that was asked then were refused, or all that keeper does for it. */
export const isRefused = ({ chronicle: { last } }: Subject, since: Instant): boolean =>
  Math.max(last.keeperRefused, Math.min(last.metricRefused, last.callRefused)) >= since;

/** 5. What a person did, or hardware that broke, has had its consequences by then. */
const AFTERMATH_MINUTES = 15;

/** True if a person or hardware may have ended what began then. */
function isDisturbed(subject: Subject, since: Instant): boolean {
  const { hand, hostLost, hostsRefused } = subject.chronicle.last;
  const disturbedAt = Math.max(hand, hostLost);
  // Keeper sees what became of hosts once EC2 tells.
  return disturbedAt >= since && !isLate(subject, Math.max(disturbedAt, hostsRefused), AFTERMATH_MINUTES);
}

/** True if a session may end though somebody plays, or though it is young: by limit, crash, hand or host loss. */
export function mayEnd(subject: Subject, byCrash = true): boolean {
  const { settings, now, upSince, usage, lastHost, chronicle, modeSince } = subject;
  const { limit, crashLoop, startupTimeoutMinutes } = settings;
  const { last } = chronicle;
  if (isDisturbed(subject, upSince)) return true;
  if (isHasty(subject)) return false;
  if (byCrash && last.crash >= now - Math.max(crashLoop.withinMinutes, startupTimeoutMinutes + 6) * MINUTE) return true;
  const ageMinutes = (now - Math.max(lastHost?.launchedAt ?? now, modeSince)) / MINUTE;
  // Keeper counts hours from look to look.
  const areHoursOver = usage.dayMinutes >= limit.perDayMinutes - 6 || usage.monthMinutes >= limit.perMonthMinutes - 6;
  const isTooMuch =
    usage.daySentMiB >= settings.limit.trafficPerDayMiB || usage.monthSentMiB >= settings.limit.trafficPerMonthMiB;
  return limit.stop && (ageMinutes >= limit.perSessionMinutes || areHoursOver || isTooMuch);
}

/** True if tasks only failed to start, and for less than five minutes: a registry or a file system may be late. */
function isHasty({ tasks, lastHost, settings: { crashLoop } }: Subject): boolean {
  const here = tasks.filter(({ host, stopCode }) => host.machine === lastHost && stopCode !== undefined);
  const ends = here.flatMap(({ stoppedAt, stopCode }) => (stopCode === "TaskFailedToStart" ? (stoppedAt ?? []) : []));
  const spanMinutes = (Math.max(...ends) - Math.min(...ends)) / MINUTE;
  return ends.length > 0 && ends.length === here.length && spanMinutes < Math.min(5, crashLoop.withinMinutes / 2);
}
