import type { ClusterHost, Facts, GroupHost, Machine, Reading, Readings, Task } from "../facts";
import type { Memory } from "../memory";
import type { Instant } from "../time";

/** Thrown by a rule that needs what was not read yet. */
export class StillToRead extends Error {
  constructor(readonly readings: readonly Reading[]) {
    super(`still to read: ${readings.join(", ")}`);
  }
}

/** The facts of one moment, as rules look at them. */
export class Scene {
  constructor(
    readonly facts: Facts,
    readonly now: Instant,
  ) {}

  /** What a rule needs, read by now; otherwise the rule ends here and keeper reads first. */
  need<R extends Reading>(...readings: readonly R[]): Pick<Readings, R> {
    const missing = readings.filter((reading) => this.facts[reading] === undefined);
    if (missing.length > 0) throw new StillToRead(missing);
    return this.facts as Pick<Readings, R>;
  }

  get desired(): number {
    return this.facts.group?.desired ?? 0;
  }

  /** All instances the group lists, the dying ones too. */
  get groupHosts(): readonly GroupHost[] {
    return this.facts.group?.hosts ?? [];
  }

  /** The group's host that is there to stay. */
  get host(): GroupHost | undefined {
    return this.groupHosts.find((host) => !isTerminating(host));
  }

  get hostMachine(): Machine | undefined {
    return this.machine(this.host?.instanceId);
  }

  /** Instances that run or are about to, the eldest first. */
  get liveMachines(): readonly Machine[] {
    const live = this.need("machines").machines.filter(({ state }) => state === "pending" || state === "running");
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
    const gone = this.goneHosts.map(({ arn }) => arn);
    return cluster.tasks.filter(({ hostArn, lastStatus }) => lastStatus === "STOPPED" || !gone.includes(hostArn ?? ""));
  }

  /** The task that runs, the newest if there are several. */
  get runningTask(): Task | undefined {
    const running = this.tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
    return running.toSorted((a, b) => (b.startedAt ?? b.createdAt) - (a.startedAt ?? a.createdAt))[0];
  }

  /** When the host was launched; before EC2 tells, when the session began. */
  launchedAt(memory: Memory): Instant {
    return this.hostMachine?.launchedAt ?? memory.session?.since ?? this.now;
  }

  /** True if so many minutes or more have passed since then. */
  isOver(minutes: number, since: Instant): boolean {
    return this.now - since >= minutes * 60_000;
  }
}

export const isTerminating = ({ lifecycleState }: GroupHost): boolean => lifecycleState.startsWith("Terminat");

/** True for a task that may still write to its volumes. */
export const mayWrite = ({ lastStatus }: Task): boolean => lastStatus !== "STOPPED";
