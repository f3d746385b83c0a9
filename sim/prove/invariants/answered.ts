import { type Instant, MINUTE } from "../../world/clock";
import type { Task } from "../../world/ecs/task";
import { isLate, isRefused } from "../excuses";
import { loggedAt } from "../known";
import { NEVER } from "../chronicle";
import { watchEmptySessions, watchInsisting, watchTheDoor } from "../asking";
import { inMinutes, type Invariant } from "./invariant";
import type { Subject } from "../subject";

/** So long a wish is remembered while something of a former host is in the way; then a mail says so, once a day. */
const PENDING = 30 * MINUTE;

/**
 * True if a mail says why nothing runs, or that queries don't count now; it names the minute. Where somebody deleted
 * keeper's table, or AWS does not answer, the alarm on its errors mails, and what it says holds while it is in ALARM.
 */
function isExplained(subject: Subject, since: Instant, isByHand: boolean): boolean {
  const { now, chronicle, world, settings } = subject;
  const isUsedUp =
    now < chronicle.usedUpUntil && (!isByHand || subject.usage.daySentMiB >= settings.limit.trafficPerDayMiB * 0.95);
  if (isUsedUp || (!isByHand && now < chronicle.restsUntil + MINUTE) || chronicle.explainedAt >= since) return true;
  if (hasFailedAgain(subject)) return true;
  if (Math.max(chronicle.last.memoryLost, chronicle.last.readRefused) === NEVER) return false;
  const errors = settings.names.alarms.keeperErrors;
  return [...world.alarms.all.values()].some(({ name, state }) => name === errors && state === "ALARM");
}

/** True if it fell asleep after a mail of that day had said that further failures are not reported. */
const hasFailedAgain = ({ now, desired, desiredSince, chronicle }: Subject): boolean =>
  desired === 0 && now < chronicle.failingUntil && desiredSince >= chronicle.failingAt;

/** True if a mail of today says what is in the way, and it still is: a host outside the group, or one that does not go. */
function isBlocked({ now, machines, groupMachines, chronicle }: Subject, leftSince: Instant): boolean {
  const isOutside = machines.some((machine) => machine.state !== "shutting-down" && !groupMachines.includes(machine));
  return now < chronicle.blockedUntil && (isOutside || now - leftSince >= PENDING);
}

/** Whatever ECS knows: an agent may have fallen silent before it could say so. */
const isRunning = ({ alive, desiredStatus }: Task): boolean => alive && desiredStatus === "RUNNING";

/**
 * Six minutes more: keeper learns of a timeout only at its next run. The time includes waiting for capacity, and starts
 * again with the first host and with one that replaces it: its start is not cut short.
 */
export const answered: Invariant = {
  name: "a query wakes",
  sentence:
    "a query while asleep ends within startup_timeout in a running container that lets players in, or in a mail that says why not",
  watch: (subject) => {
    const checkDoor = watchTheDoor(subject);
    const insists = watchInsisting(subject);
    const hasEmptySessions = watchEmptySessions(subject);
    let askedAt: Instant | undefined;
    let isInsisting: true | undefined;
    // A person's command passes rests, ignoring and hours.
    let isByHand = false;
    let freeSince: Instant = -Infinity;
    let leftSince: Instant = subject.now;
    let hostAt: Instant | undefined;
    return () => {
      const areEmpty = hasEmptySessions();
      const shut = checkDoor();
      if (shut !== undefined) return shut;
      const { desired, now, settings, host } = subject;
      const { last } = subject.chronicle;
      const isLeft =
        desired === 0 && [...subject.tasks, ...subject.runs.tasks].some(({ lastStatus }) => lastStatus !== "STOPPED");
      if (isLeft || subject.machines.some((machine) => machine !== host)) freeSince = now;
      else leftSince = now;
      // Without its table keeper refuses a person's command, who reads so.
      const isRefusedByHand = subject.world.tables.isDeleted(settings.names.memoryTable);
      const asks =
        (last.wakeByHand === now && !isRefusedByHand) ||
        subject.queriedAt === now ||
        subject.players.some(({ state, triesSince }) => state === "trying" && triesSince === now);
      if (subject.isDestroyed || !subject.hasService) return undefined;
      // Queries are ignored, a mail of today says; but not those of a person who insists.
      if (insists() && desired === 0) isInsisting = true;
      else if (askedAt === undefined) isInsisting = undefined;
      if (last.wakeByHand === now || askedAt === undefined) isByHand = last.wakeByHand === now && desired === 0;
      const isIgnored = areEmpty && now < subject.chronicle.ignoredUntil && !isInsisting && !isByHand;
      const isExcused = isIgnored || isExplained(subject, askedAt ?? now, isByHand) || isBlocked(subject, leftSince);
      if (askedAt === undefined) {
        // Nobody knows of a query before it is in the log.
        if (asks && desired === 0 && !isExcused) [askedAt, hostAt] = [loggedAt(subject, now), undefined];
        return undefined;
      }
      if (Math.max(last.hostLost, last.lostByHand) > (hostAt ?? now)) hostAt = undefined;
      if (host !== undefined && host.launchedAt >= askedAt) hostAt ??= host.launchedAt;
      // Both ways of this query may have failed for good; who still waits asks again.
      const isUnheard = desired === 0 && isRefused(subject, askedAt) && now - askedAt > 6 * MINUTE;
      const isStopped = Math.max(last.hand, last.memoryLost) > askedAt;
      if (subject.tasks.some(isRunning) || isExcused || isUnheard || isStopped) askedAt = isInsisting = undefined;
      else if (isLate(subject, hostAt ?? Math.max(askedAt, freeSince), settings.startupTimeoutMinutes + 6))
        return `a query arrived ${inMinutes(now - askedAt)} ago: nothing runs, and no mail says why`;
      return undefined;
    };
  },
};
