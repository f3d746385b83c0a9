import type { GroupHost } from "../world/auto-scaling/group-host";
import { DAY, HOUR, type Instant, MINUTE } from "../world/clock";
import type { Machine } from "../world/ec2/machine";
import type { Task } from "../world/ecs/task";
import type { KeeperSettings } from "../../handlers/keeper/read-settings";
import type { Group } from "../world/auto-scaling/group";
import type { Cluster } from "../world/ecs/cluster";
import { type Chronicle, NEVER } from "./chronicle";

/** A host whose agent is silent for so long is lost: while nobody is connected, and at the latest; keeper sees it a look later. */
export const SILENT_MINUTES = { least: 10, most: 66 } as const;
/** How often a host is replaced on which the container cannot run. */
export const REPLACED = { mostADay: 3, everyMs: HOUR } as const;

/** Longer than crashes of a crash loop count. */
const RECENT = HOUR / 2;

/** What it is judged by: its subject. */
interface Seen {
  readonly now: Instant;
  readonly settings: KeeperSettings;
  readonly chronicle: Chronicle;
  readonly isAlways: boolean;
  readonly modeSince: Instant;
  readonly group: Group | undefined;
  readonly cluster: Cluster | undefined;
  readonly machines: readonly Machine[];
  readonly groupMachines: readonly Machine[];
  readonly host: Machine | undefined;
  readonly lastHost: Machine | undefined;
  readonly tasks: readonly Task[];
  readonly runs: { readonly tasks: readonly Task[] };
  readonly desired: number;
  readonly fellAsleep: boolean;
}

/** Of a container that is always on: what AWS says of its host, and what keeper did about it. */
export class Uptime {
  /** A person's last word: whether it shall be up. Unknown where keeper may not have heard it. */
  word: "up" | "down" | "unknown" = "up";
  /** Since when AWS has said that the host is lost, or that there is none; since when that is sure. */
  lostSince: Instant | undefined;
  surelyLostSince: Instant | undefined;
  /** When something of a former host was last in the way of the next. */
  leftAt: Instant = NEVER;
  outsideAt: Instant = NEVER;
  /** Since when no task runs on a host that is well, and since when none runs that lets anybody in. */
  notRunningSince: Instant;
  downSince: Instant | undefined;
  /** When hosts were replaced on which the container could not run, in the last day. */
  replacedAt: readonly Instant[] = [];
  /** The same, with all that keeper may take for one. */
  private givenUpAt: readonly Instant[] = [];
  private readonly ranOn = new WeakSet<Machine>();
  saidAt: Instant = NEVER;
  private readonly silentSince = new WeakMap<Machine, Instant>();
  private readonly endedAt = new Map<Task, Instant>();

  constructor(private readonly subject: Seen) {
    this.notRunningSince = subject.now;
  }

  private get member(): GroupHost | undefined {
    return this.subject.group?.active[0];
  }

  look(): void {
    const { subject } = this;
    if (!subject.isAlways) return;
    const { now, desired, machines, tasks, runs, group } = subject;
    this.followWord();
    for (const { machine, agentConnected } of subject.cluster?.hosts ?? []) {
      if (agentConnected) this.silentSince.delete(machine);
      else if (!this.silentSince.has(machine)) this.silentSince.set(machine, now);
    }
    const isAbsent = desired === 0;
    const { keeperRefused, clusterRefused, memoryLost } = subject.chronicle.last;
    const unheardAt = Math.max(keeperRefused, clusterRefused, memoryLost, subject.modeSince);
    this.lostSince = isAbsent || this.isLost(SILENT_MINUTES.least) ? (this.lostSince ?? now) : undefined;
    this.surelyLostSince =
      isAbsent || this.isLost(SILENT_MINUTES.most, unheardAt) ? (this.surelyLostSince ?? now) : undefined;
    const areOutside = machines.some((machine) => !subject.groupMachines.includes(machine));
    if (areOutside) this.outsideAt = now;
    const areLeft = subject.settings.hasFileSystems
      ? machines.length + subject.groupMachines.length > 0 ||
        [...tasks, ...runs.tasks].some(({ lastStatus }) => lastStatus !== "STOPPED")
      : (group?.active.length ?? 0) > 0;
    if (isAbsent && areLeft) this.leftAt = now;
    this.followTasks();
    if (subject.fellAsleep) this.noteReplaced();
  }

