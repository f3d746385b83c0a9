import { MINUTE, SECOND, type Instant } from "../world/clock";
import type { Machine } from "../world/machines";
import type { Task } from "../world/task";
import type { World } from "../world/world";
import { type Chapter, Chapters } from "./chapters";
import { Observer } from "./observer";
import { duration, type Moment, Words } from "./words";

/** How the timeline says what keeper's log calls otherwise. */
const DEEDS: readonly (readonly [RegExp, string])[] = [
  [/^set capacity (\d+)$/, "sets desired capacity to $1"],
  [/^drain (host \d+)$/, "drains $1"],
];

/** Listens to the world while it runs, and keeps what a person would tell of a container. */
export class Story {
  private readonly told = new Chapters();
  readonly observer: Observer;
  readonly words: Words;
  private heard = 0;
  private lastLog: unknown;
  private isQueryTold = false;
  private toldQueryAt: Instant = -Infinity;
  private queriedAt: Instant = -Infinity;
  private readonly tasks = new Map<Task, string>();
  private readonly machines = new Map<Machine, string>();

  constructor(
    private readonly world: World,
    readonly container: string,
  ) {
    this.words = new Words(world, container);
    this.observer = new Observer(world, container, () => {
      this.hearQuery();
    });
    this.look();
    world.observe(() => {
      this.look();
    });
  }

  get chapters(): readonly Chapter[] {
    return this.told.all;
  }

  private look(): void {
    this.hearTimeline();
    this.explain();
    this.followTasks();
    this.followMachines();
    const phase = this.observer.look();
    if (phase === undefined) return;
    this.isQueryTold = false;
    this.told.turn(this.world.now, phase);
  }

  private add(moment: Omit<Moment, "at"> & Partial<Moment>): void {
    const { now } = this.world;
    this.told.add(now, { at: now, ...moment });
  }

  /** The first that comes while it sleeps; the others say nothing new, but for the one that wakes it. */
  private hearQuery(): void {
    this.hearTimeline();
    this.queriedAt = this.world.now;
    if (this.isQueryTold || this.observer.phase.last !== "asleep") return;
    this.isQueryTold = true;
    this.tellQuery(`${this.container} sleeps`);
  }

  private tellQuery(why?: string): void {
    this.toldQueryAt = this.queriedAt;
    const what = `is asked for ${this.words.address}`;
    this.add({ at: this.queriedAt, tone: "query", who: "DNS", what, ...(why !== undefined && { why }) });
  }

  private hearTimeline(): void {
    for (const entry of this.world.timeline.slice(this.heard)) {
      this.heard++;
      if (entry.container !== undefined && entry.container !== this.container) continue;
      const moment = this.words.moment(entry);
      // The slow path's alarm, when the fast one has done it.
      if (moment.what === "alarm queried goes off" && this.observer.desired.last === 1) continue;
      const isWake = moment.who === "keeper" && moment.what === "sets desired capacity to 1";
      if (isWake && this.queriedAt - this.toldQueryAt > 2 * MINUTE) this.tellQuery();
      const last = this.told.moments.at(-1);
      const isAtOnce = last?.who === moment.who && last.at === moment.at && last.what === "wants to play";
      if (isAtOnce && entry.what === "plays") last.what = "joins";
      else this.add(moment);
    }
  }

  /** Keeper's log says why it did what the timeline says. */
  private explain(): void {
    const { logs } = this.world.functions;
    const unread = logs.slice(logs.findLastIndex((log) => log === this.lastLog) + 1);
    this.lastLog = logs.at(-1);
    for (const deed of unread.flatMap(({ entry }) => deedsOf(entry))) {
      const [did = "", why = ""] = this.words.plain(deed).split(/: (.*)/s);
      const [, released] = /^let go (.*)$/.exec(did) ?? [];
      if (released !== undefined) this.add({ tone: "keeper", who: "keeper", what: `lets ${released} go`, why });
      const [pattern = "", said = ""] = DEEDS.find(([logged]) => logged.test(did)) ?? [];
      const meant = this.told.moments.findLast(({ what }) => what === did.replace(pattern, said));
      if (meant !== undefined) meant.why ??= this.words.reason(why);
    }
  }

  private followTasks(): void {
    const { container } = this;
    for (const task of this.observer.tasks) {
      const { lastStatus, loadedAt, ending, host } = task;
      const stage = ending?.how ?? (loadedAt === undefined ? lastStatus : "loaded");
      if (this.tasks.get(task) === stage) continue;
      const wasLoaded = this.tasks.get(task) === "loaded";
      this.tasks.set(task, stage);
      const game = { tone: "game", who: container } as const;
      if (stage === "RUNNING") {
        const seconds = (this.world.now - host.machine.launchedAt) / SECOND;
        const why = `${duration(seconds)} after ${this.words.host(host.machine.id)} was launched`;
        this.add({ ...game, what: "runs, with its volumes mounted", why });
      } else if (stage === "loaded") {
        this.add({ ...game, what: "has loaded: players can connect" });
      } else if (stage === "saved") {
        const { stoppedForSeconds = 0, graceSeconds = 0 } = ending ?? {};
        const what = wasLoaded ? `saves for ${duration(stoppedForSeconds)} and ends` : "ends before it had loaded";
        this.add({ ...game, what, why: `it had ${duration(graceSeconds)}` });
      }
    }
  }

  private followMachines(): void {
    for (const machine of this.observer.machines) {
      const before = this.machines.get(machine);
      this.machines.set(machine, machine.state);
      if (before === machine.state || before === undefined) continue;
      const word = { terminated: "is gone", stopped: "is switched off" }[machine.state as string];
      if (word !== undefined) this.add({ tone: "aws", who: "EC2", what: `${this.words.host(machine.id)} ${word}` });
    }
  }
}

/** Logs are anything; keeper's name what it did, each with its reason. */
function deedsOf(entry: unknown): readonly string[] {
  const did = typeof entry === "object" && entry !== null && "did" in entry ? entry.did : [];
  return Array.isArray(did) ? did.filter((deed) => typeof deed === "string") : [];
}
