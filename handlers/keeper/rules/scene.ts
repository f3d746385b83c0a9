import type { ClusterHost, Facts, GroupHost, Machine, Reading, Readings, Task } from "../facts";
import type { Memory } from "../memory";
import type { Instant } from "../time";
import type { TimeZone } from "../time-zone";

/** Thrown by a rule that needs what was not read yet. */
export class StillToRead extends Error {
  constructor(readonly readings: readonly Reading[]) {
    super(`still to read: ${readings.join(", ")}`);
  }
}

/** Thrown by a rule that needs what AWS does not say at the moment. */
class Unreadable extends Error {}

/** What a rule says; something else where a fact that it needs can't be read. */
export function orElse<T, U>(rule: () => T, otherwise: U): T | U {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Unreadable) return otherwise;
    throw error;
  }
}

/**
 * So long keeper believes its own change of capacity more than the group: an answer of AWS may be some seconds old, and
 * then it would look like somebody else's change.
 */
const SETTLED_MINUTES = 1 / 3;

/** Longer than such an answer is old. */
const SHOWN_MINUTES = 1;

/** The facts of one moment, as rules look at them. */
export class Scene {
  constructor(
    readonly facts: Facts,
    readonly now: Instant,
  ) {}

  /** Makes sure that keeper has tried to read them; otherwise the rule ends here and keeper reads first. */
  read(...readings: readonly Reading[]): void {
    const missing = readings.filter((reading) => this.facts[reading] === undefined && !this.isUnreadable(reading));
    if (missing.length > 0) throw new StillToRead(missing);
  }

  /** What a rule needs, read by now. */
  need<R extends Reading>(...readings: readonly R[]): Pick<Readings, R> {
    this.read(...readings);
    if (readings.some((reading) => this.isUnreadable(reading))) throw new Unreadable();
    return this.facts as Pick<Readings, R>;
  }

  private isUnreadable(reading: Reading): boolean {
    return this.facts.unreadable?.includes(reading) ?? false;
  }

  /** In which days and months begin. */
  get timeZone(): TimeZone {
    return this.facts.settings.timeZone;
  }

  /** It never sleeps. */
  get isAlways(): boolean {
    return this.facts.settings.mode === "always";
  }

  /** True if a new host must wait until nothing of the one before is left. */
  get hasOneWriter(): boolean {
    return !this.isAlways || this.facts.settings.hasFileSystems;
  }

  /** Desired capacity. */
  get desired(): number {
    const { group, memory, trigger } = this.facts;
    if (group === undefined) return 0;
    if (trigger.capacity !== undefined) return trigger.capacity;
    const { session, sleptAt } = memory;
    const isRecent = (change: Instant | undefined): boolean =>
      change !== undefined && !this.isOver(SETTLED_MINUTES, change);
    if (group.desired > 0) return session === undefined && isRecent(sleptAt) ? 0 : group.desired;
    return session?.sleep === undefined && isRecent(session?.upAt) ? 1 : 0;
  }

  /** True if the group's answer does not show yet what keeper has set. */
  get isGroupOld(): boolean {
    return this.desired !== (this.facts.group?.desired ?? 0);
  }

  /** All instances the group lists, the dying ones too. */
  get groupHosts(): readonly GroupHost[] {
    return this.facts.group?.hosts ?? [];
  }

  /** The group's host that is there to stay. */
  get host(): GroupHost | undefined {
    return this.groupHosts.find((host) => !isTerminating(host) && !this.isFormer(host));
  }

  /** Where the next host is asked for at once, an older answer of AWS may show the one before as if it were there to stay. */
  private isFormer({ instanceId }: GroupHost): boolean {
    const { formerHostId, session } = this.facts.memory;
    const isYoung = session?.upAt === undefined || !this.isOver(SHOWN_MINUTES, session.upAt);
    return this.isAlways && instanceId === formerHostId && isYoung;
  }

  get hostMachine(): Machine | undefined {
    return this.machine(this.host?.instanceId);
  }

