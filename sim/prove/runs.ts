import type { ScheduledService } from "../../shared/function-settings";
import { runOf } from "../../handlers/keeper/run-name";
import { HOUR, type Instant, MINUTE } from "../world/clock";
import type { Task } from "../world/ecs/task";
import type { KeeperSettings } from "../../handlers/keeper/read-settings";
import type { Cluster } from "../world/ecs/cluster";
import type { World } from "../world/world";
import { type Chronicle, NEVER } from "./chronicle";
import { loggedAt, QUERY_KNOWN } from "./known";

/** A run that was due. */
export interface DueRun {
  readonly setting: ScheduledService;
  readonly dueAt: Instant;
  /** When its event arrives, and when keeper hears of it at the latest; never if EventBridge Scheduler drops it. */
  readonly announcedFrom: Instant;
  readonly knownBy: Instant;
  /** One, if all is well. */
  readonly tasks: Set<Task>;
  /** True once it was announced while it could be skipped: nothing was up, or another run of the service was not over. */
  mayBeSkipped: boolean;
  /** True once an alarm on keeper's errors, or on what EventBridge Scheduler drops, has been in ALARM since it was due. */
  hasAlarmed: boolean;
  /** When it ended, was reported, or will not begin any more. */
  overAt?: Instant;
}

/** EventBridge Scheduler takes a minute, and Lambda may try three times: 1 and 2 minutes later. */
const ANNOUNCED = 5 * MINUTE;
/** Until keeper looks again; until it gives up a task that ECS does not list. */
const [LOOK, FORGOTTEN] = [6 * MINUTE, 16 * MINUTE];
/** Minutes beyond startup_timeout until keeper gives up a run that ECS has not shown. */
const NOT_STARTED = 10;
/** So long keeper remembers a query, or a run that waits for a host. */
export const PENDING_MINUTES = 30;
/** What the runs of a container are judged by: its subject. */
interface Seen {
  readonly world: World;
  readonly name: string;
  readonly settings: KeeperSettings;
  readonly chronicle: Chronicle;
  readonly cluster: Cluster | undefined;
  readonly isAlways: boolean;
  readonly uptime: { readonly word: string };
  readonly now: Instant;
  readonly desired: number;
  readonly wokeUp: boolean;
  readonly hasService: boolean;
  readonly upSince: Instant;
  readonly sleptAt: Instant;
  readonly queriedAt: Instant;
  readonly playUntil: Instant;
  readonly knownPlay: Instant;
}

/** The runs of a container's scheduled services. */
export class Runs {
  /** Those that are not over, and those of the last hours. */
  all: readonly DueRun[] = [];
  tasks: readonly Task[] = [];
  /** Until when there was a run that is not over. */
  openUntil: Instant = NEVER;
  /** True in a session that a schedule began, while nobody has queried its address, and in any if there is nothing else. */
  areAlone = false;
  /** The same as far as keeper can know it, where queries may be ignored. */
  mayBeAlone = false;

  constructor(private readonly subject: Seen) {}

  get open(): readonly DueRun[] {
    return this.all.filter(({ overAt }) => overAt === undefined);
  }

  /** Those that keeper may know of. */
  get announced(): readonly DueRun[] {
    return this.open.filter(({ announcedFrom }) => announcedFrom <= this.subject.now);
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
    if (this.announced.length > 0) this.openUntil = subject.now;
    this.followSession();
  }

  private noteDue(): void {
    const { now, chronicle, settings, name } = this.subject;
    const due = chronicle.newEntries.flatMap((entry): DueRun[] => {
      const setting = settings.scheduled.find(({ service }) => entry.kind === "run due" && service === entry.by);
      if (entry.kind !== "run due" || setting === undefined || entry.container !== name) return [];
      const announcedFrom = entry.at + (entry.lateMs ?? Infinity);
      const knownBy = Math.min(announcedFrom, entry.at + HOUR) + ANNOUNCED;
      const run = { setting, dueAt: entry.at, announcedFrom, knownBy };
      return [{ ...run, tasks: new Set(), mayBeSkipped: false, hasAlarmed: false }];
    });
    if (due.length === 0) return;
    const isRecent = ({ overAt }: DueRun): boolean => overAt === undefined || now - overAt < 24 * 60 * MINUTE;
    this.all = [...this.all.filter(isRecent), ...due];
  }

