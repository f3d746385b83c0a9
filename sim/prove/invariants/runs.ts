import { type Instant, MINUTE } from "../../world/clock";
import type { Task } from "../../world/ecs/task";
import { NEVER } from "../chronicle";
import { isLate } from "../excuses";
import type { DueRun } from "../runs";
import type { Subject } from "../subject";
import { inMinutes, type Invariant } from "./invariant";

const called = ({ setting, dueAt }: DueRun): string =>
  `the run of ${setting.service} that was due at ${new Date(dueAt).toISOString().slice(11, 16)}`;

/** True if a mail of keeper's, or the alarm on its errors, says what became of a run since then; or nobody remembers it. */
function isReported({ chronicle, world, settings }: Subject, { setting, dueAt }: DueRun, since: Instant): boolean {
  const { reportedRuns, runsSilentUntil, last } = chronicle;
  const isSilent = (runsSilentUntil.get(setting.service) ?? NEVER) > since;
  const errors = settings.names.alarms.keeperErrors;
  const hasAlarmed = world.mails.some(({ from, at }) => from === errors && at >= dueAt);
  const isForgotten = Math.max(last.memoryLost, last.keeperDead) >= dueAt;
  return reportedRuns.has(`${setting.service} ${dueAt}`) || isSilent || hasAlarmed || isForgotten;
}

/** Not what EventBridge Scheduler itself drops: nobody hears of it. */
export const runsHappen: Invariant = {
  name: "each run happens once",
  sentence: "each run that is due happens once, or is skipped as configured, or a mail says why not",
  watch: (subject) => () => {
    for (const run of subject.runs.all) {
      if (run.tasks.size > 1) return `${called(run)} has happened ${run.tasks.size} times`;
      if (run.overAt !== undefined || !subject.runs.isGivenUp(run) || subject.isDestroyed) continue;
      if (run.tasks.size === 0 && !isReported(subject, run, run.dueAt)) return `nothing tells of ${called(run)}`;
    }
    return undefined;
  },
};

/** True if its program failed, or was stopped because it lasted too long. */
const hasFailed = ({ containers, stopCode }: Task): boolean =>
  stopCode === "TaskFailedToStart" || containers.some(({ exitCode = 1 }) => exitCode !== 0);

/** Where keeper finds no task any more, it gives it up only after some minutes. */
const REPORTED_MINUTES = 12;

export const failedRunsReported: Invariant = {
  name: "failed runs are reported",
  sentence: "a run that fails, or lasts too long, is reported by mail within 12 minutes, at most three times a day",
  watch: (subject) => () => {
    for (const run of subject.runs.all) {
      const { overAt } = run;
      if (overAt === undefined || subject.isDestroyed || ![...run.tasks].some(hasFailed)) continue;
      if (isLate(subject, overAt, REPORTED_MINUTES) && !isReported(subject, run, overAt))
        return `${called(run)} failed ${inMinutes(subject.now - overAt)} ago, and no mail says so`;
    }
    return undefined;
  },
};

/** Keeper looks each five minutes; then ECS gives it its grace period. */
export const runTimeouts: Invariant = {
  name: "runs end in time",
  sentence: "a run that lasts longer than its timeout is told to stop within 6 minutes",
  watch: (subject) => () => {
    for (const run of subject.runs.open) {
      const { timeoutMinutes } = run.setting;
      const late = [...run.tasks].find(
        ({ createdAt, desiredStatus }) =>
          desiredStatus === "RUNNING" && isLate(subject, createdAt + timeoutMinutes * MINUTE, 6),
      );
      if (late !== undefined) return `${called(run)} lasts ${inMinutes(subject.now - late.createdAt)}`;
    }
    return undefined;
  },
};
