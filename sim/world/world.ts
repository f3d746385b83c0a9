import { keeperFor } from "../../handlers/keeper/keeper";
import { warmWake } from "../../handlers/wake/warm-wake";
import { text } from "../provider/values";
import { Alarms } from "./cloudwatch/alarms";
import { Backups } from "./backup/backups";
import { Calls } from "./api/calls";
import { Clock, type Instant, MINUTE } from "./clock";
import type { Cluster } from "./ecs/cluster";
import { answerAutoScaling } from "./auto-scaling/calls";
import { answerEc2 } from "./ec2/calls";
import { Console } from "./people/console";
import { Core, type Entry } from "./core";
import { answerEcs } from "./ecs/calls";
import { Events } from "./eventbridge/events";
import { type Faults, noFaults } from "./faults";
import { type Code, Functions } from "./lambda/functions";
import { Groups } from "./auto-scaling/groups";
import { Group } from "./auto-scaling/group";
import { Hosts } from "./host/hosts";
import { Machines } from "./ec2/machines";
import { type Mail, Topics } from "./sns/topics";
import { Memories } from "./dynamodb/memory";
import { Meter } from "./billing/meter";
import { Metrics } from "./cloudwatch/metrics";
import { type AppliedObject, Objects, tagsOf } from "./terraform/objects";
import { Network, Player, type PlayerOptions } from "./people/player";
import { QueryLog } from "./route-53/query-log";
import { Random } from "./random";
import type { Registry } from "./host/registry";
import { Resolver } from "./people/resolver";
import type { Service } from "./ecs/service";
import { type Game, usualGame } from "./host/game";
import { Terraform } from "./terraform/applies";
import { answersOf, type Uncertain } from "./uncertain";
import { Zones } from "./route-53/zones";

export interface WorldOptions {
  readonly seed: number;
  readonly start: Instant;
  /** Instead of the project's own code, by the role at the end of a function's name. */
  readonly code?: Readonly<Record<string, Code>>;
  /** Other answers to what AWS does not say. */
  readonly uncertain?: Partial<Uncertain>;
}

const CODE: Readonly<Record<string, Code>> = {
  keeper: (environment, now, pause) => keeperFor(environment, now, undefined, pause),
  wake: (environment, now) => warmWake(environment, now),
};

/**
 * What AWS would do with what Terraform applied, in virtual time, with the project's own functions and with players.
 *
 *     const world = World.from(objectsOfStore(folder), { seed: 1, start: Date.parse("2026-11-20T18:00Z") });
 *     const anna = world.player("Anna", { address: "valheim.mine.org", resolver: world.resolver("home") });
 *     world.at(world.now + HOUR, () => anna.join());
 *     world.at(world.now + 3 * HOUR, () => anna.leave());
 *     await world.run(world.now + DAY);
 *     for (const { at, who, what, why } of world.timeline) …
 *
 * Things go wrong by `faults` (replace one at any time) and by `console`; `games` say how long a container loads and
 * saves, and when it crashes. Scanners and link previews only ask: `resolver.ask(address, "A")`; a `monitor` never ends.
 * `container(name)` shows everything about one, `observe` is called after each event, `calls.watch` for each call.
 *
 * The same objects, deeds and seed give the same timeline. What the world does not know (a call, an operator, a metric)
 * is an error of `run`.
 */
export class World {
  readonly faults: Faults = noFaults();
  /** How containers behave, by the name of the container; change one at any time. */
  readonly games: Readonly<Record<string, Game>>;
  readonly meter: Meter;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly events: Events;
  readonly functions: Functions;
  readonly calls: Calls;
  readonly groups: Groups;
  readonly machines: Machines;
  readonly zones: Zones;
  readonly memories: Memories;
  readonly backups: Backups;
  /** What people do by hand, and what breaks. */
  readonly console: Console;
  private readonly core: Core;
  private readonly terraform: Terraform;
  private readonly topics: Topics;
  private readonly queryLog: QueryLog;
  private readonly network: Network;
  private readonly observers: (() => void)[] = [];
  private asker: Resolver | undefined;

