import type { LogEntry } from "../../handlers/keeper/log";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import { toldKeeper } from "../prove/subject";
import { MINUTE, type Instant } from "../world/clock";
import type { World } from "../world/world";
import { type Chapter, Chapters } from "./chapters";
import { Observer } from "./observer";
import { holdIn, type Rest, restIn } from "./refusals";
import { Runs } from "./runs";
import { timeOf } from "./times";
import { type Moment, Words } from "./words";

/** Listens to the world while it runs, and keeps what a person would tell of a container. */
export class Story {
  private readonly told = new Chapters();
  readonly observer: Observer;
  readonly words: Words;
  private heard = 0;
  private lastLog: unknown;
  private readMails = 0;
  private rest: Rest = { until: -Infinity, why: "" };
  private toldRest: Rest | undefined;
  private toldHold: Instant | undefined;
  private isQueryTold = false;
  private toldQueryAt: Instant = -Infinity;
  private queriedAt: Instant = -Infinity;
  private readonly runs: Runs;
  private readonly timeZone: TimeZone;

  constructor(
    private readonly world: World,
    readonly container: string,
  ) {
    this.timeZone = toldKeeper(world, container).timeZone;
    this.words = new Words(world, container);
    this.observer = new Observer(world, container, () => {
      this.hearQuery();
    });
    this.runs = new Runs(world, this.observer, this.words, (moment) => {
      this.add(moment);
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
    this.runs.look();
    const phase = this.observer.look();
    if (phase === undefined) return;
    this.isQueryTold = false;
    this.toldHold = undefined;
    this.told.turn(this.world.now, phase);
  }

  private add(moment: Omit<Moment, "at"> & Partial<Moment>): void {
    const { now } = this.world;
    this.told.add(now, { at: now, ...moment });
  }

  /** The first that comes while it sleeps or rests; the others say nothing new, but for the one that wakes it. */
  private hearQuery(): void {
    const { now } = this.world;
    this.hearTimeline();
    this.queriedAt = now;
    if (this.observer.phase.last !== "asleep") return;
    const { until, why } = this.rest;
    if (now < until) {
      if (this.toldRest?.until !== until) this.tellQuery(`ignored until ${timeOf(until).slice(0, 5)} because ${why}`);
      this.toldRest = this.rest;
    } else if (!this.isQueryTold) {
      this.isQueryTold = true;
      this.tellQuery();
    }
  }

  private tellQuery(ignored?: string): void {
    const at = this.queriedAt;
    this.toldQueryAt = at;
    const isStopping = this.observer.phase.at(at) === "stopping";
    const why = ignored ?? (isStopping ? "the host of before still goes down" : `${this.container} sleeps`);
    this.add({ at, tone: "query", who: "DNS", what: `is asked for ${this.words.address}`, why });
  }

  private hearTimeline(): void {
    for (const mail of this.world.mails.slice(this.readMails)) this.rest = restIn(mail, this.timeZone) ?? this.rest;
    this.readMails = this.world.mails.length;
    for (const entry of this.world.timeline.slice(this.heard)) {
      this.heard++;
      if (entry.container !== undefined && entry.container !== this.container) continue;
      const moment = this.words.moment(entry);
      // The slow path's alarm, when the fast one has done it or nobody listens.
      const isListening = this.observer.desired.last !== 1 && entry.at >= this.rest.until;
      if (moment.what === "alarm queried goes off" && !isListening) continue;
      const isWake = moment.who === "keeper" && moment.what === "sets desired capacity to 1";
      const isAnswer = isWake && this.queriedAt > Math.max(entry.at - 10 * MINUTE, this.rest.until);
      if (isAnswer && this.queriedAt - this.toldQueryAt > 2 * MINUTE) this.tellQuery();
      const last = this.told.moments.at(-1);
      // The story has said it already.
      if (moment.tone === "person" && last?.tone === "story" && last.at === moment.at) continue;
      const isAtOnce = last?.who === moment.who && last.at === moment.at && last.what === "wants to play";
      if (isAtOnce && entry.kind === "plays") last.what = "joins";
      else this.add(moment);
    }
  }

  /** Keeper's log says why it did what the timeline says. */
  private explain(): void {
    const { logs } = this.world.functions;
    const unread = logs.slice(logs.findLastIndex((log) => log === this.lastLog) + 1);
    this.lastLog = logs.at(-1);
    for (const { entry } of unread) this.tellHold(holdIn(entry, this.world.now));
    for (const action of unread.flatMap(({ entry }) => actionsIn(entry))) {
      const why = this.words.plain(action.answer ?? action.why);
      const what = this.words.plain(deedOf(action));
      if (action.do === "let go") this.add({ tone: "keeper", who: "keeper", what, why });
      const meant = this.told.moments.findLast((moment) => moment.what === what);
      if (meant !== undefined) meant.why ??= this.words.reason(why);
    }
  }

  /** Nobody plays, and keeper does nothing about it: once for each time that somebody wrote. */
  private tellHold(until: Instant | undefined): void {
    if (until === undefined || until === this.toldHold) return;
    this.toldHold = until;
    const why = `a hold keeps ${this.container} up until ${timeOf(until).slice(0, 5)}`;
    this.add({ tone: "keeper", who: "keeper", what: "leaves desired capacity at 1", why });
  }
}

type Logged = LogEntry["actions"][number];

/** What keeper did in a look, if the entry is one; logs are anything. */
const actionsIn = (entry: unknown): readonly Logged[] =>
  ((entry as Partial<LogEntry>).actions ?? []).filter(({ problem, isHeldBack }) => !problem && !isHeldBack);

/** As the timeline says it. */
function deedOf(action: Logged): string {
  switch (action.do) {
    case "set capacity":
      return `sets desired capacity to ${action.desired}`;
    case "drain":
      return `drains ${action.instanceId}`;
    case "let go":
      return `tells Auto Scaling to end ${action.instanceId}`;
    default:
      return action.do;
  }
}
