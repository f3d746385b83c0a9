import { text } from "../provider/values";
import { type Instant, MINUTE, SECOND } from "./clock";
import type { Core } from "./core";
import type { Events } from "./events";
import type { Images } from "./images";
import type { Machine } from "./machines";
import { type AppliedObject, tagsOf } from "./objects";
import { drawn } from "./stages";
import type { Task } from "./task";

/** A host as ECS knows it: a container instance. */
export interface ClusterHost {
  readonly arn: string;
  readonly machine: Machine;
  readonly registeredAt: Instant;
  /** The agent's own limit between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
  /** When its service may give it the first task. */
  readonly placeableFrom: Instant;
  readonly images: Images;
  status: "ACTIVE" | "DRAINING";
  agentConnected: boolean;
  version: number;
}

/** What answers about a host or a task lacked. */
interface LeftOut {
  /** When one last did, or showed it again. */
  readonly at: Instant;
  /** Calls whose newest answer does. */
  readonly by: readonly string[];
}

/** A cluster: its hosts and their tasks. */
export class Cluster {
  readonly hosts: ClusterHost[] = [];
  /** Stopped ones are kept for some time: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
  readonly tasks: Task[] = [];
  /** What is not shown yet. */
  private readonly hiddenUntil = new WeakMap<Task | ClusterHost, Instant>();
  private readonly listedIn = new Map<Task | ClusterHost, string>();
  private readonly leftOut = new WeakMap<Task | ClusterHost, LeftOut>();
  private readonly random;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly core: Core,
    readonly object: AppliedObject,
    private readonly events: Events,
  ) {
    this.random = core.random.fork(this.name);
  }

  get name(): string {
    return text(this.object.attributes["name"]);
  }
  get container(): string | undefined {
    return tagsOf(this.object)["Container"];
  }
  get arn(): string {
    return text(this.object.attributes["arn"]);
  }

  /** Told whenever a host or a task has changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  newArn(kind: "container-instance" | "task"): string {
    return `${this.arn.replace(":cluster/", `:${kind}/`)}/${this.random.hex(32)}`;
  }

  register(machine: Machine, stopTimeoutSeconds: number, images: Images): ClusterHost {
    const { now, uncertain } = this.core;
    const host: ClusterHost = {
      arn: this.newArn("container-instance"),
      machine,
      registeredAt: now,
      stopTimeoutSeconds,
      placeableFrom: now + (uncertain.firstTask === "seconds" ? drawn(this.random, "placed") : 3 * MINUTE),
      images,
      status: "ACTIVE",
      agentConnected: true,
      version: 1,
    };
    this.hosts.push(host);
    this.core.tell("ECS", `${machine.id} joins ${this.name}`, { container: this.container });
    this.hostChanged(host);
    return host;
  }

  /** With its agent away ECS hears nothing and reaches nothing. */
  setAgent(host: ClusterHost, connected: boolean): void {
    if (host.agentConnected === connected || !this.hosts.includes(host)) return;
    host.agentConnected = connected;
    this.hostChanged(host);
    if (connected) for (const task of this.tasksOn(host)) task.follow();
  }

  drain(host: ClusterHost): void {
    if (host.status === "DRAINING") return;
    host.status = "DRAINING";
    this.core.tell("ECS", `drains ${host.machine.id}`, { container: this.container });
    this.hostChanged(host);
  }

  /** The host is gone for good: its tasks are over, whatever became of them. */
  deregister(host: ClusterHost): void {
    const index = this.hosts.indexOf(host);
    if (index < 0) return;
    this.hosts.splice(index, 1);
    for (const task of this.tasksOn(host)) task.giveUp(`Host EC2 (instance ${host.machine.id}) terminated.`);
    this.hostChanged(host, "INACTIVE");
  }

  /** True while a host that drains still has a task. */
  get drains(): boolean {
    return this.tasks.some(({ host, lastStatus }) => lastStatus !== "STOPPED" && host.status === "DRAINING");
  }

  tasksOn(host: ClusterHost): readonly Task[] {
    return this.tasks.filter((task) => task.host === host);
  }

  /** False where an answer leaves a host or a task out that is there. */
  shows(item: Task | ClusterHost, action: string): boolean {
    const { now: at, faults } = this.core;
    const shown = (this.hiddenUntil.get(item) ?? 0) <= at && !faults.blank({ at, action });
    const { by = [] } = this.leftOut.get(item) ?? {};
    const others = by.filter((call) => call !== action);
    if (!shown || others.length < by.length) this.leftOut.set(item, { at, by: shown ? others : [...others, action] });
    return shown;
  }

  /** Undefined if no answer ever lacked it. */
  whenLeftOut(item: Task | ClusterHost): LeftOut | undefined {
    return this.leftOut.get(item);
  }

  taskChanged(task: Task): void {
    if (!this.tasks.includes(task)) this.tasks.push(task);
    this.hide(task, task.desiredStatus);
    if (task.lastStatus === "STOPPED") {
      const minutes = this.core.uncertain.stoppedTasks === "an hour" ? 60 : 5;
      this.core.clock.after(minutes * MINUTE, () => {
        if (this.tasks.includes(task)) this.tasks.splice(this.tasks.indexOf(task), 1);
      });
    }
    this.emit("ECS Task State Change", task.arn, {
      taskArn: task.arn,
      taskDefinitionArn: task.definition.attributes["arn"],
      containerInstanceArn: task.host.arn,
      desiredStatus: task.desiredStatus,
      lastStatus: task.lastStatus,
      stopCode: task.stopCode,
      stoppedReason: task.stoppedReason,
      version: task.version,
    });
    this.tell();
  }

  /** An event of the cluster, at least once and in any order: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html */
  emit(detailType: string, resource: string, detail: Readonly<Record<string, unknown>>): void {
    const named = { clusterArn: this.arn, ...detail };
    this.events.emit({
      region: this.object.region,
      source: "aws.ecs",
      detailType,
      resources: [resource],
      detail: named,
    });
  }

  private hostChanged(host: ClusterHost, status: string = host.status): void {
    host.version++;
    this.hide(host, status);
    this.emit("ECS Container Instance State Change", host.arn, {
      containerInstanceArn: host.arn,
      ec2InstanceId: host.machine.id,
      agentConnected: host.agentConnected,
      status,
      version: host.version,
    });
    this.tell();
  }

  /** What is new, or moves from one list into another, may be in none for a moment. */
  private hide(item: Task | ClusterHost, list: string): void {
    const { now, uncertain } = this.core;
    if (uncertain.ecsLists === "at once" || this.listedIn.get(item) === list) return;
    this.listedIn.set(item, list);
    this.hiddenUntil.set(item, now + this.random.between(0, 20) * SECOND);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
