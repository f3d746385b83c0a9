import { type Instant, MINUTE, SECOND } from "../world/clock";
import type { Machine } from "../world/machines";
import type { Player } from "../world/player";
import type { Task } from "../world/task";
import { answered } from "./answered";
import { inMinutes } from "./in-minutes";
import { pointed } from "./pointed";
import type { Promised } from "./promise";
import type { Subject } from "./subject";

/** By then what a person did, or what broke, has had its consequences. */
const AFTERMATH_MINUTES = 15;

/** True if a session may end though somebody plays, or though it is young: by limit, crash, hand or host loss. */
function isExcused(subject: Subject, byCrash = true): boolean {
  const { settings, now, upSince, dayMinutes, monthMinutes, lastHost, told } = subject;
  const { sessionLimitMinutes, dayLimitMinutes, monthLimitMinutes } = settings;
  const { stopAtLimit, crashWithinMinutes, startupTimeoutMinutes } = settings;
  const { last } = told;
  const disturbedAt = Math.max(last.hand, last.hostLost);
  if (disturbedAt >= upSince && !subject.isLate(disturbedAt, AFTERMATH_MINUTES)) return true;
  if (isHasty(subject)) return false;
  if (byCrash && last.crash >= now - Math.max(crashWithinMinutes, startupTimeoutMinutes + 6) * MINUTE) return true;
  const ageMinutes = (now - (lastHost?.launchedAt ?? now)) / MINUTE;
  // Keeper counts hours from look to look.
  const areHoursOver = dayMinutes >= dayLimitMinutes - 6 || monthMinutes >= monthLimitMinutes - 6;
  const isTooMuch = subject.daySentMiB >= settings.dayTrafficMiB || subject.monthSentMiB >= settings.monthTrafficMiB;
  return stopAtLimit && (ageMinutes >= sessionLimitMinutes || areHoursOver || isTooMuch);
}

/** True if tasks only failed to start, and for less than five minutes: a registry or a file system may be late. */
function isHasty({ tasks, lastHost, settings: { crashWithinMinutes } }: Subject): boolean {
  const here = tasks.filter(({ host, stopCode }) => host.machine === lastHost && stopCode !== undefined);
  const ends = here.flatMap(({ stoppedAt, stopCode }) => (stopCode === "TaskFailedToStart" ? (stoppedAt ?? []) : []));
  const spanMinutes = (Math.max(...ends) - Math.min(...ends)) / MINUTE;
  return ends.length > 0 && ends.length === here.length && spanMinutes < Math.min(5, crashWithinMinutes / 2);
}

/** True if a drained host had to go: it is about to leave or gone, or it is one of two. */
function mustGo({ group, machines, isDestroyed }: Subject, machine: Machine): boolean {
  const isMember = group?.active.some((host) => host.machine === machine) ?? false;
  return !isMember || machine.state !== "running" || machines.length > 1 || isDestroyed;
}

/** Until a query is in the log (30 s), and Lambda has handed it on (20 s). */
const HEARD = 60 * SECOND;
/** By then packets tell who plays. */
const COUNTED = 6 * MINUTE;

/**
 * True for who has just come in, as the query told that let them in. A monitor hides that: if something has asked in
 * three of the 20 minutes before, queries put a sleep off for six minutes at most.
 */
function hasJustCome(subject: Subject, { state, playsSince, options: { way } }: Player): boolean {
  const { now, told, queriedMinutes } = subject;
  const isHidden = [...queriedMinutes].filter((minute) => minute < now - 5 * MINUTE).length >= 3;
  const areRefused = Math.max(told.last.callRefused, told.last.keeperRefused) >= playsSince - MINUTE;
  const knownFor = now - subject.loggedAt(playsSince);
  return (
    state === "playing" &&
    way === undefined &&
    !isHidden &&
    !areRefused &&
    knownFor > HEARD &&
    now - playsSince < COUNTED
  );
}

