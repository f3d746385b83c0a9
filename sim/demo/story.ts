import type { Action } from "../../handlers/keeper/decision";
import type { KeeperSettings } from "../../handlers/keeper/read-settings";
import { PLACEHOLDER } from "../../shared/address";
import type { Decided } from "../prove/overheard";
import { type Rest, restIn } from "../prove/mails";
import type { Stage } from "../scenarios/scenario";
import type { Instant } from "../world/clock";
import type { Entry } from "../world/timeline";
import type { World } from "../world/world";
import { type Moment, toneOf } from "./moments";
import { Observer } from "./observer";

/** Listens to the world while it runs, and keeps what a person would report about a container. */
export class Story {
  readonly moments: Moment[] = [];
  readonly observer: Observer;
  /** Instances in the order of their launch. */
  readonly hosts: string[] = [];
  private entriesRead = 0;
  private mailsRead = 0;
  private rest: Rest = { until: -Infinity, because: "failure" };
  private toldHold: Instant | undefined;
  /** The state during which a query was last listed. */
  private toldQuery: number | undefined;
  private actions: readonly Action[] = [];

  constructor(
    private readonly world: World,
    readonly settings: KeeperSettings,
    [name, type]: Stage["wakingQuery"],
    private readonly decided: Decided[],
  ) {
    this.observer = new Observer(world, settings);
    const { onQuery } = world.zones;
    world.zones.onQuery = (zone, query) => {
      onQuery(zone, query);
      if (query.name.toLowerCase() === name && query.type === type) this.hearQuery();
    };
    this.look();
    world.observe(() => this.look());
  }

  private look(): void {
    for (const one of this.decided.splice(0)) this.hearDecision(one);
    this.readTimeline();
    this.observer.look();
  }

  private readTimeline(): void {
    for (const mail of this.world.mails.slice(this.mailsRead))
      this.rest = restIn(mail, this.settings.timeZone) ?? this.rest;
    this.mailsRead = this.world.mails.length;
    for (const entry of this.world.timeline.slice(this.entriesRead)) this.hear(entry);
    this.entriesRead = this.world.timeline.length;
  }

  /** The first that comes while it sleeps or goes to sleep, and the first that is ignored: others say nothing new. */
  private hearQuery(): void {
    this.readTimeline();
    const { now: at } = this.world;
    const { phase, queries } = this.observer;
    queries.push(at);
    const ignored = at < this.rest.until ? this.rest : undefined;
    const during = ignored?.until ?? phase.steps.length;
    const isDown = phase.last === "asleep" || phase.last === "stopping";
    // Nothing listens to queries where nothing sleeps.
    if (!isDown || during === this.toldQuery || this.settings.mode === "always") return;
    this.toldQuery = during;
    this.moments.push({ kind: "query", at, phase: phase.last, ignored });
  }

  private hearDecision({ facts: { hold, alarms }, decision: { actions } }: Decided): void {
    const { now: at } = this.world;
    if (actions.length > 0) this.actions = actions;
    for (const action of actions)
      if (action.do === "release") this.moments.push({ kind: "release", at, host: action.instanceId, why: action.why });
    const until = hold !== undefined && "until" in hold ? hold.until : undefined;
    const stays = alarms.idle && actions.every((action) => action.do !== "set capacity");
    if (!stays || until === undefined || until <= at || until === this.toldHold) return;
    this.toldHold = until;
    this.moments.push({ kind: "held", at, until });
  }

  private hear(entry: Entry): void {
    const { container, names } = this.settings;
    if (entry.container !== undefined && entry.container !== container) return;
    if (entry.kind === "launch") this.hosts.push(entry.host);
    const last = this.moments.at(-1);
    const isListening = this.observer.desired.last !== 1 && entry.at >= this.rest.until;
    // The slow path's alarm, when the fast one has done it or nobody listens.
    if (entry.kind === "alarm" && entry.alarm === names.alarms.queried && !isListening) return;
    // The story has said it already.
    if (toneOf(entry) === "person" && last?.kind === "story" && last.at === entry.at) return;
    // Whoever gets in at once joins.
    if (entry.kind === "plays" && last?.kind === "tries" && last.by === entry.by && last.at === entry.at)
      this.moments.pop();
    this.moments.push({ ...entry, why: this.reasonOf(entry) });
  }

  /** What keeper decided says why it does what the timeline tells. */
  private reasonOf(entry: Entry): string | undefined {
    const isMeant = (action: Action): boolean =>
      (entry.kind === "capacity" && action.do === "set capacity" && action.desired === entry.desired) ||
      (entry.kind === "drain" && action.do === "drain" && action.instanceId === entry.host);
    const isKeepers = entry.kind === "drain" || ("by" in entry && entry.by === this.settings.names.keeper);
    return isKeepers ? this.actions.find(isMeant)?.why : undefined;
  }
}

/** What people call the things of one container: a host by its number, a function or an alarm by its role. */
export function callerOf({ hosts, settings: { names } }: Story): (name: string) => string {
  const things = Object.entries({ ...names, ...names.alarms });
  const called = new Map<unknown, string>([
    ...things.map(([role, name]) => [name, role.replace(/[A-Z]/g, " $&").toLowerCase()] as const),
    [`policy ${names.alarms.leftUp}`, "Auto Scaling"],
    ...hosts.map((id, index) => [id, `host ${index + 1}`] as const),
    ...[PLACEHOLDER.a, PLACEHOLDER.aaaa].map((value) => [value, "the placeholder"] as const),
  ]);
  return (name) => called.get(name) ?? name;
}