  private follow(run: DueRun): void {
    const { subject } = this;
    const { now, desired, chronicle, world } = subject;
    const { setting, dueAt, announcedFrom, knownBy, tasks } = run;
    const before = this.all.filter((other) => other.setting === setting && other.dueAt < dueAt);
    // Keeper may not have seen yet that it ended.
    const isOverlap = setting.overlap === "skip" && before.some(({ overAt = now }) => now - overAt < 6 * MINUTE);
    const { keeperErrors, droppedRuns, idle } = subject.settings.names.alarms;
    const alarms = [...world.alarms.all.values()];
    // Asleep, or up for nobody: what does not wake does not keep it up either.
    const isIdle =
      desired === 0 || this.mayBeAlone || alarms.some(({ name, state }) => name === idle && state === "ALARM");
    const wakes = setting.wakes || subject.isAlways;
    // A person has stopped what is always on, as far as keeper knows.
    const isStopped = subject.isAlways && subject.uptime.word !== "up";
    if (now >= announcedFrom && ((isIdle && !wakes) || isOverlap || isStopped)) run.mayBeSkipped = true;
    const reporting = alarms.filter(({ name }) => [keeperErrors, droppedRuns].includes(name));
    run.hasAlarmed ||= reporting.some(({ state }) => state === "ALARM");
    const ends = [...tasks].map(({ lastStatus, stoppedAt }) => (lastStatus === "STOPPED" ? stoppedAt : undefined));
    const isReported = chronicle.reportedRuns.has(`${setting.service} ${dueAt}`);
    const isSkipped = run.mayBeSkipped && now > knownBy;
    if (tasks.size > 0 ? ends.every((end) => end !== undefined) : isReported || isSkipped) run.overAt = now;
  }

  /** When keeper knows that a run has ended: at once by its event, otherwise at its next look. */
  knownAt(ended: Instant): Instant {
    const { world, cluster, chronicle, settings } = this.subject;
    const { lostEvent, keeperRefused, clusterRefused } = chronicle.last;
    const newest = this.tasks.filter(({ stoppedAt = 0 }) => stoppedAt > ended - MINUTE);
    const leftOut = newest.map((task) => cluster?.lists.whenLeftOut(task)?.at ?? NEVER);
    const seenAt = Math.max(ended, keeperRefused, clusterRefused, ...leftOut);
    // ECS forgets tasks that have stopped: then keeper finds none any more.
    if (Math.max(keeperRefused, clusterRefused) > ended - FORGOTTEN || world.uncertain.stoppedTasks === "5 minutes")
      // It may never have seen it at all.
      return seenAt + Math.max(FORGOTTEN, (settings.startupTimeoutMinutes + NOT_STARTED) * MINUTE);
    const isSeenLate = seenAt > ended || lostEvent > ended - MINUTE || world.uncertain.ecsLists !== "at once";
    return isSeenLate ? seenAt + LOOK : ended;
  }

  private followSession(): void {
    const { now, wokeUp, playUntil, knownPlay, queriedAt, upSince, sleptAt, chronicle, hasService } = this.subject;
    const { hand, wakeByHand, hostLost, lostByHand, memoryLost } = chronicle.last;
    const called = Math.max(wakeByHand, hand, hostLost, lostByHand, memoryLost);
    if (wokeUp) {
      const isAsked = Math.max(queriedAt, called) >= sleptAt - MINUTE;
      const areIgnored = Math.max(chronicle.ignoredUntil, chronicle.restsUntil) > queriedAt;
      const isDue = !hasService || this.announced.some(({ setting }) => setting.wakes);
      this.areAlone = isDue && !isAsked;
      // What keeper could not follow is forgotten by now.
      const forgotten = Math.max(sleptAt, now - (PENDING_MINUTES + 5) * MINUTE) - MINUTE;
      this.mayBeAlone = isDue && (Math.max(queriedAt, wakeByHand) < forgotten || areIgnored);
    } else if (hasService) {
      const isHeeded = now - loggedAt(this.subject, queriedAt) > QUERY_KNOWN && queriedAt > chronicle.ignoredUntil;
      const known = isHeeded ? queriedAt : NEVER;
      if (Math.max(playUntil, queriedAt, called) >= upSince) this.areAlone = false;
      if (Math.max(knownPlay, known, wakeByHand) >= upSince) this.mayBeAlone = false;
    }
  }
}
