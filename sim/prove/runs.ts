import type { ScheduledService } from "../../shared/function-settings";
import { runOf } from "../../handlers/keeper/run-name";
import { type Instant, MINUTE } from "../world/clock";
import type { Task } from "../world/ecs/task";
import { NEVER } from "./chronicle";
import { isLate, loggedAt, QUERY_KNOWN } from "./excuses";
import type { Subject } from "./subject";

/** A run that was due. */
export interface DueRun {
  readonly setting: ScheduledService;
  readonly dueAt: Instant;
  /** When keeper hears of it, at the latest; undefined if EventBridge Scheduler drops its event. */
  readonly heardBy: Instant | undefined;
  /** One, if all is well. */
  readonly tasks: Set<Task>;
  /** When it asked for it while it could be skipped: nothing was up, or another run of the service was not over. */
  mayBeSkipped: boolean;
  /** When it ended, was reported, or will not begin any more. */
  overAt?: Instant;
}

/** EventBridge Scheduler takes a minute, and Lambda may try three times: 1 and 2 minutes later. */
const HEARD = 5 * MINUTE;
/** A run that waits for a host, or for ECS, is given up then: the longer of this, and this beyond startup_timeout. */
const [PENDING_MINUTES, EXTRA_MINUTES] = [30, 10];
/** After it the host goes, if it was up for runs only. */
const AFTER_RUNS = 5 * MINUTE;

/** The runs of a container's scheduled services. */
export class Runs {
  /** Those that are not over, and those of the last hours. */
  all: readonly DueRun[] = [];
  tasks: readonly Task[] = [];
  /** Until when a host may be up for runs alone. */
  upUntil: Instant = NEVER;
  /** True in a session that a schedule began, while nobody has asked for it, and in any if there is nothing else. */
  areAlone = false;
  /** The same as far as keeper can know it, where queries may be ignored. */
  mayBeAlone = false;

  constructor(private readonly subject: Subject) {}

  get open(): readonly DueRun[] {
    return this.all.filter(({ overAt }) => overAt === undefined);
  }

  look(tasks: readonly Task[]): void {
    const { subject } = this;
    this.tasks = tasks;
    if (subject.settings.scheduled.length === 0) return;
    this.noteDue();
    for (const task of tasks) {
      const name = runOf(task.origin.startedBy);
      const run = this.all.find(({ setting, dueAt }) => setting.service === name?.service && dueAt === name.dueAt);
      run?.tasks.add(task);
    }
    for (const run of this.open) this.follow(run);
    if (this.open.some(({ tasks: { size }, heardBy }) => size > 0 || heardBy !== undefined))
      this.upUntil = subject.now + AFTER_RUNS;
    this.followSession();
  }

  private noteDue(): void {
    const { now, chronicle, settings, name } = this.subject;
    const due = chronicle.newEntries.flatMap((entry): DueRun[] => {
      const setting = settings.scheduled.find(({ service }) => entry.kind === "run due" && service === entry.by);
      if (entry.kind !== "run due" || setting === undefined || entry.container !== name) return [];
      const heardBy = entry.lateMs === undefined ? undefined : entry.at + entry.lateMs + HEARD;
      return [{ setting, dueAt: entry.at, heardBy, tasks: new Set(), mayBeSkipped: false }];
    });
    if (due.length === 0) return;
    const isRecent = ({ overAt }: DueRun): boolean => overAt === undefined || now - overAt < 24 * 60 * MINUTE;
    this.all = [...this.all.filter(isRecent), ...due];
  }

  private follow(run: DueRun): void {
    const { subject } = this;
    const { now, desired, chronicle } = subject;
    const { setting, dueAt, heardBy, tasks } = run;
    const before = this.all.filter((other) => other.setting === setting && other.dueAt < dueAt);
    // Keeper may not have seen yet that it ended.
    const isOverlap = setting.overlap === "skip" && before.some(({ overAt = now }) => now - overAt < 6 * MINUTE);
    if ((desired === 0 && !setting.wakes) || isOverlap) run.mayBeSkipped = true;
    const [...ends] = [...tasks].map(({ lastStatus, stoppedAt }) => (lastStatus === "STOPPED" ? stoppedAt : undefined));
    const isReported = chronicle.reportedRuns.has(`${setting.service} ${dueAt}`);
    const isSkipped = run.mayBeSkipped && now > (heardBy ?? dueAt);
    if (tasks.size > 0 ? ends.every((end) => end !== undefined) : isReported || isSkipped || heardBy === undefined)
      run.overAt = now;
  }

  /** When a run without a task must have been reported. */
  isGivenUp({ heardBy }: DueRun): boolean {
    const { startupTimeoutMinutes } = this.subject.settings;
    const minutes = Math.max(PENDING_MINUTES, startupTimeoutMinutes + EXTRA_MINUTES) + 6;
    return heardBy !== undefined && isLate(this.subject, heardBy, minutes);
  }

  private followSession(): void {
    const { now, wokeUp, playUntil, knownPlay, queriedAt, upSince, sleptAt, chronicle, hasService } = this.subject;
    const { hand, wakeByHand, hostLost, lostByHand, memoryLost } = chronicle.last;
    const called = Math.max(wakeByHand, hand, hostLost, lostByHand, memoryLost);
    if (wokeUp) {
      const isAsked = Math.max(queriedAt, called) >= sleptAt - MINUTE;
      const areIgnored = Math.max(chronicle.ignoredUntil, chronicle.restsUntil) > now;
      const isDue = !hasService || this.open.some(({ setting }) => setting.wakes);
      this.areAlone = isDue && !isAsked;
      this.mayBeAlone = isDue && (!isAsked || areIgnored);
    } else if (hasService) {
      const known = now - loggedAt(this.subject, queriedAt) > QUERY_KNOWN ? queriedAt : NEVER;
      if (Math.max(playUntil, queriedAt, called) >= upSince) this.areAlone = false;
      if (Math.max(knownPlay, known, called) >= upSince) this.mayBeAlone = false;
    }
  }
}
