import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import type { Game } from "../host/game";
import { type Traffic, trafficOf } from "../people/traffic";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerInstance } from "./container-instance";
import type { Ending, Happened } from "../timeline";
import { placeOf } from "./mounts";
import { type ContainerDefinition, failsAfterSeconds, needsOf } from "./task-definition";

/** Of a download: a full Ethernet packet. */
const BYTES_A_PACKET = 1500;

/** What a program needs of its task. */
export interface Surroundings {
  readonly core: Core;
  readonly arn: string;
  readonly host: ContainerInstance;
  readonly definition: AppliedObject;
  /** Its containers of these names. */
  readonly named: (names: readonly string[]) => readonly Program[];
  /** True if it has no other container: then the timeline names none. */
  readonly isAlone: boolean;
  readonly loaded: (program: Program) => void;
  /** Its health check has failed so often that the agent reports it. */
  readonly unhealthy: (program: Program) => void;
  readonly ended: (program: Program) => void;
}

/** What really runs in a container, whatever ECS believes: a program that downloads, loads, saves, and ends. */
export class Program {
  /** True while it runs and may write to its volumes. */
  alive = false;
  /** When it last started. */
  startedAt?: Instant;
  /** The time from which players, or other containers, can connect. */
  loadedAt?: Instant;
  /** True while it runs and answers nobody any more. */
  private hangs = false;
  /** The times of the save that it loaded, and of its own. */
  foundSave?: Instant;
  ownSave?: Instant;
  ending?: Ending;
  /** Why it can never start, as the agent reports it. */
  neverStarts?: { readonly reason: string; readonly exitCode?: number };
  private downloadsUntil: Instant = 0;
  private signalled?: { readonly at: Instant; readonly graceSeconds: number };

  constructor(
    private readonly task: Surroundings,
    readonly definition: ContainerDefinition,
    readonly game: Game,
  ) {}

  get name(): string {
    return this.definition.name;
  }
  /** As messages name it. */
  get label(): string {
    return `${this.name} of ${this.task.arn}`;
  }
  get host(): ContainerInstance {
    return this.task.host;
  }
  /** Unless it says something else. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
  get isEssential(): boolean {
    return this.definition.essential ?? true;
  }
  /** True if it received SIGTERM, or will not start. */
  get isSignalled(): boolean {
    return this.signalled !== undefined;
  }
  /** True if what it saves lies in a volume: without one, nobody expects it to be there again. */
  get keepsFiles(): boolean {
    return this.definition.mountPoints?.some(({ readOnly }) => readOnly !== true) ?? false;
  }

  /** Starts it: it downloads what is missing, and then loads. */
  begin(): void {
    const { core } = this.task;
    this.alive = true;
    this.startedAt = core.now;
    delete this.ending;
    const { id: host, launchedAt } = this.host.machine;
    const afterSeconds = (core.now - launchedAt) / SECOND;
    this.record({ kind: "container start", host, image: this.definition.image, afterSeconds });
    const { downloadSeconds, downloadsTo, loadSeconds } = this.game;
    const place = this.placeOf(downloadsTo);
    const missingSeconds = core.downloads.get(place) === downloadSeconds ? 0 : downloadSeconds;
    this.downloadsUntil = core.now + missingSeconds * SECOND;
    this.hangs = false;
    this.later(missingSeconds + loadSeconds, () => {
      if (this.hangs) return;
      this.loadedAt = core.now;
      this.foundSave = core.saves.get(this.placeOf(this.game.savesTo));
      core.downloads.set(place, downloadSeconds);
      this.task.loaded(this);
    });
    const hangSeconds = this.game.hang({ at: core.now });
    if (hangSeconds !== undefined) this.later(hangSeconds, this.stopAnswering);
    this.failUnlessLoaded(this.definition.healthCheck?.startPeriod ?? 0);
    const crash = this.game.crash({ at: core.now });
    if (crash !== undefined)
      this.later(crash.afterSeconds, () =>
        this.end(crash.exitCode === 0 ? "done" : "crashed", crash.exitCode, crash.reason),
      );
  }