  /** Instances that run or are about to, the eldest first; where hosts may overlap, those that are to stay. */
  get liveMachines(): readonly Machine[] {
    const isWanted = ({ instanceId }: Machine): boolean => this.hasOneWriter || instanceId === this.host?.instanceId;
    const live = this.need("machines").machines.filter(
      (machine) => (machine.state === "pending" || machine.state === "running") && isWanted(machine),
    );
    return live.toSorted((a, b) => a.launchedAt - b.launchedAt || (a.instanceId < b.instanceId ? -1 : 1));
  }

  machine(instanceId: string | undefined): Machine | undefined {
    return this.need("machines").machines.find((machine) => machine.instanceId === instanceId);
  }

  /** A host as the cluster knows it; absent before its agent has registered. */
  clusterHost(instanceId: string | undefined): ClusterHost | undefined {
    return this.need("cluster").cluster.hosts.find((host) => host.instanceId === instanceId);
  }

  /**
   * ECS keeps a host that went while its agent was silent, and its tasks as they were.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
   */
  get goneHosts(): readonly ClusterHost[] {
    const { cluster, machines } = this.need("cluster", "machines");
    const there = [...machines, ...this.groupHosts].map(({ instanceId }) => instanceId);
    return cluster.hosts.filter(({ agentConnected, instanceId }) => !agentConnected && !there.includes(instanceId));
  }

  /** Without those of hosts that are gone: they ended with the instance. */
  get tasks(): readonly Task[] {
    const { cluster } = this.need("cluster");
    this.read("machines");
    const gone = orElse(() => this.goneHosts, []).map(({ arn }) => arn);
    return cluster.tasks.filter(({ hostArn, lastStatus }) => lastStatus === "STOPPED" || !gone.includes(hostArn ?? ""));
  }

  /** Those of the service: what people play; where hosts may overlap, those of the host that is to stay. One that ECS does not describe may be of it. */
  get serviceTasks(): readonly Task[] {
    const tasks = this.tasks.filter((task) => !this.isRun(task));
    if (this.hasOneWriter) return tasks;
    const here = this.clusterHost(this.host?.instanceId)?.arn;
    const others = this.groupHosts.filter((host) => host !== this.host);
    const elsewhere = others.map(({ instanceId }) => this.clusterHost(instanceId)?.arn);
    return tasks.filter(
      ({ hostArn }) => hostArn === undefined || (here === undefined ? !elsewhere.includes(hostArn) : hostArn === here),
    );
  }

  /** True for a task that RunTask started: a scheduled run, or a person's. */
  isRun({ group }: Task): boolean {
    return group !== undefined && group !== `service:${this.facts.settings.names.service}`;
  }

  /** False if all services run at times. */
  get hasService(): boolean {
    return this.facts.settings.services.essential.length > 0;
  }

  /** True if ECS counts a task on the host that is none of the runs, whatever its lists say. */
  get isServiceCounted(): boolean {
    const host = this.clusterHost(this.host?.instanceId);
    const runs = this.tasks.filter((task) => this.isRun(task) && task.desiredStatus === "RUNNING" && mayWrite(task));
    return (host?.taskCount ?? 0) > runs.length;
  }

  /** The service's task that runs, the newest if there are several. */
  get runningTask(): Task | undefined {
    const running = this.serviceTasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
    return running.toSorted((a, b) => (b.startedAt ?? b.createdAt) - (a.startedAt ?? a.createdAt))[0];
  }

  /** When the host was launched; before EC2 tells, when the session began. */
  launchedAt(memory: Memory): Instant {
    return orElse(() => this.hostMachine, undefined)?.launchedAt ?? memory.session?.since ?? this.hostThereSince;
  }

  /** Since when the host is there, as well as can be known: EC2 and memory may both be silent, and ECS not. */
  get hostThereSince(): Instant {
    const machine = orElse(() => this.hostMachine, undefined);
    return (
      machine?.launchedAt ?? orElse(() => this.clusterHost(this.host?.instanceId), undefined)?.registeredAt ?? this.now
    );
  }

  /** True if so many minutes or more have passed since then. */
  isOver(minutes: number, since: Instant): boolean {
    return this.now - since >= minutes * 60_000;
  }
}

export const isTerminating = ({ lifecycleState }: GroupHost): boolean => lifecycleState.startsWith("Terminat");

/** True for a task that may still write to its volumes. */
export const mayWrite = ({ lastStatus }: Task): boolean => lastStatus !== "STOPPED";
