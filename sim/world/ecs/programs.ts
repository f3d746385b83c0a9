import type { Ending } from "../timeline";
import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import type { Game } from "../host/game";
import { type Traffic, trafficOf } from "../people/traffic";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerInstance } from "./container-instance";
import { placeOf } from "./mounts";
import { type ContainerDefinition, containersOf } from "./task-definition";

/** Of a download: a full Ethernet packet. */
const BYTES_A_PACKET = 1500;

/** What really runs of a task, whatever ECS believes: programs that download, load, save, and end. */
export abstract class Programs {
  abstract readonly lastStatus: "PENDING" | "RUNNING" | "STOPPED";
  readonly containers: readonly ContainerDefinition[];
  /** True while the programs run and may write to the task's volumes. */
  alive = false;
  private runsSince: Instant = 0;
  private downloadsUntil: Instant = 0;
  /** The time from which players can connect. */
  loadedAt?: Instant;
  /** The times of the save that they loaded, and of their own. */
  foundSave?: Instant;
  ownSave?: Instant;
  ending?: Ending;
  private signalled?: { readonly at: Instant; readonly graceSeconds: number };

  constructor(
    protected readonly core: Core,
    readonly arn: string,
    readonly host: ContainerInstance,
    readonly definition: AppliedObject,
    readonly game: Game,
  ) {
    this.containers = containersOf(definition);
  }

  /** The agent reports to ECS that the task has stopped. */
  protected abstract readonly report: () => void;

  /** The longest stop timeout of its containers: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
  get graceSeconds(): number {
    return Math.max(...this.containers.map(({ stopTimeout }) => stopTimeout ?? this.host.stopTimeoutSeconds));
  }

  /** True if its programs received SIGTERM, or will not start. */
  get isSignalled(): boolean {
    return this.signalled !== undefined;
  }

  /** Sends SIGTERM to all programs. */
  signal(graceSeconds: number): void {
    if (this.signalled !== undefined) return;
    this.signalled = { at: this.core.now, graceSeconds };
    if (!this.alive) {
      if (this.lastStatus !== "STOPPED") this.report();
      return;
    }
    const saveSeconds = this.loadedAt === undefined ? 2 : this.game.saveSeconds;
    const inTime = saveSeconds <= graceSeconds;
    this.later(Math.min(saveSeconds, graceSeconds), () => this.end(inTime ? "saved" : "killed", inTime ? 0 : 137));
  }

  end(how: Ending["how"], exitCode: number): void {
    if (!this.alive) return;
    const { now } = this.core;
    const { at, graceSeconds } = this.signalled ?? { at: now, graceSeconds: this.graceSeconds };
    this.alive = false;
    const wasLoaded = this.loadedAt !== undefined;
    const seconds = (now - at) / SECOND;
    if (how === "saved" && wasLoaded) {
      this.ownSave = now;
      this.core.saves.set(this.placeOf(this.game.savesTo), now);
    }
    delete this.loadedAt;
    this.ending = { at: now, how, exitCode, stoppedForSeconds: seconds, graceSeconds };
    if (how === "saved") this.core.record({ kind: "saved", wasLoaded, seconds, graceSeconds }, this.container);
    else this.core.record({ kind: "container end", how }, this.container);
    if (this.host.agentConnected) this.later(1, this.report);
  }

  /** The time until which its programs received at least this much per minute. */
  fetchesUntil(bytesPerMinute: number): Instant {
    const { chatter } = this.game;
    return this.alive && chatter.receivedBytes >= bytesPerMinute ? this.core.now : this.downloadsUntil;
  }

  /** The traffic of its programs without players. */
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

  /** Starts the programs: they download what is missing, and then load. */
  protected begin(): void {
    this.alive = true;
    this.runsSince = this.core.now;
    const { id, launchedAt } = this.host.machine;
    const [{ image } = { image: "" }] = this.containers;
    const afterSeconds = (this.runsSince - launchedAt) / SECOND;
    this.core.record({ kind: "container start", host: id, image, afterSeconds }, this.container);
    const { downloadSeconds, downloadsTo, loadSeconds } = this.game;
    const place = this.placeOf(downloadsTo);
    const missingSeconds = this.core.downloads.get(place) === downloadSeconds ? 0 : downloadSeconds;
    this.downloadsUntil = this.runsSince + missingSeconds * SECOND;
    this.later(missingSeconds + loadSeconds, () => {
      if (!this.alive) return;
      this.loadedAt = this.core.now;
      this.core.record({ kind: "loaded" }, this.container);
      this.foundSave = this.core.saves.get(this.placeOf(this.game.savesTo));
      this.core.downloads.set(place, downloadSeconds);
    });
    const crash = this.game.crash({ at: this.core.now });
    if (crash !== undefined)
      this.later(crash.afterSeconds, () => this.end(crash.exitCode === 0 ? "done" : "crashed", crash.exitCode));
  }

  protected get container() {
    return this.host.machine.tags["Container"];
  }

  private placeOf(folder: string): string {
    return placeOf(this.definition, folder, this.host.machine, this.arn);
  }

  protected later(seconds: number, run: () => void): void {
    this.core.clock.after(seconds * SECOND, run);
  }
}
