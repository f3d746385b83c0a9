import { keeperSettings, type KeeperSettings } from "../../handlers/keeper/read-settings";
import { MINUTE, SECOND, type Instant } from "../world/clock";
import type { Group } from "../world/auto-scaling/group";
import { bootScriptOf, type Machine } from "../world/ec2/machine";
import { configurationOf } from "../world/lambda/instances";
import { namesOf } from "../world/terraform/objects";
import type { Player } from "../world/people/player";
import { softwareOf } from "../world/host/software";
import type { Cluster } from "../world/ecs/cluster";
import type { Program } from "../world/ecs/program";
import type { Task } from "../world/ecs/task";
import type { World } from "../world/world";
import { Chronicle, NEVER } from "./chronicle";
import { Runs } from "./runs";
import { Uptime } from "./uptime";
import { Usage } from "./usage";

/**
 * Who plays is known two minutes later: the host counts each minute, and CloudWatch shows a point when it has it. The first
 * of the reasons in excuses.ts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/publishingMetrics.html
 */
const PACKETS_KNOWN = 2 * MINUTE;

/** The settings that Terraform gave keeper. */
export function toldKeeper({ objects }: Pick<World, "objects">, container: string): KeeperSettings {
  const functions = namesOf(objects).get(container)?.functions ?? [];
  const function_name = functions.find((name) => name.endsWith("-keeper")) ?? "";
  const keeper = objects.find("aws_lambda_function", { function_name });
  if (keeper === undefined) throw new Error(`${container} has no keeper`);
  return keeperSettings(configurationOf(objects, keeper));
}

/** One container as invariants see it after each event: what is the case, and since when. */
export class Subject {
  settings: KeeperSettings;
  readonly chronicle: Chronicle;
  /** Names of keeper and wake. */
  readonly functions: readonly string[];
  now: Instant;
  group: Group | undefined;
  /** Hosts that are there, in the group or not. */
  machines: readonly Machine[] = [];
  /** The host of the group that is there to stay; the newest it had. */
  host: Machine | undefined;
  lastHost: Machine | undefined;
  /** Of its service. Without what ECS remembers of a host that went while its agent was silent: nothing runs there. */
  tasks: readonly Task[] = [];
  readonly runs: Runs;
  readonly uptime: Uptime;
  /** When an apply last changed the mode. */
  modeSince: Instant = NEVER;
  /** Capacity of the group, 0 if there is none (any more); before this event; since when it is so. */
  desired = 0;
  desiredBefore = 0;
  desiredSince: Instant;
  /** When desired capacity last became 1, and the time before. */
  upSince: Instant = NEVER;
  upBefore: Instant = NEVER;
  /** When it last became 0. */
  sleptAt: Instant;
  readonly usage: Usage;
  /** The last query that reached the zone. */
  queriedAt: Instant = NEVER;
  /** The minutes of the last half hour with queries. */
  readonly queriedMinutes = new Set<Instant>();
  /** Somebody played at or above the threshold: up to when, and up to when that could be known. */
  playUntil: Instant = NEVER;
  knownPlay: Instant = NEVER;
  /** When all packets up to now can be known, if they come so late that missing ones look neither busy nor idle. */
  blindUntil: Instant = NEVER;
  private playSince: Instant = NEVER;
  private isPlaying = false;
  /** True if hosts count all traffic of containers. */
  private readonly seesRelays: boolean;

  constructor(
    readonly world: World,
    readonly name: string,
  ) {
    this.now = this.desiredSince = this.sleptAt = world.now;
    this.functions = world.container(name).functions;
    this.settings = toldKeeper(world, name);
    const { timeZone, names } = this.settings;
    this.usage = new Usage(timeZone);
    this.chronicle = new Chronicle(world, name, this.functions, timeZone, names.holdParameter);
    this.chronicle.scheduled = this.scheduledNames;
    this.runs = new Runs(this);
    this.uptime = new Uptime(this);
    this.seesRelays = world.objects
      .all("aws_launch_template")
      .some(({ attributes }) => softwareOf(bootScriptOf(attributes)).counters?.counts === "everything");
    const { address, ipv6 } = this.settings;
    const { srvName } = world.container(name);
    const types = srvName !== undefined ? ["SRV"] : ipv6 ? ["A", "AAAA"] : ["A"];
    const { onQuery } = world.zones;
    world.zones.onQuery = (zone, query) => {
      if (types.includes(query.type) && query.name.toLowerCase() === (srvName ?? address)) this.noteQuery();
      onQuery(zone, query);
    };
  }

