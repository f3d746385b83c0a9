import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import type { ClusterHost } from "./cluster";
import { type ContainerDefinition, containersOf, roleProblem } from "./task-definition";
import type { Game } from "../host/game";
import { fileSystemsOf, mountProblem, placeOf } from "./mounts";
import type { AppliedObject } from "../terraform/objects";
import type { Random } from "../random";
import { drawn } from "../stages";
import { type Traffic, trafficOf } from "../people/traffic";

/** Of a download: a full one over Ethernet. */
const BYTES_A_PACKET = 1500;

/** How a task's programs ended: by themselves, in time after SIGTERM, by SIGKILL, or with their host. */
export interface Ending {
  readonly at: Instant;
  readonly how: "done" | "crashed" | "saved" | "killed" | "host lost";
  readonly exitCode: number;
  /** Seconds between SIGTERM and the end, and how many there might have been. */
  readonly stoppedForSeconds: number;
  readonly graceSeconds: number;
}

/** A task of ECS: what it shall be, what ECS believes it is, and what really runs. */
export class Task {
  desiredStatus: "RUNNING" | "STOPPED" = "RUNNING";
  lastStatus: "PENDING" | "RUNNING" | "STOPPED" = "PENDING";
  version = 1;
  readonly createdAt: Instant;
  readonly containers: readonly ContainerDefinition[];
  startedAt?: Instant;
  stoppedAt?: Instant;
  /** When all its images were there. */
  pullStoppedAt?: Instant;
  stopCode?: string;
  stoppedReason?: string;
  exitCode?: number;
  /** True while its programs run and may write to its volumes. */
  alive = false;
  private runsSince: Instant = 0;
  private downloadsUntil: Instant = 0;
  /** From when on players can connect. */
  loadedAt?: Instant;
  /** Which save it found when it loaded, and its own; by their times. */
  foundSave?: Instant;
  ownSave?: Instant;
  ending?: Ending;
  private readonly random: Random;
  private signalled?: { readonly at: Instant; readonly graceSeconds: number };

  constructor(
    private readonly core: Core,
    readonly arn: string,
    readonly host: ClusterHost,
    readonly definition: AppliedObject,
    /** Which deployment of the service asked for it. */
    readonly deployment: number,
    readonly game: Game,
    /** What its service's tags meant at first: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerImage.html */
    private readonly pinned: Map<string, string>,
    private readonly onChange: (task: Task) => void,
  ) {
    this.createdAt = core.now;
    this.containers = containersOf(definition);
    onChange(this);
    this.random = core.random.fork(arn);
    core.clock.after(drawn(this.random, "heard"), this.prepare);
  }

  get fileSystems(): readonly string[] {
    return fileSystemsOf(this.definition);
  }

  /** ECS wants it to end: SIGTERM a moment later, SIGKILL after the grace period. */
  stop(stopCode: string, reason: string): void {
    if (this.desiredStatus === "STOPPED") return;
    this.desiredStatus = "STOPPED";
    this.stopCode = stopCode;
    this.stoppedReason = reason;
    this.changed();
    if (this.host.agentConnected) this.follow();
  }

  /** What the agent does once it hears what shall be. */
  follow(): void {
    if (!this.alive && this.lastStatus !== "STOPPED" && this.ending !== undefined) this.report();
    if (this.desiredStatus === "STOPPED" && this.lastStatus !== "STOPPED")
      this.later(1, () => {
        this.signal(this.graceSeconds);
      });
  }

  private placeOf(folder: string): string {
    return placeOf(this.definition, folder, this.host.machine, this.arn);
  }

  /** The longest of its containers: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
  get graceSeconds(): number {
    return Math.max(...this.containers.map(({ stopTimeout }) => stopTimeout ?? this.host.stopTimeoutSeconds));
  }

  /** Its programs got SIGTERM, or won't start. */
  get isSignalled(): boolean {
    return this.signalled !== undefined;
  }

  /** SIGTERM to all its programs. */
  signal(graceSeconds: number): void {
    if (this.signalled !== undefined) return;
    this.signalled = { at: this.core.now, graceSeconds };
    if (!this.alive) {
      if (this.lastStatus !== "STOPPED") this.report();
      return;
    }
    const saveSeconds = this.loadedAt === undefined ? 2 : this.game.saveSeconds;
    const inTime = saveSeconds <= graceSeconds;
    this.later(Math.min(saveSeconds, graceSeconds), () => {
      this.end(inTime ? "saved" : "killed", inTime ? 0 : 137);
    });
  }

