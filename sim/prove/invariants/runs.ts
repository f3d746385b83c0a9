import { type Instant, MINUTE } from "../../world/clock";
import type { Task } from "../../world/ecs/task";
import { NEVER } from "../chronicle";
import { isLate } from "../excuses";
import { type DueRun, PENDING_MINUTES } from "../runs";
import type { Subject } from "../subject";
import { inMinutes, type Invariant } from "./invariant";

const called = ({ setting, dueAt }: DueRun): string =>
  `the run of ${setting.service} that was due at ${new Date(dueAt).toISOString().slice(11, 16)}`;

/** True if a mail of keeper's, or the alarm on its errors, says what became of a run since then; or nobody remembers it. */
function isReported({ chronicle }: Subject, { setting, dueAt, hasAlarmed }: DueRun, since: Instant): boolean {
  const { reportedRuns, runsSilentUntil, last } = chronicle;
  const isSilent = (runsSilentUntil.get(setting.service) ?? NEVER) > since;
  const isForgotten = Math.max(last.memoryLost, last.keeperDead) >= dueAt;
  return reportedRuns.has(`${setting.service} ${dueAt}`) || isSilent || hasAlarmed || isForgotten;
}

/** When a run without a task must have been reported: it waits for a host, or for ECS to start it. */
function isGivenUp(subject: Subject, { knownBy }: DueRun): boolean {
  const minutes = Math.max(PENDING_MINUTES, subject.settings.startupTimeoutMinutes + 10);
  return isLate(subject, knownBy, minutes + 6);
}

/** EventBridge Scheduler tries for an hour; then it may have to wait for a host. */
const BEGINS_WITHIN_MINUTES = 120;

export const runsHappen: Invariant = {
  name: "each run happens once",
  sentence: "each run that is due happens once, within two hours, or is skipped as configured, or a mail says why not",
  watch: (subject) => () => {
    for (const run of subject.runs.all) {
      const [first, ...others] = run.tasks;
      if (others.length > 0) return `${called(run)} has happened ${run.tasks.size} times`;
      const lateMs = (first?.createdAt ?? 0) - run.dueAt;
      if (lateMs > BEGINS_WITHIN_MINUTES * MINUTE) return `${called(run)} begins ${inMinutes(lateMs)} later`;
      if (run.overAt !== undefined || !isGivenUp(subject, run) || subject.isDestroyed) continue;
      if (first !== undefined) continue;
      if (!isReported(subject, run, run.dueAt)) return `nothing reports ${called(run)}`;
      run.overAt = subject.now;
    }
    return undefined;
  },
};

/** True if its program failed, or was stopped because it lasted too long. */
const hasFailed = ({ containers, stopCode }: Task): boolean =>
  stopCode === "TaskFailedToStart" || containers.some(({ exitCode = 1 }) => exitCode !== 0);

export const failedRunsReported: Invariant = {
  name: "failed runs are reported",
  sentence: "a run that fails, or lasts too long, is reported by mail within 6 minutes, at most three times a day",
  watch: (subject) => () => {
    for (const run of subject.runs.all) {
      const { overAt } = run;
      if (overAt === undefined || subject.isDestroyed || ![...run.tasks].some(hasFailed)) continue;
      if (isLate(subject, subject.runs.knownAt(overAt), 6) && !isReported(subject, run, overAt))
        return `${called(run)} failed ${inMinutes(subject.now - overAt)} ago, and no mail says so`;
    }
    return undefined;
  },
};

/** Keeper looks each five minutes; then ECS gives it its grace period. */
export const runTimeouts: Invariant = {
  name: "runs end in time",
  sentence: "a run that lasts longer than its timeout is told to stop within 6 minutes",
  watch: (subject) => {
    // Without its table keeper knows of no run.
    let forgotAt: Instant = NEVER;
    return () => {
      if (subject.world.tables.isDeleted(subject.settings.names.memoryTable)) forgotAt = subject.now;
      const refusedAt = subject.chronicle.last.clusterRefused;
      for (const run of subject.runs.open) {
        const late = [...run.tasks].find(({ createdAt, desiredStatus }) => {
          const end = createdAt + run.setting.timeoutMinutes * MINUTE;
          return desiredStatus === "RUNNING" && isLate(subject, Math.max(end, forgotAt, refusedAt), 6);
        });
        if (late !== undefined) return `${called(run)} lasts ${inMinutes(subject.now - late.createdAt)}`;
      }
      return undefined;
    };
  },
};
