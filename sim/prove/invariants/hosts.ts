import { text } from "../../provider/values";
import { DAY, type Instant, MINUTE } from "../../world/clock";
import type { Machine } from "../../world/ec2/machine";
import type { Task } from "../../world/ecs/task";
import { isLate, distinctAt } from "../excuses";
import type { Invariant } from "./invariant";
import type { Subject } from "../subject";

const mayWrite = ({ lastStatus, alive }: Task): boolean => lastStatus !== "STOPPED" || alive;
const launched = ({ host }: Task): Instant => host.machine.launchedAt;

/** Hosts on which a task may write the same file system, the eldest first. */
function writers({ tasks, runs }: Subject): readonly (readonly Task[])[] {
  const active = [...tasks, ...runs.tasks].filter(mayWrite);
  if (active.length < 2) return [];
  const volumes = new Set(active.flatMap(({ fileSystems }) => fileSystems));
  return [...volumes].map((volume) =>
    active
      .filter(({ fileSystems }) => fileSystems.includes(volume))
      .sort((one, other) => launched(one) - launched(other)),
  );
}

/** True if a person made AWS launch it beside another: also by asking for one while the last still terminates. */
function isByHand({ chronicle: { last }, upSince }: Subject, { launchedAt }: Machine): boolean {
  return last.secondByHand > launchedAt - MINUTE || last.started === upSince;
}

/**
 * Where a person takes a host out of the group, terminates it there without decrement, starts one beside it, or sets
 * capacity to 1 before the last host is gone, AWS launches or keeps a second one whatever keeper does, and ECS gives it a task.
 */
export const oneWriter: Invariant = {
  name: "one writer",
  sentence:
    "never two hosts with a task of one volume that has not stopped; by hand, the second is told to stop in 60 s",
  watch: (subject) => {
    const known = new Set<Machine>();
    const byHand = new Set<Machine>();
    return () => {
      for (const machine of subject.machines) {
        if (known.has(machine)) continue;
        known.add(machine);
        if (isByHand(subject, machine)) byHand.add(machine);
      }
      for (const [elder, ...others] of writers(subject)) {
        const newcomer = others.findLast(({ host }) => host !== elder?.host)?.host;
        if (elder === undefined || newcomer === undefined) continue;
        const both = `${elder.host.machine.id} and ${newcomer.machine.id}`;
        if (!byHand.has(newcomer.machine)) return `${both} have a task each`;
        // Nobody else knows which task to stop.
        const knownSince = Math.max(newcomer.registeredAt, subject.chronicle.last.clusterRefused);
        const isLeftAlone = others
          .filter(({ host, desiredStatus }) => host === newcomer && desiredStatus === "RUNNING")
          .some((task) => isLate(subject, Math.max(knownSince, distinctAt(subject, elder, task)), 1));
        if (isLeftAlone) return `${both} have a task each, and the second was not told to stop within 60 s`;
      }
      return undefined;
    };
  },
};

/** So much longer than a day's or a month's hours a host may be there: keeper looks each five minutes, and it saves. */
const OVERTIME_MINUTES = 25;

/** True if more hours of a day or a month were used than may be. */
function isOvertime({ settings, usage }: Subject): boolean {
  const overMinutes = Math.max(
    usage.dayMinutes - settings.limit.perDayMinutes,
    usage.monthMinutes - settings.limit.perMonthMinutes,
  );
  return overMinutes > OVERTIME_MINUTES;
}

/** True if no person wanted that a session goes on, and keeper knew what was used. */
function isLimited(subject: Subject): boolean {
  const { desired, now, upSince, chronicle } = subject;
  const { last } = chronicle;
  const isByHand = Math.max(last.wakeByHand, last.hand, last.memoryLost, last.keeperDead) > now - DAY;
  return desired > 0 && !isByHand && isLate(subject, upSince, OVERTIME_MINUTES);
}

/** Hours are counted, too, and bytes a few minutes late. */
export const usageLimits: Invariant = {
  name: "usage limits",
  sentence: "what a day and a month may have of host time and of traffic holds, but for 25 min",
  watch: (subject) => {
    let sentAt: Instant = subject.now;
    return () => {
      const { settings, now, usage } = subject;
      if (usage.daySentMiB < settings.limit.trafficPerDayMiB && usage.monthSentMiB < settings.limit.trafficPerMonthMiB)
        sentAt = now;
      if (!settings.limit.stop || !isLimited(subject)) return undefined;
      if (isOvertime(subject)) return "it is up though the hours of today or this month are used up";
      return isLate(subject, Math.max(sentAt, subject.blindUntil), OVERTIME_MINUTES)
        ? "it is up though the traffic of today or this month is used up"
        : undefined;
    };
  },
};

/**
 * The left-up policy holds without keeper: 6 minutes after the limit, and what CloudWatch and Auto Scaling take. Then
 * nobody drains the host: its hook ends after 15 minutes, and the system stops the container itself.
 */
export const sessionLimit: Invariant = {
  name: "session limit",
  sentence: "at most 10 min after per_session desired capacity is 0, and 15 min later the host is gone",
  watch: (subject) => () => {
    const { settings, desired, now } = subject;
    if (!settings.limit.stop) return undefined;
    for (const { id, launchedAt } of subject.groupMachines) {
      const overMinutes = (now - Math.max(launchedAt, subject.modeSince)) / MINUTE - settings.limit.perSessionMinutes;
      if (overMinutes > 10 && desired > 0 && now - subject.desiredSince > 10 * MINUTE)
        return `${id} is up ${Math.round(overMinutes)} minutes longer than a session may last`;
      if (overMinutes > 25) return `${id} is still there ${Math.round(overMinutes)} minutes after its limit`;
    }
    return undefined;
  },
};

/**
 * Of a task that players can join: one that is only starting may start once more. One that fails its health checks is no
 * matter of an apply; where the container is always on (`deploy: now`), one whose definition has changed is.
 */
export const undisturbed: Invariant = {
  name: "an apply ends no session",
  sentence: "an apply or a change of the configuration ends no session; always on, only a new task definition does",
  watch: (subject) => () => {
    const newest = subject.isAlways ? subject.world.services.map(({ definitionArn }) => definitionArn) : [];
    const replaced = subject.tasks.find(
      ({ alive, host, stopCode, loadedAt, failsHealthChecks, definition: { attributes } }) =>
        alive &&
        loadedAt !== undefined &&
        stopCode === "ServiceSchedulerInitiated" &&
        host.status === "ACTIVE" &&
        !failsHealthChecks &&
        (newest.length === 0 || newest.includes(text(attributes["arn"]))),
    );
    return replaced && !subject.isDestroyed
      ? `${replaced.arn} runs on a host that stays, and the service stops it`
      : undefined;
  },
};
