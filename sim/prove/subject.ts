import { settingsFrom } from "../../handlers/environment";
import { KEEPER, type KeeperSettings } from "../../handlers/keeper/settings";
import { block } from "../provider/values";
import { DAY, MINUTE, type Instant } from "../world/clock";
import type { Entry } from "../world/core";
import type { Mail } from "../world/mail";
import type { Group } from "../world/groups";
import type { Machine } from "../world/machines";
import type { Player } from "../world/player";
import type { Task } from "../world/task";
import type { World } from "../world/world";

const NEVER: Instant = -Infinity;
/** The schedule heals what no event told: five minutes, and some for the look itself. */
const HEALING = 6 * MINUTE;
/** Calls that AWS refused or whose answer was lost. */
const FAULTS: readonly (string | undefined)[] = ["ThrottlingException", "InternalFailure", "TimeoutError"];

/** When something last happened that nobody promised against, read from the timeline. */
const HAPPENINGS = {
  /** A person changed capacity, hosts or tasks, or let Terraform end them. */
  hand: /^Terraform: sets|^a person: (sets|terminates|stops|detaches|launches|calls (?!.*"(wake|look)"))/,
  /** A person took the host away, or gave it company: keeper starts another one. */
  lostByHand: /^a person: (terminates|stops|detaches|launches|calls i-)/,
  /** A person made Auto Scaling launch a second host, or did it: it waits for nothing. */
  secondByHand: /^a person: (detaches|launches|terminates .* in its group)/,
  detached: /^a person: detaches/,
  started: /^a person: sets .* to 1/,
  wakeByHand: /^a person: calls .*"wake"/,
  hardware: /its hardware failed/,
  hostLost: /its hardware failed|unhealthy/,
  crash: /the container ends: crashed|the task can't start/,
  memoryLost: /^story: .*memory is lost/,
  keeperDead: /^story: .*keeper is dead/,
  lostEvent: /^EventBridge: (loses|delays) /,
} as const;
type Happening = keyof typeof HAPPENINGS;

/** What AWS refused: one of the two ways of a query, a mail, or anything else that keeper wanted. */
type Refusal = "metricRefused" | "callRefused" | "mailRefused" | "keeperRefused";
const REFUSALS: Readonly<Record<string, Refusal>> = {
  "cloudwatch:PutMetricData": "metricRefused",
  "lambda:InvokeFunction": "callRefused",
  "sns:Publish": "mailRefused",
};

/** One container as promises see it after each event: what is the case, and since when. */
export class Subject {
  readonly settings: KeeperSettings;
  readonly last: Record<Happening | Refusal | "blind", Instant>;
  /** Names of keeper and wake. */
  readonly functions: readonly string[];
  /** Capacity of the group; 0 if there is none (any more). */
  desired = 0;
  /** Keeper's mails since the event before. */
  newMails: readonly Mail[] = [];
  /** Desired capacity before this event; since when it is as it is now; and when it last became 1, and the time before. */
  desiredBefore = 0;
  desiredSince: Instant;
  upSince: Instant = NEVER;
  upBefore: Instant = NEVER;
  /** The newest host the group had. */
  lastHost?: Machine;
  /** The last query that reached the zone. */
  queriedAt: Instant = NEVER;
  /** Somebody played at or above the threshold: up to when, and up to when that could be known. */
  playUntil: Instant = NEVER;
  knownPlay: Instant = NEVER;
  /** Minutes of this day (UTC) with desired capacity 1. */
  dayMinutes = 0;
  holdUntil: Instant = NEVER;
  /** Until then, a mail said, queries do not count. */
  deafUntil: Instant = NEVER;
  /** When a mail last said why nothing runs, and one that comes once a day. */
  toldAt: Instant = NEVER;
  toldTodayAt: Instant = NEVER;
  private playSince: Instant = NEVER;
  private isPlaying = false;
  private before: Instant;
  private readonly read = { entries: 0, mails: 0 };

  constructor(
    readonly world: World,
    readonly name: string,
  ) {
    const names = [
      ...Object.keys(HAPPENINGS),
      "keeperRefused",
      "metricRefused",
      "callRefused",
      "mailRefused",
      "blind",
    ] as Happening[];
    this.last = Object.fromEntries(names.map((each) => [each, NEVER])) as Subject["last"];
    this.before = this.desiredSince = world.now;
    this.functions = world.container(name).functions;
    const keeper = world.objects
      .all("aws_lambda_function")
      .map(({ attributes }) => block(block(attributes["environment"])["variables"]) as Record<string, string>)
      .find(({ CONTAINER, GROUP_NAME }) => CONTAINER === name && GROUP_NAME !== undefined);
    this.settings = settingsFrom(KEEPER, keeper ?? {});
    const { onQuery } = world.zones;
    world.zones.onQuery = (zone, query) => {
      if (query.type === "A" && query.name.toLowerCase() === this.settings.address) this.queriedAt = world.now;
      onQuery(zone, query);
    };
    const { watch } = world.calls;
    world.calls.watch = (call) => {
      if (call.allowed && FAULTS.includes(call.error)) this.last[REFUSALS[call.action] ?? "keeperRefused"] = world.now;
      watch(call);
    };
  }

