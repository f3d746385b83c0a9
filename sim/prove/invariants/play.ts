import { MINUTE } from "../../world/clock";
import type { Machine } from "../../world/ec2/machine";
import type { Program } from "../../world/ecs/program";
import type { Player } from "../../world/people/player";
import type { Task } from "../../world/ecs/task";
import { loggedAt, mayEnd, QUERY_KNOWN } from "../excuses";
import { inMinutes, type Invariant } from "./invariant";
import type { Subject } from "../subject";

/** True if a drained host had to go: it is about to leave or gone, or it is one of two. */
function mustGo({ group, machines, isDestroyed }: Subject, machine: Machine): boolean {
  const isMember = group?.active.some((host) => host.machine === machine) ?? false;
  return !isMember || machine.state !== "running" || machines.length > 1 || isDestroyed;
}

/** By then packets tell who plays. */
const COUNTED = 6 * MINUTE;

/**
 * True for a player who has just joined, known from the query before it. A monitor hides that: if something has asked in
 * three of the 20 minutes before, queries put a sleep off for six minutes at most.
 */
function hasJustCome(subject: Subject, { state, playsSince, options: { way } }: Player): boolean {
  const { now, chronicle, queriedMinutes } = subject;
  const isHidden = [...queriedMinutes].filter((minute) => minute < now - 5 * MINUTE).length >= 3;
  const areRefused = Math.max(chronicle.last.callRefused, chronicle.last.keeperRefused) >= playsSince - MINUTE;
  const knownFor = now - loggedAt(subject, playsSince);
  return (
    state === "playing" &&
    way === undefined &&
    !isHidden &&
    !areRefused &&
    knownFor > QUERY_KNOWN &&
    now - playsSince < COUNTED
  );
}

/** True just after a person started by hand what was already running: keeper waits for them, as after a query. */
function isCalled({ now, upSince, tasks, chronicle: { last } }: Subject): boolean {
  // Without its table keeper remembers nothing, until somebody applies.
  const areRefused = Math.max(last.keeperRefused, last.readRefused) >= last.wakeByHand - MINUTE;
  const isForgotten = last.memoryLost >= upSince || areRefused;
  return (
    last.wakeByHand > upSince && now - last.wakeByHand < 5 * MINUTE && !isForgotten && tasks.some(({ alive }) => alive)
  );
}

/** A container that players do not need may crash: the game goes on. */
function watchHelpers(subject: Subject): () => string | undefined {
  const judged = new Set<Program>();
  return () => {
    for (const task of subject.tasks) {
      const { arn, cause } = task;
      if (cause?.ending === undefined || judged.has(cause)) continue;
      judged.add(cause);
      const isOwn = cause.ending.how === "crashed" || cause.ending.how === "done";
      if (isOwn && !task.isNeeded(cause)) return `${cause.name} of ${arn} has ended, and its whole task with it`;
    }
    return undefined;
  };
}

/** What was played in the last two minutes can't be known yet by its packets, but that somebody came. A task the service replaces is for "an apply ends no session". */
export const notCutOff: Invariant = {
  name: "nobody is cut off",
  sentence: "nobody is cut off: no stop within idle.after of packets, except by limit, crash, hand or host loss",
  watch: (subject) => {
    const judged = new Set<Task>();
    const checkHelpers = watchHelpers(subject);
    return () => {
      const taken = checkHelpers();
      if (taken !== undefined) return taken;
      const { fellAsleep, knownPlay, now, settings, tasks } = subject;
      const drained = tasks.filter(
        (task) =>
          task.alive && task.desiredStatus === "STOPPED" && task.host.status === "DRAINING" && !judged.has(task),
      );
      for (const task of drained) judged.add(task);
      // Who has come since plays on what runs, whatever ended before.
      if (mayEnd(subject, false)) return undefined;
      const comer = fellAsleep ? subject.players.find((player) => hasJustCome(subject, player)) : undefined;
      if (comer !== undefined)
        return `it is put to sleep ${inMinutes(now - comer.playsSince)} after ${comer.name} asked and came`;
      if (mayEnd(subject)) return undefined;
      const isFetching = subject.programs.some((program) => program.alive && program.fetchesUntil(Infinity) > now);
      const ageMinutes = (now - (subject.lastHost?.launchedAt ?? now)) / MINUTE;
      // Nobody waits for it where it came up for runs only.
      const isAwaited = isFetching && !subject.runs.mayBeAlone;
      if (fellAsleep && isAwaited && ageMinutes < settings.startupTimeoutMinutes + 60)
        return "it is put to sleep during its first download";
      if (fellAsleep && isCalled(subject)) return "it is put to sleep just after a person woke it by hand";
      // A minute's play is one point.
      if (now - knownPlay > (settings.idle.afterMinutes - 1) * MINUTE) return undefined;
      const ago = `${inMinutes(now - knownPlay)} after the last packets that could be known`;
      if (fellAsleep) return `it is put to sleep ${ago}`;
      const cutOff = drained.find(({ host }) => !mustGo(subject, host.machine));
      return cutOff && `${cutOff.host.machine.id} is drained ${ago}, and stays`;
    };
  },
};
