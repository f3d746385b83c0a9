import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import type { Game } from "../host/game";
import type { Random } from "../random";
import { drawDuration } from "../stages";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerInstance } from "./container-instance";
import { fileSystemsOf, mountProblem } from "./mounts";
import type { Program } from "./program";
import { Programs } from "./programs";
import { pullProblem } from "./pulls";
import { roleProblem } from "./task-definition";

/** Who began a task: its service, or a call. */
export interface Origin {
  /** service:<name>, or what RunTask was given; by default family:<family>. */
  readonly group: string;
  readonly startedBy?: string | undefined;
  /** The number of the service's deployment; none for a task of RunTask. */
  readonly deployment?: number;
  /** The digests that its service's tags referred to first: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerImage.html */
  readonly pinned: Map<string, string>;
}

/** What ECS knows of a container. */
interface ContainerState {
  readonly name: string;
  readonly lastStatus: Task["lastStatus"];
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
}

/** Where ECS does not say that its scheduler stopped a task, its container has just exited. */
const UNTOLD = "EssentialContainerExited";

/** An ECS task: its desired status, and what ECS believes of what really runs. */
export class Task extends Programs {
  desiredStatus: "RUNNING" | "STOPPED" = "RUNNING";
  lastStatus: "PENDING" | "RUNNING" | "STOPPED" = "PENDING";
  version = 1;
  readonly createdAt: Instant;
  startedAt?: Instant;
  stoppedAt?: Instant;
  /** When all its images were pulled. */
  pullStoppedAt?: Instant;
  stopCode?: string;
  stoppedReason?: string;
  /** As the agent last reported it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
  failsHealthChecks = false;
  containers: readonly ContainerState[];
  private readonly random: Random;

  constructor(
    core: Core,
    arn: string,
    host: ContainerInstance,
    definition: AppliedObject,
    gameOf: (service?: string) => Game,
    readonly origin: Origin,
    private readonly onChange: (task: Task) => void,
  ) {
    super(core, arn, host, definition, gameOf, origin.deployment === undefined);
    this.containers = this.programs.map(({ name }) => ({ name, lastStatus: "PENDING" }));
    this.createdAt = core.now;
    onChange(this);
    this.random = core.random.fork(arn);
    core.clock.after(drawDuration(this.random, "received"), this.prepare);
  }

  get fileSystems(): readonly string[] {
    return fileSystemsOf(this.definition);
  }

  get healthStatus(): "HEALTHY" | "UNHEALTHY" | "UNKNOWN" {
    const checked = this.programs.filter(({ isEssential, definition }) => isEssential && definition.healthCheck);
    if (this.failsHealthChecks) {
      const isForgotten = this.lastStatus === "STOPPED" && this.core.uncertain.unhealthyTask !== "all of it";
      return isForgotten ? "UNKNOWN" : "UNHEALTHY";
    }
    return checked.length > 0 && checked.every(({ loadedAt }) => loadedAt !== undefined) ? "HEALTHY" : "UNKNOWN";
  }

  /** The agent reports health every 20 s (aws/amazon-ecs-agent, agent/config: DefaultContainerMetricsPublishInterval). */
  override readonly unhealthy = ({ isEssential }: Program): void => {
    if (isEssential) this.later(this.random.between(1, 20), () => this.host.agentConnected && this.failHealthChecks());
  };

  /**
   * "If the task reports as unhealthy then the task will be stopped and the service scheduler will replace it", where it is
   * part of a service and runs. A task that is still PENDING goes on (aws/containers-roadmap#2379).
   */
  failHealthChecks(): void {
    if (this.lastStatus !== "RUNNING" || this.desiredStatus === "STOPPED") return;
    this.failsHealthChecks = true;
    if (this.isRun) return;
    const code = this.core.uncertain.unhealthyTask === "all of it" ? "ServiceSchedulerInitiated" : UNTOLD;
    this.core.record({ kind: "health failure" }, this.host.machine.tags["Container"]);
    this.stop(code, "Task failed container health checks");
  }

  /** ECS stops it: SIGTERM a moment later, SIGKILL after the grace period. */
  stop(stopCode: string, reason: string): void {
    if (this.desiredStatus === "STOPPED") return;
    this.desiredStatus = "STOPPED";
    this.stopCode = stopCode;
    this.stoppedReason = reason;
    this.changed();
    if (this.host.agentConnected) this.follow();
  }

  /** What the agent does once it receives the desired status. */
  follow(): void {
    if (this.isOver && this.lastStatus !== "STOPPED" && this.ending !== undefined) this.report();
    if (this.desiredStatus === "STOPPED" && this.lastStatus !== "STOPPED") this.later(1, this.stopByAgent);
  }

