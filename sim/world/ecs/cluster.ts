import { text } from "../../provider/values";
import { MINUTE } from "../clock";
import type { Core } from "../core";
import type { Events } from "../eventbridge/events";
import type { Images } from "../host/images";
import { type Machine, memoryMib } from "../ec2/machine";
import { type AppliedObject, tagsOf } from "../terraform/objects";
import { drawDuration } from "../stages";
import type { ContainerInstance } from "./container-instance";
import { Lists } from "./lists";
import type { Task } from "./task";
import { neededMib } from "./task-definition";

/** A cluster: its hosts and their tasks. */
export class Cluster {
  readonly hosts: ContainerInstance[] = [];
  /** Stopped ones are kept for some time: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
  readonly tasks: Task[] = [];
  /** What ECS's answers show of hosts and tasks. */
  readonly lists: Lists;
  private readonly random;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly core: Core,
    readonly object: AppliedObject,
    private readonly events: Events,
  ) {
    this.random = core.random.fork(this.name);
    this.lists = new Lists(core, this.random);
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

  /** Is called whenever a host or a task has changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  newArn(kind: "container-instance" | "task"): string {
    return `${this.arn.replace(":cluster/", `:${kind}/`)}/${this.random.hex(32)}`;
  }

  register(machine: Machine, stopTimeoutSeconds: number, images: Images): ContainerInstance {
    const { now, uncertain } = this.core;
    const host: ContainerInstance = {
      arn: this.newArn("container-instance"),
      machine,
      registeredAt: now,
      stopTimeoutSeconds,
      placeableFrom: now + (uncertain.firstTask === "seconds" ? drawDuration(this.random, "placed") : 3 * MINUTE),
      images,
      status: "ACTIVE",
      agentConnected: true,
      version: 1,
    };
    this.hosts.push(host);
    this.core.record({ kind: "join", host: machine.id, cluster: this.name }, this.container);
    this.hostChanged(host);
    return host;
  }

  /** While its agent is disconnected, ECS receives nothing from a host and cannot reach it. */
  setAgent(host: ContainerInstance, connected: boolean): void {
    if (host.agentConnected === connected || !this.hosts.includes(host)) return;
    host.agentConnected = connected;
    this.hostChanged(host);
    if (connected) for (const task of this.tasksOn(host)) task.catchUp();
    else if (this.core.uncertain.silentHealth !== "it is not")
      this.core.clock.after(2 * MINUTE, () => this.doubt(host));
  }

  /** One page says that ECS takes it for unhealthy, and that what the agent reported last holds: API_HealthCheck. */
  private doubt(host: ContainerInstance): void {
    const isChecked = ({ programs }: Task): boolean => programs.some(({ definition }) => definition.healthCheck);
    if (!host.agentConnected) for (const task of this.tasksOn(host).filter(isChecked)) task.failHealthChecks();
  }

  drain(host: ContainerInstance): void {
    if (host.status === "DRAINING") return;
    host.status = "DRAINING";
    this.core.record({ kind: "drain", host: host.machine.id }, this.container);
    this.hostChanged(host);
  }

  /** Removes a host that no longer exists. Its tasks count as stopped, whatever happened to them. */
  deregister(host: ContainerInstance): void {
    const index = this.hosts.indexOf(host);
    if (index < 0) return;
    this.hosts.splice(index, 1);
    for (const task of this.tasksOn(host)) task.giveUp(`Host EC2 (instance ${host.machine.id}) terminated.`);
    this.hostChanged(host, "INACTIVE");
  }

  /** True while a draining host still has a task. */
  get drains(): boolean {
    return this.tasks.some(({ host, lastStatus }) => lastStatus !== "STOPPED" && host.status === "DRAINING");
  }

  /** What no task has reserved of a host's memory. */
  freeMib(host: ContainerInstance): number {
    const running = this.tasksOn(host).filter(({ lastStatus }) => lastStatus !== "STOPPED");
    return running.reduce((free, { definition }) => free - neededMib(definition), memoryMib(host.machine.instanceType));
  }

  tasksOn(host: ContainerInstance): readonly Task[] {
    return this.tasks.filter((task) => task.host === host);
  }

  taskChanged(task: Task): void {
    if (!this.tasks.includes(task)) this.tasks.push(task);
    this.lists.move(task, task.desiredStatus);
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
      group: task.origin.group,
      startedBy: task.origin.startedBy,
      desiredStatus: task.desiredStatus,
      lastStatus: task.lastStatus,
      stopCode: task.stopCode,
      stoppedReason: task.stoppedReason,
      containers: task.containers,
      version: task.version,
    });
    this.notify();
  }

  /** An event of the cluster, at least once and in any order: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html */
  emit(detailType: string, resource: string, detail: Readonly<Record<string, unknown>>): void {
    const event = { region: this.object.region, source: "aws.ecs", detailType, resources: [resource] };
    this.events.emit({ ...event, detail: { clusterArn: this.arn, ...detail } });
  }

  private hostChanged(host: ContainerInstance, status: string = host.status): void {
    host.version++;
    this.lists.move(host, status);
    this.emit("ECS Container Instance State Change", host.arn, {
      containerInstanceArn: host.arn,
      ec2InstanceId: host.machine.id,
      agentConnected: host.agentConnected,
      status,
      version: host.version,
    });
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