  /** @param objects from `objectsOfStore` or `objectsOfState` */
  static from(objects: readonly AppliedObject[], options: WorldOptions): World {
    return new World(objects, options);
  }

  private constructor(objects: readonly AppliedObject[], { seed, start, code = {}, uncertain }: WorldOptions) {
    const [clock, random] = [new Clock(start), new Random(seed)];
    const core = new Core(clock, new Objects(objects), random, this.faults, answersOf(uncertain));
    this.core = core;
    this.meter = new Meter(core);
    this.calls = new Calls(core);
    this.metrics = new Metrics(core, this.calls);
    this.functions = new Functions(core, this.calls, this.metrics, { ...CODE, ...code });
    this.events = new Events(core, this.functions);
    this.topics = new Topics(core, this.calls);
    this.memories = new Memories(core, this.calls);
    this.backups = new Backups(core, this.events);
    this.machines = new Machines(core);
    const { machines, events, metrics } = this;
    this.groups = new Groups(core, (object) => new Group(core, object, machines, events, metrics));
    this.alarms = new Alarms(core, this.calls, metrics, events, this.topics, (...action) => {
      this.groups.scale(...action);
    });
    const usual = (): Game => usualGame(random.fork("games"));
    this.games = Object.fromEntries(this.containers.map((name) => [name, usual()]));
    const game = (container: string): Game => this.games[container] ?? usual();
    const hosts = new Hosts(core, machines, () => this.clusters, metrics, game);
    this.network = new Network(
      core,
      machines,
      () => this.clusters,
      (address) => this.containerAt(address),
    );
    hosts.traffic = (machine, counters) => this.network.traffic(machine, counters);
    hosts.end.lifecycleState = (machine) => this.groups.lifecycleState(machine);
    hosts.onSent = (bytes) => {
      this.meter.add("data transfer to the internet", bytes / 1e9);
    };
    this.zones = new Zones(core, this.calls);
    this.queryLog = new QueryLog(core, this.functions);
    this.zones.onQuery = (zone, query) => {
      this.meter.add("Route 53 queries", 1);
      if (this.asker !== undefined) this.queryLog.write(zone, query, this.asker);
    };
    this.console = new Console(core, this.groups, machines, hosts, this.functions, this.memories);
    this.terraform = new Terraform(core, this, game);
    answerEc2(core, this.calls, machines);
    answerAutoScaling(core, this.calls, this.groups);
    answerEcs(
      core,
      this.calls,
      () => this.clusters,
      () => this.services,
    );
    machines.onChange((machine) => {
      this.meter.follow(machine);
    });
    this.functions.onRun = (_, seconds, memoryMib) => {
      this.meter.add("Lambda requests", 1);
      this.meter.add("Lambda duration arm64", (seconds * memoryMib) / 1024);
    };
    this.metrics.onPut = ({ namespace, name }) => {
      if (!namespace.startsWith("AWS/")) this.meter.point(`${namespace} ${name}`);
    };
    this.calls.watch = ({ action }) => {
      if (action.startsWith("cloudwatch:")) this.meter.add("CloudWatch API calls", 1);
      if (action.startsWith("dynamodb:"))
        this.meter.add(`DynamoDB on-demand ${action.includes("Put") ? "writes" : "reads"}`, 1);
    };
    this.queryLog.onLine = (bytes) => {
      this.meter.add("CloudWatch Logs ingest", bytes / 1e9);
    };
  }

  get now(): Instant {
    return this.core.now;
  }
  /** What AWS does not say, as this world answers it. */
  get uncertain(): Uncertain {
    return this.core.uncertain;
  }
  get objects(): Objects {
    return this.core.objects;
  }
  get registry(): Registry {
    return this.core.registry;
  }
  get timeline(): readonly Entry[] {
    return this.core.timeline;
  }
  get mails(): readonly Mail[] {
    return this.topics.mails;
  }
  get clusters(): readonly Cluster[] {
    return this.terraform.clusters;
  }
  get services(): readonly Service[] {
    return this.terraform.services;
  }
  get players(): readonly Player[] {
    return this.network.players;
  }
  /** Players who try or play. */
  get present(): ReadonlySet<Player> {
    return this.network.present;
  }

