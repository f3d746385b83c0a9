import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import type { Game } from "../host/game";
import type { Random } from "../random";
import { drawDuration } from "../stages";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerInstance } from "./container-instance";
import { fileSystemsOf, mountProblem } from "./mounts";
import { Programs } from "./programs";
import { type ContainerDefinition, roleProblem } from "./task-definition";

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
  exitCode?: number;
  private readonly random: Random;

  constructor(
    core: Core,
    arn: string,
    host: ContainerInstance,
    definition: AppliedObject,
    /** The number of the service's deployment. */
    readonly deployment: number,
    game: Game,
    /** The digests that its service's tags referred to first: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerImage.html */
    private readonly pinned: Map<string, string>,
    private readonly onChange: (task: Task) => void,
  ) {
    super(core, arn, host, definition, game);
    this.createdAt = core.now;
    onChange(this);
    this.random = core.random.fork(arn);
    core.clock.after(drawDuration(this.random, "received"), this.prepare);
  }

  get fileSystems(): readonly string[] {
    return fileSystemsOf(this.definition);
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
    if (!this.alive && this.lastStatus !== "STOPPED" && this.ending !== undefined) this.report();
    if (this.desiredStatus === "STOPPED" && this.lastStatus !== "STOPPED")
      this.later(1, () => this.signal(this.graceSeconds));
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
    this.exitCode ??= this.ending?.exitCode;
    this.stopped();
  };

  private stopped(): void {
    if (this.lastStatus === "STOPPED") return;
    this.lastStatus = "STOPPED";
    this.desiredStatus = "STOPPED";
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
    const { core, definition, game, host } = this;
    const problem = roleProblem(core, definition);
    if (problem !== undefined) {
      this.fail(problem);
      return;
    }
    const pulls = this.containers.map((container) =>
      host.images.pull(this.imageOf(container), game.pullSeconds * SECOND),
    );
    const refused = pulls.find((pull) => typeof pull === "string");
    if (refused !== undefined) {
      this.fail(`CannotPullContainerError: ${refused}`);
      return;
    }
    core.clock.at(Math.max(...pulls.filter((pull) => typeof pull === "number")), this.mount);
  };

  private readonly mount = (): void => {
    const { core, definition, game, host, random } = this;
    this.pullStoppedAt = core.now;
    for (const container of this.containers) this.pin(container);
    if (!this.mayStart) return;
    const blocked = mountProblem(core, definition, host.machine, game.owner);
    if (blocked !== undefined) this.fail(blocked);
    else core.clock.after(drawDuration(random, "mounted") + drawDuration(random, "started"), this.run);
  };

  private readonly run = (): void => {
    if (!this.mayStart) return;
    this.begin();
    if (!this.host.agentConnected) return;
    this.lastStatus = "RUNNING";
    this.startedAt = this.core.now;
    this.changed();
  };

  private fail(reason: string): void {
    this.core.record({ kind: "start failure", reason }, this.container);
    this.stopCode ??= "TaskFailedToStart";
    this.stoppedReason ??= reason;
    this.report();
  }

  /** The image to pull, unless the host has it (`prefer-cached`). */
  private readonly imageOf = ({ image, versionConsistency }: ContainerDefinition): string =>
    versionConsistency === "disabled" ? image : (this.pinned.get(image) ?? this.core.registry.digestOf(image));

  private pin(container: ContainerDefinition): void {
    if (container.versionConsistency !== "disabled") this.pinned.set(container.image, this.imageOf(container));
  }

  private changed(): void {
    this.version++;
    this.onChange(this);
  }
}
