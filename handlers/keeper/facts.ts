import type { Memory } from "./memory";
import type { KeeperSettings } from "./read-settings";
import type { Instant } from "./time";

/** An instance as its Auto Scaling group lists it. */
export interface GroupHost {
  readonly instanceId: string;
  /** Pending, InService, Terminating:Wait, …: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
  readonly lifecycleState: string;
  readonly healthy: boolean;
}

export interface Group {
  /** Desired capacity. */
  readonly desired: number;
  readonly hosts: readonly GroupHost[];
}

/** An EC2 instance with the container's tags that is not terminated, in the group or not. */
export interface Machine {
  readonly instanceId: string;
  /** pending, running, shutting-down, stopping or stopped. */
  readonly state: string;
  readonly launchedAt: Instant;
  /** Like m7a.large. */
  readonly instanceType: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
}

/** A host as the cluster knows it: ECS calls it a container instance. */
export interface ClusterHost {
  readonly arn: string;
  readonly instanceId: string;
  /** ACTIVE, DRAINING, … */
  readonly status: string;
  readonly agentConnected: boolean;
  readonly registeredAt: Instant;
  /**
   * By ECS's own count, whatever its lists say: tasks that shall run or are about to.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
   */
  readonly taskCount: number;
}

/** The status of a task that ECS lists, and does not describe. */
export const UNDESCRIBED = "UNDESCRIBED";

/** A task of the cluster, running or stopped (ECS forgets those after an hour). */
export interface Task {
  readonly arn: string;
  /** `service:` and its service's name; of a task that RunTask started `family:` and its family. */
  readonly group?: string;
  /** Of a scheduled run its name, see runs.ts. */
  readonly startedBy?: string;
  /** ARN of the container instance it was placed on. */
  readonly hostArn?: string;
  /** What it is, not what it shall be: a task that still saves is RUNNING though it is desired STOPPED. */
  readonly lastStatus: string;
  /** What it shall be: RUNNING or STOPPED. */
  readonly desiredStatus: string;
  readonly createdAt: Instant;
  /** When all its containers ran. */
  readonly startedAt?: Instant;
  readonly stoppedAt?: Instant;
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** The health check of an essential container failed: ECS stops it, and starts the next one. */
  readonly isUnhealthy?: boolean;
  readonly containers: readonly Container[];
}

/** A container of a task: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html */
export interface Container {
  /** That of its service. */
  readonly name: string;
  readonly isStopped?: boolean;
  readonly exitCode?: number;
  /** In AWS's words. */
  readonly reason?: string;
}

/** A metric's sum in one minute. */
export interface Point {
  /** Begin of the minute. */
  readonly at: Instant;
  readonly value: number;
}

/** Values of the address; without IPv6 only `a`. */
export interface RecordValues {
  readonly a: string;
  readonly aaaa?: string;
}

/** Why keeper looks. For the time of a query, commands and the wording; everything else is read. */
export interface Trigger {
  /** In a word or two, for the log: "schedule", "query", "alarm idle", "unknown event". */
  readonly name: string;
  /** When the newest query was asked that wake saw. */
  readonly query?: Instant;
  /** What a person asked for. */
  readonly command?: "look" | "wake" | "sleep" | "hold";
  /** With the command hold: from now on so long, 0 for no longer. */
  readonly holdMinutes?: number;
  /** A scheduled service that is due; without a time a person wants it now. */
  readonly run?: { readonly service: string; readonly dueAt?: Instant };
  /** Runs that ECS did not start, a moment ago, and why; refused if it said so in its answer, not by an error. */
  readonly runProblems?: readonly (DueRun & { readonly problem: string; readonly isRefused: boolean })[];
  /** The alarm that went into ALARM, by its name. */
  readonly alarm?: string;
  /** Something changed in the cluster: where nothing should be, keeper looks closely. */
  readonly ofCluster?: true;
  /** A job of AWS Backup that failed. */
  readonly failedJob?: FailedJob;
  /** What keeper set desired capacity to, a moment ago: the group's own answer may be older. */
  readonly capacity?: number;
  /** Why AWS did not move the service to its newest task definition, a moment ago. */
  readonly deploymentProblem?: string;
}

/** One run of a scheduled service, by the time at which it is due. */
export interface DueRun {
  readonly service: string;
  readonly dueAt: Instant;
}

/** What AWS Backup reports about a job that failed. */
export interface FailedJob {
  readonly job: "backup" | "restore";
  /** FAILED, ABORTED or EXPIRED. */
  readonly state: string;
  /** Vault of the recovery point; empty if the event names none. */
  readonly vault: string;
  /** In AWS's words; empty if it does not say. */
  readonly why: string;
}

/** What the hold parameter says: hosts stay up until then, or what was written that no one can read. */
export type Hold = { readonly until?: Instant } | { readonly unreadable: string };

/** What is read only when a decision needs it. */
export interface Readings {
  readonly machines: readonly Machine[];
  readonly cluster: { readonly hosts: readonly ClusterHost[]; readonly tasks: readonly Task[] };
  readonly record: RecordValues;
  /** The instance that the Elastic IP is associated with, if any. */
  readonly fixedAddress: { readonly instanceId?: string };
  /** Packets that the host counts as play, since the session began. */
  readonly packets: readonly Point[];
  /** Bytes that containers received, since the session began. */
  readonly receivedBytes: readonly Point[];
  /** Bytes that left the host, of the minutes that are not counted yet. */
  readonly sentBytes: readonly Point[];
  /** DnsQueries of the last hour. */
  readonly queries: readonly Point[];
  readonly hold: Hold;
  /** Why the group could not launch, in AWS's words; empty if it does not say. */
  readonly launchProblem: string;
  /** Why the service placed no task, in AWS's words; empty if it does not say. */
  readonly placementProblem: string;
}
export type Reading = keyof Readings;

/** What keeper knows when it decides. */
export interface Facts extends Partial<Readings> {
  readonly settings: KeeperSettings;
  readonly trigger: Trigger;
  readonly memory: Memory;
  /** Why the memory is a new one: there was none, what was there is no memory, or AWS does not hand it out now. */
  readonly noMemory?: NoMemory;
  /** Readings that AWS refuses at the moment. What does not need them goes on. */
  readonly unreadable?: readonly Reading[];
  /** Absent: there is no such group, not yet or not any more. */
  readonly group?: Group;
  /** True: in ALARM, or AWS does not say. The points tell, then. */
  readonly alarms: { readonly idle: boolean; readonly queried: boolean };
}

export type NoMemory =
  { readonly kind: "new" } | { readonly kind: "spoiled"; readonly problem: string } | { readonly kind: "unreadable" };