  /** True if AWS says that the host is lost, or does not go on. */
  isLost(silentMinutes: number, unheardAt = NEVER): boolean {
    const { member } = this;
    if (member === undefined) return false;
    const { machine, healthy } = member;
    const silentMs = this.subject.now - Math.max(this.silentSince.get(machine) ?? this.subject.now, unheardAt);
    return !healthy || !["pending", "running"].includes(machine.state) || silentMs >= silentMinutes * MINUTE;
  }

  /** Tasks of the last host that ended by themselves, or because they were unhealthy, in the last minutes. */
  failures(minutes: number): number {
    const { now, lastHost } = this.subject;
    const own = [...this.endedAt].filter(([{ host }, at]) => host.machine === lastHost && now - at <= minutes * MINUTE);
    return own.filter(([{ cause, failsHealthChecks, stopCode }]) => {
      return cause !== undefined || failsHealthChecks || stopCode === "TaskFailedToStart";
    }).length;
  }

  private followWord(): void {
    const { now, desired, modeSince, chronicle } = this.subject;
    const { sleepByHand, wakeByHand, keeperRefused, readRefused, memoryLost, started } = chronicle.last;
    const isNew = now - this.saidAt < 10 * MINUTE;
    const isSaid = Math.max(sleepByHand, wakeByHand) === now && this.saidAt !== now;
    // Keeper may not hear it, hear it after the next, or forget it; who changes the mode or the capacity may mean either.
    const isUnheard =
      Math.max(keeperRefused, readRefused) > now - 10 * MINUTE || (isSaid && now - this.saidAt < MINUTE);
    const isForgotten = Math.max(memoryLost, modeSince, started) === now;
    if (isSaid) [this.word, this.saidAt] = [sleepByHand === now ? "down" : "up", now];
    if (((isSaid || isNew) && isUnheard) || (isForgotten && this.word === "down")) this.word = "unknown";
    if (this.word === "unknown" && desired > 0 && !isNew && !isSaid) this.word = "up";
  }

  private followTasks(): void {
    const { now, tasks, host } = this.subject;
    for (const task of tasks) {
      if (task.lastStatus === "RUNNING") this.ranOn.add(task.host.machine);
      if (now - (task.stoppedAt ?? NEVER) < RECENT) this.endedAt.set(task, task.stoppedAt ?? now);
    }
    for (const [task, at] of this.endedAt) if (now - at >= RECENT) this.endedAt.delete(task);
    const here = tasks.filter((task) => task.host.machine === host && task.lastStatus === "RUNNING");
    const isWell = this.lostSince === undefined;
    if (here.length > 0) this.notRunningSince = now;
    else this.notRunningSince = Math.max(this.notRunningSince, host?.launchedAt ?? now);
    const isUp = isWell && here.some(({ loadedAt }) => loadedAt !== undefined);
    this.downSince = isUp ? undefined : (this.downSince ?? now);
  }

  /** One that is lost before anything has run on it counts as one on which nothing runs. */
  private noteReplaced(): void {
    const { now, machines, lastHost, chronicle } = this.subject;
    const isLost = this.member === undefined || this.isLost(SILENT_MINUTES.least);
    if (isLost && lastHost !== undefined && this.ranOn.has(lastHost)) return;
    this.givenUpAt = [...this.givenUpAt.filter((at) => now - at < DAY), now];
    const isByHand = this.word !== "up" || chronicle.last.hand > now - MINUTE || machines.length > 1;
    if (!isLost && !isByHand) this.replacedAt = [...this.replacedAt.filter((at) => now - at < DAY), now];
  }

  /** When keeper may give up the next host on which nothing runs; or, after it has given one up, start it. */
  nextHostAt(isGivenUp: boolean): Instant {
    const before = isGivenUp ? this.givenUpAt.slice(0, -1) : this.givenUpAt;
    return Math.max((before.at(-1) ?? NEVER) + REPLACED.everyMs, (before.at(-REPLACED.mostADay) ?? NEVER) + DAY);
  }
}