  /** An apply may have changed them. */
  private readSettings(): void {
    const { mode } = this.settings;
    if (this.world.container(this.name).functions.length > 0) this.settings = toldKeeper(this.world, this.name);
    if (this.settings.mode !== mode) this.modeSince = this.now;
    this.chronicle.scheduled = this.scheduledNames;
  }

  private get scheduledNames(): readonly string[] {
    return this.settings.scheduled.map(({ service }) => service);
  }

  private noteQuery(): void {
    const { now } = this.world;
    this.queriedAt = now;
    this.queriedMinutes.add(now - (now % MINUTE));
    for (const minute of this.queriedMinutes) if (now - minute > 30 * MINUTE) this.queriedMinutes.delete(minute);
  }

  get cluster(): Cluster | undefined {
    return this.world.clusters.find(({ name }) => name === this.settings.names.cluster);
  }
  get groupMachines(): readonly Machine[] {
    return this.group?.hosts.map(({ machine }) => machine) ?? [];
  }
  /** Who tries or plays. */
  get players(): readonly Player[] {
    return [...this.world.present].filter(({ options }) => options.address === this.settings.address);
  }
  /** What runs or ran in its tasks' containers. */
  get programs(): readonly Program[] {
    return this.tasks.flatMap(({ programs }) => programs);
  }
  get isDestroyed(): boolean {
    const { services } = this.world;
    return this.group === undefined || (this.hasService && services.every(({ status }) => status === "INACTIVE"));
  }
  /** False if all its services run at times. */
  get hasService(): boolean {
    return this.settings.services.essential.length > 0;
  }
  get isAlways(): boolean {
    return this.settings.mode === "always";
  }
  get fellAsleep(): boolean {
    return this.desiredBefore > 0 && this.desired === 0;
  }
  get wokeUp(): boolean {
    return this.desiredBefore === 0 && this.desired > 0;
  }

  /** Takes in what the last event changed. */
  look(): void {
    const { world, now: before } = this;
    const { now } = world;
    this.now = now;
    this.chronicle.read();
    if (this.chronicle.newEntries.some(({ kind }) => kind === "apply")) this.readSettings();
    this.usage.count(before, now, this.machines, !this.isAlways);
    this.group = world.groups.all.get(this.settings.names.group);
    this.desiredBefore = this.desired;
    this.desired = this.group?.desired ?? 0;
    this.host = this.group?.active[0]?.machine;
    this.lastHost = this.host ?? this.lastHost;
    this.machines = this.machinesNow();
    const tasks = this.tasksNow();
    this.tasks = tasks.filter(({ isRun }) => !isRun);
    if (this.desired !== this.desiredBefore) this.desiredSince = now;
    if (this.wokeUp) [this.upBefore, this.upSince] = [this.upSince, now];
    this.runs.look(tasks.filter(({ isRun }) => isRun));
    if (this.fellAsleep) this.sleptAt = now;
    this.uptime.look();
    if (this.desired > 0) {
      const delaySeconds = world.faults.metricDelaySeconds({ at: now, metric: "Packets" }) ?? 0;
      if (delaySeconds * SECOND > PACKETS_KNOWN)
        this.blindUntil = Math.max(this.blindUntil, now + delaySeconds * SECOND);
    }
    this.followPlay();
  }

  private machinesNow(): readonly Machine[] {
    const isOwn = ({ state, tags }: Machine): boolean => state !== "terminated" && tags["Container"] === this.name;
    return [...this.world.machines.all.values()].filter(isOwn);
  }

  private tasksNow(): readonly Task[] {
    return (this.cluster?.tasks ?? []).filter(
      ({ alive, lastStatus, host }) => alive || lastStatus === "STOPPED" || host.machine.state !== "terminated",
    );
  }

  private followPlay(): void {
    const { now, players, settings } = this;
    if (this.isPlaying) this.playUntil = now;
    const lasted = this.playUntil - this.playSince;
    const isCounted = ({ way }: Player["options"]): boolean =>
      way === undefined || (way === "relay" && this.seesRelays);
    const playing = players.filter(({ state, options }) => state === "playing" && isCounted(options));
    const rate = playing.reduce((sum, { options: { packetsPerMinute = 900 } }) => sum + packetsPerMinute, 0);
    const isPlaying = rate >= settings.idle.packetsPerMinute;
    // The host counts each minute, and CloudWatch takes its time: two minutes of play are known two minutes later.
    const known = now < this.blindUntil ? NEVER : Math.min(this.playUntil, now - PACKETS_KNOWN);
    if (known - this.playSince >= PACKETS_KNOWN) this.knownPlay = known;
    if (isPlaying && !this.isPlaying) {
      if (lasted >= PACKETS_KNOWN && now >= this.blindUntil) this.knownPlay = this.playUntil;
      this.playSince = now;
    }
    this.isPlaying = isPlaying;
  }
}