/** True just after a person woke by hand what was up: they are waited for, as whoever asks is. */
function isCalled({ now, upSince, told: { last } }: Subject): boolean {
  const isForgotten = Math.max(last.memoryLost, last.keeperRefused, last.readRefused) >= last.wakeByHand - MINUTE;
  return last.wakeByHand > upSince && now - last.wakeByHand < 5 * MINUTE && !isForgotten;
}

/** What was played in the last two minutes can't be known yet by its packets, but that somebody came. A task the service replaces is another promise's (k). */
const notCutOff: Promised = {
  letter: "b",
  sentence: "nobody is cut off: no stop within idle.after of packets, except by limit, crash, hand or host loss",
  watch: (subject) => {
    const judged = new Set<Task>();
    return () => {
      const { fellAsleep, knownPlay, now, settings, tasks } = subject;
      const drained = tasks.filter(
        (task) =>
          task.alive && task.desiredStatus === "STOPPED" && task.host.status === "DRAINING" && !judged.has(task),
      );
      for (const task of drained) judged.add(task);
      // Who has come since plays on what runs, whatever ended before.
      if (isExcused(subject, false)) return undefined;
      const comer = fellAsleep ? subject.players.find((player) => hasJustCome(subject, player)) : undefined;
      if (comer !== undefined)
        return `it is put to sleep ${inMinutes(now - comer.playsSince)} after ${comer.name} asked and came`;
      if (isExcused(subject)) return undefined;
      if (fellAsleep && isCalled(subject)) return "it is put to sleep just after a person woke it by hand";
      // A minute's play is one point.
      if (now - knownPlay > (settings.idleMinutes - 1) * MINUTE) return undefined;
      const ago = `${inMinutes(now - knownPlay)} after the last packets that could be known`;
      if (fellAsleep) return `it is put to sleep ${ago}`;
      const cutOff = drained.find(({ host }) => !mustGo(subject, host.machine));
      return cutOff && `${cutOff.host.machine.id} is drained ${ago}, and stays`;
    };
  },
};

/** Starts that somebody is waited for after: a container that crashes again and again is restarted for nobody. */
function countingStarts({ tasks, host, playUntil }: Subject): readonly Instant[] {
  const here = tasks.filter((task) => task.host.machine === host);
  const starts = here.flatMap(({ startedAt }) => startedAt ?? []).sort((one, other) => one - other);
  return starts.filter((_, index) => index <= 1 || playUntil > (starts[index - 1] ?? 0));
}

/** So long after a first download the host waits. */
const FETCHED = 6 * MINUTE;
/** Until a query each five minutes is a monitor's, and those are waited for. */
const LONGEST_WAIT = 29 * MINUTE;
/** When the newest task of the host ended by itself, with nobody to play on the next one; and that one has six minutes. */
function doneAt({ tasks, host, settings, playUntil, queriedAt, told }: Subject): Instant | undefined {
  const here = tasks.filter((task) => task.host.machine === host);
  const ended = here.findLast(({ lastStatus }) => lastStatus === "STOPPED");
  const { stoppedAt = 0, ending } = ended ?? {};
  if (settings.restartsWhenDone || ending?.how !== "done" || playUntil > stoppedAt) return undefined;
  const next = here.find(({ lastStatus }) => lastStatus === "RUNNING");
  const isAwaited = Math.max(playUntil, queriedAt, told.last.wakeByHand) > stoppedAt - 6 * MINUTE;
  if (!isAwaited) return stoppedAt;
  const since = Math.max(stoppedAt, next?.startedAt ?? 0);
  return Math.max(
    Math.max(since, told.last.wakeByHand) + 6 * MINUTE,
    Math.min(queriedAt + 5 * MINUTE, since + LONGEST_WAIT),
  );
}

