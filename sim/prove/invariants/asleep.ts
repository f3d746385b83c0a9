import { type Instant, MINUTE } from "../../world/clock";
import { isAnsweredLate, isLate, mayEnd } from "../excuses";
import { loggedAt } from "../known";
import { inMinutes, type Invariant } from "./invariant";
import type { Subject } from "../subject";

/** Starts that somebody is waited for after: a container that crashes again and again is restarted for nobody. */
function countingStarts({ tasks, host, playUntil }: Subject): readonly Instant[] {
  const here = tasks.filter((task) => task.host.machine === host);
  const starts = here.flatMap(({ startedAt }) => startedAt ?? []).sort((one, other) => one - other);
  return starts.filter((_, index) => index <= 1 || playUntil > (starts[index - 1] ?? 0));
}

/** So much in a minute is a download; so long after the first the host waits. */
const DOWNLOAD_BYTES = 30e6;
const FETCHED = 6 * MINUTE;
/** Until a query each five minutes is a monitor's, and those are waited for. */
const LONGEST_WAIT = 29 * MINUTE;
/** Keeper waits for so long after a run. */
const AFTER_RUNS = 5 * MINUTE;
/** When the newest task of the host ended by itself, with nobody to play on the next one; and that one has six minutes. */
function doneAt({ tasks, host, settings, playUntil, queriedAt, chronicle }: Subject): Instant | undefined {
  const here = tasks.filter((task) => task.host.machine === host);
  const ended = here.findLast(({ lastStatus }) => lastStatus === "STOPPED");
  const { stoppedAt = 0, ending } = ended ?? {};
  const { essential, restartedWhenDone } = settings.services;
  const isRestarted = essential.some((name) => restartedWhenDone.includes(name));
  if (isRestarted || ending?.how !== "done" || playUntil > stoppedAt) return undefined;
  const next = here.find(({ lastStatus }) => lastStatus === "RUNNING");
  const { wakeByHand } = chronicle.last;
  if (Math.max(playUntil, queriedAt, wakeByHand) <= stoppedAt - 6 * MINUTE) return stoppedAt;
  const since = Math.max(stoppedAt, next?.startedAt ?? 0);
  return Math.max(Math.max(since, wakeByHand) + 6 * MINUTE, Math.min(queriedAt + 5 * MINUTE, since + LONGEST_WAIT));
}

/** Until when desired capacity may stay 1, but for the six minutes. */
function latestSleep(subject: Subject): Instant {
  const { runs, now } = subject;
  if (runs.open.some(({ tasks }) => tasks.size > 0)) return now;
  // A session for runs ends soon after the last one, and the one of people as if there had been none.
  const isForRuns = runs.areAlone && runs.openUntil > subject.upSince;
  const after = runs.knownAt(runs.openUntil) + (runs.mayBeAlone ? AFTER_RUNS : 0);
  return isForRuns ? Math.max(after, subject.chronicle.holdUntil) : Math.max(latestSleepOfPeople(subject), after);
}

function latestSleepOfPeople(subject: Subject): Instant {
  const done = doneAt(subject);
  if (done !== undefined) return done;
  const { tasks, settings, desiredSince, host, playUntil, queriedAt, blindUntil, chronicle } = subject;
  const { idle, startupTimeoutMinutes, limit: limits } = settings;
  const begin = Math.max(desiredSince, host?.launchedAt ?? 0, subject.modeSince);
  const usual = begin + startupTimeoutMinutes * MINUTE;
  const fetched = Math.max(0, ...subject.programs.map((program) => program.fetchesUntil(DOWNLOAD_BYTES))) + FETCHED;
  const ready = Math.max(usual, Math.min(fetched, usual + 60 * MINUTE));
  const ends = tasks.flatMap(({ startedAt, stoppedAt }) => (startedAt === undefined ? [] : (stoppedAt ?? [])));
  const starts = countingStarts(subject);
  // Where its agent fell silent too early, a container that is played on runs though ECS does not know.
  const idleAt = playUntil + idle.afterMinutes * MINUTE;
  if (!tasks.some(({ lastStatus }) => lastStatus === "RUNNING"))
    return Math.max(ready, idleAt, ...ends.map((end) => end + startupTimeoutMinutes * MINUTE));
  const activity = Math.max(playUntil, chronicle.last.wakeByHand, ...starts);
  const limit = begin + limits.perSessionMinutes * MINUTE;
  const possible = Math.max(
    activity + idle.afterMinutes * MINUTE,
    ready,
    chronicle.holdUntil,
    Math.min(blindUntil, limit),
  );
  // A query keeps it running, but a client that queries all the time does not.
  const { keeperRefused, readRefused } = chronicle.last;
  const longest = Math.max(possible, keeperRefused, readRefused) + LONGEST_WAIT;
  return Math.max(possible, Math.min(queriedAt + 5 * MINUTE, longest));
}

export const asleepInTime: Invariant = {
  name: "asleep in time",
  sentence:
    "asleep within idle.after + 6 min of the last activity, never before startup_timeout, and until the next query",
  watch: (subject) => {
    // A host that a person starts while the last one is still there is released, and keeper starts another one.
    let tooSoonAt: Instant = -Infinity;
    // Without a host nothing tells since when AWS has none but keeper's memory.
    let forgotAt: Instant = -Infinity;
    return () => {
      const { desired, now, settings, chronicle } = subject;
      const { last } = chronicle;
      if (subject.wokeUp && last.started === now && subject.machines.length > 0) tooSoonAt = now;
      const { sleptAt } = subject;
      if (subject.fellAsleep) {
        const upMinutes = (now - Math.max(subject.upSince, subject.lastHost?.launchedAt ?? 0)) / MINUTE;
        // What began a moment before is not seen where answers are old.
        const isSeen = upMinutes > 0.5 || !isAnsweredLate(subject);
        // Keeper counts from its decision, a moment before.
        const isEarly = upMinutes + 0.1 < settings.startupTimeoutMinutes && !subject.runs.mayBeAlone;
        if (isSeen && isEarly && !mayEnd(subject))
          return `it is put to sleep ${Math.round(upMinutes)} minutes after its host's launch`;
      }
      if (subject.wokeUp && last.started < now) {
        // A query of the minute before the sleep may be known only after it, and counts; so does one that is late in the log.
        const isAsked = Math.max(loggedAt(subject, subject.queriedAt), last.wakeByHand) >= sleptAt - MINUTE;
        const replaced = Math.max(last.hostLost, last.lostByHand, last.memoryLost, tooSoonAt, subject.modeSince);
        const isReplaced = replaced >= subject.upBefore;
        const isForRun = subject.runs.announced.some(({ setting }) => setting.wakes);
        if (!isAsked && !isReplaced && !isForRun) return "it wakes though nobody has asked since it fell asleep";
        if (now < chronicle.restsUntil && last.wakeByHand < sleptAt - MINUTE)
          return "it wakes though its mail said that queries do not count yet";
      }
      if (subject.world.tables.isDeleted(settings.names.memoryTable)) forgotAt = now;
      const startsAnew = subject.host === undefined ? forgotAt + settings.startupTimeoutMinutes * MINUTE : -Infinity;
      const latest = desired > 0 ? Math.max(latestSleep(subject), startsAnew) : now;
      return isLate(subject, latest, 6)
        ? `it is still awake ${inMinutes(now - latest)} after it should sleep`
        : undefined;
    };
  },
};