  /** It runs on, and answers nobody, nor its health check. */
  readonly stopAnswering = (): void => {
    this.hangs = true;
    delete this.loadedAt;
    this.failUnlessLoaded(0);
  };

  /** Its check fails while it is not loaded; what fails in a start period does not count. */
  private failUnlessLoaded(startSeconds: number): void {
    const { healthCheck } = this.definition;
    if (!healthCheck) return;
    this.later(startSeconds + failsAfterSeconds(healthCheck), () => {
      if (this.loadedAt === undefined && !this.isSignalled) this.task.unhealthy(this);
    });
  }

  /** Sends SIGTERM. */
  signal(graceSeconds: number): void {
    if (this.signalled !== undefined) return;
    this.signalled = { at: this.task.core.now, graceSeconds };
    if (!this.alive) return;
    const saveSeconds = this.loadedAt === undefined ? 2 : this.game.saveSeconds;
    const inTime = saveSeconds <= graceSeconds;
    this.later(Math.min(saveSeconds, graceSeconds), () => this.end(inTime ? "saved" : "killed", inTime ? 0 : 137));
  }

  end(how: Ending["how"], exitCode: number, reason?: string): void {
    if (!this.alive) return;
    const { now, saves } = this.task.core;
    const wasLoaded = this.loadedAt !== undefined;
    // A database that has been told to stop takes no more writes: it disconnects who is there (STOPSIGNAL SIGINT of the
    // image postgres: https://www.postgresql.org/docs/current/server-shutdown.html, "fast shutdown").
    const isComplete = how === "saved" && (!wasLoaded || this.savesThrough.every((other) => other.takesWrites));
    if (how === "saved" && !isComplete) [how, exitCode] = ["unsaved", 1];
    const { at, graceSeconds } = this.signalled ?? { at: now, graceSeconds: 0 };
    this.alive = false;
    const seconds = (now - at) / SECOND;
    if (how === "saved" && wasLoaded) {
      this.ownSave = now;
      saves.set(this.placeOf(this.game.savesTo), now);
    }
    delete this.loadedAt;
    this.ending = { at: now, how, exitCode, reason, stoppedForSeconds: seconds, graceSeconds };
    if (how === "saved") this.record({ kind: "saved", wasLoaded, seconds, graceSeconds });
    else this.record({ kind: "container end", how, isEssential: this.isEssential });
    this.task.ended(this);
  }

  /** The time until which it received at least this much per minute. */
  fetchesUntil(bytesPerMinute: number): Instant {
    const { chatter } = this.game;
    return this.alive && chatter.receivedBytes >= bytesPerMinute ? this.task.core.now : this.downloadsUntil;
  }

  /** Its traffic without players. */
  trafficSince(since: Instant): Traffic {
    const { chatter, downloadBytesPerMinute: receivedBytes } = this.game;
    const download = { packets: receivedBytes / BYTES_A_PACKET, receivedBytes, sentBytes: 0 };
    const from = Math.max(since, this.startedAt ?? 0);
    const now = this.alive ? this.task.core.now : from;
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

  /** The containers that must take writes while it saves. */
  get savesThrough(): readonly Program[] {
    return this.task.named(this.game.savesThrough ?? needsOf(this.definition));
  }
  private get takesWrites(): boolean {
    return this.alive && !this.isSignalled;
  }

  private placeOf(folder: string): string {
    const { definition, host, arn } = this.task;
    return placeOf(definition, this.definition, folder, host.machine, arn);
  }

  private record(happened: Happened): void {
    const service = this.task.isAlone ? undefined : this.name;
    this.task.core.record({ ...happened, service }, this.host.machine.tags["Container"]);
  }

  /** Later, if it has not ended until then. */
  private later(seconds: number, run: () => void): void {
    const { core } = this.task;
    const since = this.startedAt;
    core.clock.after(seconds * SECOND, () => {
      if (this.alive && this.startedAt === since) run();
    });
  }
}