  /** Its programs end. */
  end(how: Ending["how"], exitCode: number): void {
    if (!this.alive) return;
    const { now } = this.core;
    const { at, graceSeconds } = this.signalled ?? { at: now, graceSeconds: this.graceSeconds };
    this.alive = false;
    if (how === "saved" && this.loadedAt !== undefined) {
      this.ownSave = now;
      this.core.saves.set(this.placeOf(this.game.savesTo), now);
    }
    delete this.loadedAt;
    this.ending = { at: now, how, exitCode, stoppedForSeconds: (now - at) / SECOND, graceSeconds };
    if (how !== "saved") this.core.tell("docker", `the container ends: ${how}`, this.about);
    if (this.host.agentConnected) this.later(1, this.report);
  }

  /** Until when its programs have fetched so much a minute. */
  fetchesUntil(bytesPerMinute: number): Instant {
    const { chatter } = this.game;
    return this.alive && chatter.receivedBytes >= bytesPerMinute ? this.core.now : this.downloadsUntil;
  }

  /** What its programs exchange by themselves. */
  trafficSince(since: Instant): Traffic {
    const { chatter, downloadBytesPerMinute: receivedBytes } = this.game;
    const download = { packets: receivedBytes / BYTES_A_PACKET, receivedBytes, sentBytes: 0 };
    const from = Math.max(since, this.runsSince);
    const now = this.alive ? this.core.now : from;
    const [talked, fetched] = [
      trafficOf(chatter, from, now),
      trafficOf(download, from, Math.min(now, this.downloadsUntil)),
    ];
    return {
      Packets: talked.Packets + fetched.Packets,
      ReceivedBytes: talked.ReceivedBytes + fetched.ReceivedBytes,
      SentBytes: talked.SentBytes,
    };
  }

  /** ECS gives it up: nobody tells what became of it. */
  giveUp(reason: string): void {
    this.stopCode ??= "TerminationNotice";
    this.stoppedReason ??= reason;
    this.stopped();
  }

  /** The agent tells ECS that it is over. */
  private readonly report = (): void => {
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

  private get about() {
    return { container: this.host.machine.tags["Container"], data: { task: this.arn } };
  }

  /** Nothing starts any more once it is told to stop, or its host goes down. */
  private get mayStart(): boolean {
    const { works, state } = this.host.machine;
    return this.lastStatus !== "STOPPED" && this.signalled === undefined && works && state === "running";
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
    else core.clock.after(drawn(random, "mounted") + drawn(random, "started"), this.run);
  };

  private readonly run = (): void => {
    if (!this.mayStart) return;
    this.alive = true;
    this.runsSince = this.core.now;
    const { downloadSeconds, downloadsTo, loadSeconds } = this.game;
    const place = this.placeOf(downloadsTo);
    const missingSeconds = this.core.downloads.get(place) === downloadSeconds ? 0 : downloadSeconds;
    this.downloadsUntil = this.runsSince + missingSeconds * SECOND;
    this.later(missingSeconds + loadSeconds, () => {
      if (!this.alive) return;
      this.loadedAt = this.core.now;
      this.foundSave = this.core.saves.get(this.placeOf(this.game.savesTo));
      this.core.downloads.set(place, downloadSeconds);
    });
    const crash = this.game.crash({ at: this.core.now });
    if (crash !== undefined)
      this.later(crash.afterSeconds, () => {
        this.end(crash.exitCode === 0 ? "done" : "crashed", crash.exitCode);
      });
    if (!this.host.agentConnected) return;
    this.lastStatus = "RUNNING";
    this.startedAt = this.core.now;
    this.changed();
  };

  private fail(reason: string): void {
    this.core.tell("ECS", "the task can't start", { ...this.about, why: reason });
    this.stopCode ??= "TaskFailedToStart";
    this.stoppedReason ??= reason;
    this.report();
  }

  /** What is pulled, unless the host has it (`prefer-cached`). */
  private readonly imageOf = ({ image, versionConsistency }: ContainerDefinition): string =>
    versionConsistency === "disabled" ? image : (this.pinned.get(image) ?? this.core.registry.digestOf(image));

  private pin(container: ContainerDefinition): void {
    if (container.versionConsistency !== "disabled") this.pinned.set(container.image, this.imageOf(container));
  }

  private changed(): void {
    this.version++;
    this.onChange(this);
  }

  private later(seconds: number, run: () => void): void {
    this.core.clock.after(seconds * SECOND, run);
  }
}