  /** Names of the containers that were applied. */
  get containers(): readonly string[] {
    return [...this.named.keys()];
  }

  /** All that belongs to a container, as it is at this moment. */
  container(name: string) {
    const { address, recordName, srvName, functions } = this.named.get(name) ?? UNNAMED;
    const group = [...this.groups.all.values()].find((candidate) => candidate.container === name);
    const clusters = this.clusters.filter(({ container }) => container === name);
    return {
      group,
      desired: group?.desired ?? 0,
      /** In the group or not, terminated ones for an hour, too. */
      machines: [...this.machines.all.values()].filter(({ tags }) => tags["Container"] === name),
      /** Container instances. */
      hosts: clusters.flatMap(({ hosts }) => hosts),
      tasks: clusters.flatMap(({ tasks }) => tasks),
      /** What players type. */
      address,
      /** Name of the A record. */
      recordName,
      /** Name of the SRV record, if there is one: then players' programs ask for it. */
      srvName,
      record: this.zones.recordOf(recordName, "A")?.values[0],
      players: this.players.filter(({ options }) => options.address === address),
      functions,
    };
  }

  /** Does something at a time. */
  at(time: Instant, action: () => void, what?: string): void {
    this.core.clock.at(time, () => {
      if (what !== undefined) this.core.tell("story", what);
      action();
    });
  }

  /** Is called after everything that happens. */
  observe(observer: () => void): void {
    this.observers.push(observer);
  }

  /** @throws Unknown if the world met what it does not know; an observer's error ends it, too */
  async run(until: Instant): Promise<void> {
    while (this.core.clock.step(until)) {
      if (this.calls.isBusy) await this.calls.settle();
      this.network.check();
      for (const observer of this.observers) observer();
    }
  }

  /** @param edge Route 53's server near it */
  resolver(name: string, { edge = "FRA56-C1", randomCase = false, remembers = true } = {}): Resolver {
    return new Resolver(this.core, this.zones, name, edge, randomCase, remembers, (resolver, ask) => {
      this.asker = resolver;
      const answer = ask();
      this.asker = undefined;
      return answer;
    });
  }

  player(name: string, options: PlayerOptions): Player {
    const player = new Player(this.core, this.network, name, options);
    this.network.players.push(player);
    return player;
  }

  /** Asks for a name every minute, and never connects: a monitor, until the world ends. */
  monitor(resolver: Resolver, name: string, type = "A"): void {
    resolver.ask(name, type);
    this.core.clock.after(MINUTE, () => {
      this.monitor(resolver, name, type);
    });
  }

  /** Another apply: what Terraform changed changes; what functions and people did stays. */
  apply(objects: readonly AppliedObject[]): void {
    this.terraform.apply(objects);
  }

  /** `terraform destroy`: these objects one after the other, each when the one before is gone. */
  destroy(order: readonly AppliedObject[]): void {
    this.terraform.destroy(order);
  }

  private get named(): ReturnType<typeof namesOf> {
    return this.objects.memo("names", () => namesOf(this.objects));
  }

  private containerAt(address: string): string | undefined {
    return [...this.named].find(([, names]) => names.address === address)?.[0];
  }
}

const UNNAMED = { address: "", recordName: "", srvName: undefined, functions: [] };

/** What containers are called, found by their tags, and by the records in their zones. */
function namesOf(objects: Objects) {
  const all = (type: string, name: string, container: string): readonly string[] =>
    objects
      .all(type)
      .filter((object) => tagsOf(object)["Container"] === container)
      .map(({ attributes }) => text(attributes[name]));
  const containers = objects.all("aws_autoscaling_group").flatMap((group) => tagsOf(group)["Container"] ?? []);
  return new Map(
    containers.map((container) => {
      const [address = ""] = all("aws_route53_zone", "name", container);
      const [zone_id = ""] = all("aws_route53_zone", "zone_id", container);
      const named = (type: string) => objects.find("aws_route53_record", { zone_id, type })?.attributes["name"];
      const names = { address, recordName: text(named("A")), srvName: named("SRV") as string | undefined };
      return [container, { ...names, functions: all("aws_lambda_function", "function_name", container) }];
    }),
  );
}