  get now(): Instant {
    return this.world.now;
  }
  get group(): Group | undefined {
    return this.world.groups.all.get(this.settings.groupName);
  }
  /** Hosts that are there, in the group or not. */
  get machines(): readonly Machine[] {
    const all = [...this.world.machines.all.values()];
    return all.filter(({ state, tags }) => state !== "terminated" && tags["Container"] === this.name);
  }
  get groupMachines(): readonly Machine[] {
    return this.group?.hosts.map(({ machine }) => machine) ?? [];
  }
  /** The host that is there to stay. */
  get host(): Machine | undefined {
    return this.group?.active[0]?.machine;
  }
  /** Without what ECS remembers of a host that went while its agent was silent: nothing runs there. */
  get tasks(): readonly Task[] {
    const cluster = this.world.clusters.find(({ name }) => name === this.settings.clusterName);
    const all = cluster?.tasks ?? [];
    return all.filter(({ alive, lastStatus, host }) => {
      return alive || lastStatus === "STOPPED" || host.machine.state !== "terminated";
    });
  }
  get record(): string | undefined {
    return this.world.zones.recordOf(this.settings.address, "A")?.values[0];
  }
  get players(): readonly Player[] {
    return this.world.players.filter(({ options }) => options.address === this.settings.address);
  }
  get isDestroyed(): boolean {
    return this.group === undefined || this.world.services.every(({ status }) => status === "INACTIVE");
  }
  get fellAsleep(): boolean {
    return this.desiredBefore > 0 && this.desired === 0;
  }
  get wokeUp(): boolean {
    return this.desiredBefore === 0 && this.desired > 0;
  }

  /** True if more time has passed than promised, also since the last thing that went wrong healed. */
  isLate(since: Instant, minutes: number): boolean {
    const { lostEvent, keeperRefused, keeperDead } = this.last;
    if (keeperDead > NEVER) return false;
    return this.now > Math.max(since + minutes * MINUTE, Math.max(lostEvent, keeperRefused) + HEALING);
  }

  /** Takes in what the last event changed. */
  look(): void {
    const { world, read, now } = this;
    this.newMails = [];
    if (world.timeline.length > read.entries) {
      for (const entry of world.timeline.slice(read.entries)) this.note(entry);
      this.newMails = world.mails.slice(read.mails).filter(({ from }) => this.functions.includes(from));
      for (const mail of this.newMails) this.hear(mail);
      Object.assign(read, { entries: world.timeline.length, mails: world.mails.length });
    }
    if (Math.floor(now / DAY) !== Math.floor(this.before / DAY)) this.dayMinutes = (now % DAY) / MINUTE;
    else if (this.desired > 0) this.dayMinutes += (now - this.before) / MINUTE;
    this.before = now;
    this.desiredBefore = this.desired;
    this.desired = this.group?.desired ?? 0;
    this.lastHost = this.host ?? this.lastHost;
    if (this.desired !== this.desiredBefore) this.desiredSince = now;
    if (this.wokeUp) [this.upBefore, this.upSince] = [this.upSince, now];
    if ((world.faults.metricDelaySeconds({ at: now, metric: "Packets" }) ?? 0) > 600) this.last.blind = now;
    this.followPlay();
  }

  private followPlay(): void {
    const { now, players, settings } = this;
    if (this.isPlaying) this.playUntil = now;
    const lasted = this.playUntil - this.playSince;
    const playing = players.filter(({ state }) => state === "playing");
    const rate = playing.reduce((sum, { options: { packetsPerMinute = 900 } }) => sum + packetsPerMinute, 0);
    const isPlaying = rate >= settings.packetsPerMinute;
    // The host counts each minute, and CloudWatch takes its time: two minutes of play are known two minutes later.
    const known = Math.min(this.playUntil, now - 2 * MINUTE);
    if (known - this.playSince >= 2 * MINUTE) this.knownPlay = known;
    if (isPlaying && !this.isPlaying) {
      if (lasted >= 2 * MINUTE) this.knownPlay = this.playUntil;
      this.playSince = now;
    }
    this.isPlaying = isPlaying;
  }

  private note({ at, who, what, why = "" }: Entry): void {
    const line = `${who}: ${what} ${why}`;
    for (const [happening, pattern] of Object.entries(HAPPENINGS)) {
      if (pattern.test(line)) this.last[happening as Happening] = at;
    }
    const [, written] = /^a person: writes (\S+) into \S+\/hold/.exec(line) ?? [];
    if (written !== undefined) this.holdUntil = Date.parse(written) || NEVER;
    if (this.last.memoryLost === at) this.deafUntil = NEVER;
  }

  private hear({ at, subject, text }: Mail): void {
    const [, until] = /(?:It rests|So) until (\d+ \w+ \d+, [\d:]+ UTC)/.exec(text) ?? [];
    if (until !== undefined) this.deafUntil = Date.parse(until);
    if (/ failed: | had two hosts| lost its host and is asleep/.test(subject)) this.toldAt = at;
    if (/ does not wake| stays asleep| outside its group/.test(subject)) this.toldTodayAt = at;
  }
}
