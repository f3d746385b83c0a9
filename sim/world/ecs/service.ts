import { text } from "../../provider/values";
import type { Cluster } from "./cluster";
import type { ContainerInstance } from "./container-instance";
import { type Instant, MINUTE, SECOND, Soon } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { AppliedObject } from "../terraform/objects";
import { neededMib, newestOf } from "./task-definition";
import type { Game } from "../host/game";
import { Task } from "./task";

/** A DAEMON service: one task on each ACTIVE host. */
export class Service {
  status: "ACTIVE" | "INACTIVE" = "ACTIVE";
  definitionArn: string;
  readonly messages: { readonly at: Instant; readonly text: string }[] = [];
  private deployment = 1;
  private readonly pinned = new Map<string, string>();
  private failures = 0;
  private notBefore: Instant = 0;
  private readonly next: Soon;
  private readonly random;

  constructor(
    private readonly core: Core,
    public object: AppliedObject,
    readonly cluster: Cluster,
    private readonly gameOf: (service?: string) => Game,
  ) {
    if (object.attributes["scheduling_strategy"] !== "DAEMON") throw new Unknown(`service ${this.name} is no DAEMON`);
    this.random = core.random.fork(this.name);
    this.next = new Soon(core.clock, () => {
      for (const host of this.cluster.hosts) this.look(host);
    });
    this.definitionArn = text(object.attributes["task_definition"]);
    cluster.onChange(() => this.soon(1));
  }

  get name(): string {
    return text(this.object.attributes["name"]);
  }
  /** The group of its tasks: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
  private get group(): string {
    return `service:${this.name}`;
  }
  get arn(): string {
    return text(this.object.attributes["arn"]);
  }

  /**
   * UpdateService: another revision or a forced deployment replaces what runs. Another revision also ends the throttle.
   *
   * @param definition a family, which means its newest revision, or an ARN
   */
  update(definition: string, force: boolean): void {
    const { definitionArn } = this;
    const { sameRevision, digest, forcedDeployment } = this.core.uncertain;
    if (definition !== "") this.definitionArn = text(newestOf(this.core.objects, definition)["arn"]);
    const isSame = this.definitionArn === definitionArn;
    if (isSame && !force && sameRevision === "it does not") return;
    this.deployment++;
    if (digest === "it does") this.pinned.clear();
    if (!isSame || forcedDeployment === "it does") {
      this.failures = 0;
      this.notBefore = this.core.now;
    }
    this.soon(2);
  }

  /** Terraform only waits until ECS has asked its tasks to stop: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html */
  delete(): void {
    this.status = "INACTIVE";
    this.soon(1);
  }

  private soon(seconds: number): void {
    this.next.in(seconds * SECOND + this.random.between(0, 3000));
  }

  private look(host: ContainerInstance): void {
    const ofHost = this.cluster.tasksOn(host).filter(({ lastStatus }) => lastStatus !== "STOPPED");
    const tasks = ofHost.filter(({ origin: { group } }) => group === this.group);
    const { draining, daemonPlacement } = this.core.uncertain;
    const isActive = this.status === "ACTIVE";
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html
    const mayStay = isActive && (host.status === "ACTIVE" || draining === "it does not");
    for (const task of tasks) {
      if (!mayStay || task.origin.deployment !== this.deployment)
        task.stop("ServiceSchedulerInitiated", "Scaling activity initiated by the service scheduler");
    }
    // The host's ports are free only when the previous task has ended.
    if (!isActive || host.status === "DRAINING" || tasks.length > 0 || !host.agentConnected) return;
    if (daemonPlacement === "when none drains" && this.cluster.drains) return;
    const notBefore = Math.max(this.notBefore, host.placeableFrom);
    if (this.core.now < notBefore) {
      this.next.in(notBefore - this.core.now);
      return;
    }
    this.place(host);
  }

  private place(host: ContainerInstance): void {
    const { core, cluster } = this;
    const definition = core.objects.find("aws_ecs_task_definition", { arn: this.definitionArn });
    if (definition === undefined) throw new Unknown(`task definition ${this.definitionArn} is not there any more`);
    if (neededMib(definition) > cluster.freeMib(host)) {
      const closest = `The closest matching (container-instance ${host.arn.split("/").at(-1) ?? ""}) has insufficient memory available.`;
      const words = `was unable to place a task because no container instance met all of its requirements. ${closest}`;
      // The event that DAEMON services have: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
      this.warn("SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED", words, "ERROR");
      this.soon(60);
      return;
    }
    const { group, deployment, pinned } = this;
    const origin = { group, startedBy: `ecs-svc/${deployment}`, deployment, pinned };
    new Task(core, cluster.newArn("task"), host, definition, this.gameOf, origin, (task) => {
      if (task.lastStatus === "RUNNING") this.failures = 0;
      if (task.lastStatus === "STOPPED" && task.stopCode === "TaskFailedToStart") this.throttle();
      cluster.taskChanged(task);
    });
  }

  /** Waits longer after each task that failed to start: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html */
  private throttle(): void {
    this.failures++;
    this.notBefore = this.core.now + Math.min(27 * MINUTE, 15 * SECOND * 2 ** (this.failures - 1));
    if (this.failures === 3)
      this.warn("SERVICE_TASK_START_IMPAIRED", "is unable to consistently start tasks successfully.");
  }

  private warn(eventName: string, words: string, eventType: "ERROR" | "WARN" = "WARN"): void {
    this.messages.unshift({ at: this.core.now, text: `(service ${this.name}) ${words}` });
    this.cluster.emit("ECS Service Action", this.arn, { eventType, eventName });
  }
}