/** Until when desired capacity may stay 1, but for the six minutes. */
function latestSleep(subject: Subject): Instant {
  const done = doneAt(subject);
  if (done !== undefined) return done;
  const { tasks, settings, desiredSince, host, playUntil, queriedAt, blindUntil, told } = subject;
  const { idleMinutes, startupTimeoutMinutes, sessionLimitMinutes } = settings;
  const begin = Math.max(desiredSince, host?.launchedAt ?? 0);
  const usual = begin + startupTimeoutMinutes * MINUTE;
  const fetched = Math.max(0, ...tasks.map(({ downloadsUntil }) => downloadsUntil)) + FETCHED;
  const ready = Math.max(usual, Math.min(fetched, usual + 60 * MINUTE));
  const ends = tasks.flatMap(({ startedAt, stoppedAt }) => (startedAt === undefined ? [] : (stoppedAt ?? [])));
  const starts = countingStarts(subject);
  // Where its agent fell silent too early, a container that is played on runs though ECS does not know.
  const idle = playUntil + idleMinutes * MINUTE;
  if (!tasks.some(({ lastStatus }) => lastStatus === "RUNNING"))
    return Math.max(ready, idle, ...ends.map((end) => end + startupTimeoutMinutes * MINUTE));
  const activity = Math.max(playUntil, told.last.wakeByHand, ...starts);
  const limit = begin + sessionLimitMinutes * MINUTE;
  const possible = Math.max(activity + idleMinutes * MINUTE, ready, told.holdUntil, Math.min(blindUntil, limit));
  // Whoever asks is waited for, but something that asks all the time is not.
  const { keeperRefused, readRefused } = told.last;
  const longest = Math.max(possible, keeperRefused, readRefused) + LONGEST_WAIT;
  return Math.max(possible, Math.min(queriedAt + 5 * MINUTE, longest));
}

const asleepSoon: Promised = {
  letter: "c",
  sentence:
    "asleep within idle.after + 6 min of the last activity, never before startup_timeout, and until somebody asks",
  watch: (subject) => {
    let sleptAt: Instant = -Infinity;
    // A host that a person starts while the last one is still there is let go, and keeper starts another one.
    let tooSoonAt: Instant = -Infinity;
    return () => {
      const { desired, now, settings, told } = subject;
      const { last } = told;
      if (subject.wokeUp && last.started === now && subject.machines.length > 0) tooSoonAt = now;
      if (subject.fellAsleep) {
        sleptAt = now;
        const upMinutes = (now - Math.max(subject.upSince, subject.lastHost?.launchedAt ?? 0)) / MINUTE;
        // What began a moment before is not seen where answers are old.
        const isSeen = upMinutes > 0.5 || !subject.isAnsweredLate;
        // Keeper counts from its decision, a moment before.
        if (isSeen && upMinutes + 0.1 < settings.startupTimeoutMinutes && !isExcused(subject))
          return `it is put to sleep ${Math.round(upMinutes)} minutes after its host's launch`;
      }
      if (subject.wokeUp && last.started < now) {
        // A query of the minute before the sleep may be heard after it, and counts; so does one that is late in the log.
        const isAsked = Math.max(subject.loggedAt(subject.queriedAt), last.wakeByHand) >= sleptAt - MINUTE;
        const isReplaced = Math.max(last.hostLost, last.lostByHand, last.memoryLost, tooSoonAt) >= subject.upBefore;
        if (!isAsked && !isReplaced) return "it wakes though nobody has asked since it fell asleep";
        if (now < told.deafUntil && last.wakeByHand < sleptAt - MINUTE)
          return "it wakes though its mail said that queries do not count yet";
      }
      const latest = desired > 0 ? latestSleep(subject) : now;
      return subject.isLate(latest, 6)
        ? `it is still awake ${inMinutes(now - latest)} after it should sleep`
        : undefined;
    };
  },
};

export const promisesAboutPlay: readonly Promised[] = [notCutOff, asleepSoon, answered, pointed];