  /** What it does when ECS hears of it again. */
  catchUp(): void {
    if (!this.isOver) for (const program of this.programs) if (program.ending !== undefined) this.attend(program);
    this.follow();
  }

  /** ECS gives it up: no agent reports what happened to it. */
  giveUp(reason: string): void {
    this.stopCode ??= "TerminationNotice";
    this.stoppedReason ??= reason;
    this.stopped();
  }

  protected override readonly report = (): void => {
    this.stopCode ??= "EssentialContainerExited";
    this.stoppedReason ??= "Essential container in task exited";
    this.submit();
    this.stopped();
  };

  protected override readonly reportRunning = (): void => {
    if (!this.host.agentConnected || this.lastStatus !== "PENDING" || this.ending !== undefined) return;
    this.lastStatus = "RUNNING";
    this.startedAt = this.core.now;
    this.submit();
    this.changed();
  };

  /** The agent collects what changes in containers for up to 20 s, unless the task changes before: agent/eventhandler/task_handler.go. */
  protected override readonly reportContainers = (): void => {
    this.later(this.random.between(1, 20), () => {
      if (!this.host.agentConnected || this.lastStatus !== "RUNNING") return;
      this.submit();
      this.changed();
    });
  };

  private submit(): void {
    this.containers = this.programs.map(({ name, startedAt, ending, neverStarts }) => {
      const hasEnded = (ending ?? neverStarts) !== undefined || this.isOver;
      const lastStatus = hasEnded ? "STOPPED" : startedAt === undefined ? "PENDING" : "RUNNING";
      const { exitCode, reason } = ending ?? neverStarts ?? {};
      return { name, lastStatus, exitCode, reason };
    });
  }

  private stopped(): void {
    if (this.lastStatus === "STOPPED") return;
    this.lastStatus = "STOPPED";
    this.desiredStatus = "STOPPED";
    this.containers = this.containers.map((container) => ({ ...container, lastStatus: "STOPPED" }));
    this.stoppedAt = this.core.now;
    this.changed();
  }

  /** False once it is to stop, or its host goes down. */
  private get mayStart(): boolean {
    const { works, state } = this.host.machine;
    return this.lastStatus !== "STOPPED" && !this.isSignalled && works && state === "running";
  }

  private readonly prepare = (): void => {
    if (!this.mayStart) return;
    const { core, definition, host } = this;
    const problem = roleProblem(core, definition);
    if (problem !== undefined) {
      this.fail(problem);
      return;
    }
    const pulls = this.programs.map(
      (program) =>
        pullProblem(core, definition, program.definition) ??
        host.images.pull(this.imageOf(program), program.game.pullSeconds * SECOND),
    );
    for (const [index, program] of this.programs.entries()) {
      const refused = pulls[index];
      if (typeof refused !== "string") continue;
      const reason = `CannotPullContainerError: ${refused}`;
      if (program.isEssential) {
        this.fail(reason);
        return;
      }
      // With prefer-cached a pull that fails ends its container alone: handleEventError in agent/engine/task_manager.go.
      this.giveUpOn(program, reason);
    }
    core.clock.at(Math.max(core.now, ...pulls.filter((pull) => typeof pull === "number")), this.mount);
  };

  private readonly mount = (): void => {
    const { core, definition, main, host, random } = this;
    this.pullStoppedAt = core.now;
    for (const program of this.programs) this.pin(program);
    if (!this.mayStart) return;
    const blocked =
      core.faults.start({ at: core.now, host: host.machine.id }) ??
      mountProblem(core, definition, host.machine, main.game.owner);
    if (blocked !== undefined) this.fail(blocked);
    else core.clock.after(drawDuration(random, "mounted") + drawDuration(random, "started"), this.run);
  };

  private readonly run = (): void => {
    if (this.mayStart) this.startNext();
  };

  protected override start(begin: () => void): void {
    this.core.clock.after(drawDuration(this.random, "started"), () => {
      if (this.mayStart) begin();
    });
  }

  private fail(reason: string): void {
    const service = this.isRun ? this.main.name : undefined;
    this.core.record({ kind: "start failure", reason, service }, this.host.machine.tags["Container"]);
    this.stopCode ??= "TaskFailedToStart";
    this.stoppedReason ??= reason;
    this.report();
  }

  /** The image to pull, unless the host has it (`prefer-cached`). */
  private readonly imageOf = ({ definition: { image, versionConsistency } }: Program): string =>
    versionConsistency === "disabled" ? image : (this.origin.pinned.get(image) ?? this.core.registry.digestOf(image));

  private pin(program: Program): void {
    const { image, versionConsistency } = program.definition;
    if (versionConsistency !== "disabled") this.origin.pinned.set(image, this.imageOf(program));
  }

  private changed(): void {
    this.version++;
    this.onChange(this);
  }
}
