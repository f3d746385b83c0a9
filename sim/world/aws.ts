import { answerAutoScaling } from "./auto-scaling/calls";
import { Group } from "./auto-scaling/group";
import { Groups } from "./auto-scaling/groups";
import { Calls } from "./api/calls";
import { Backups } from "./backup/backups";
import type { Meter } from "./billing/meter";
import { Alarms } from "./cloudwatch/alarms";
import { answerCloudWatch } from "./cloudwatch/calls";
import { Metrics } from "./cloudwatch/metrics";
import type { Instant } from "./clock";
import type { Core } from "./core";
import { Tables } from "./dynamodb/tables";
import { answerEc2 } from "./ec2/calls";
import { Addresses } from "./ec2/addresses";
import { Machines } from "./ec2/machines";
import type { Cluster } from "./ecs/cluster";
import { Directory } from "./ecs/directory";
import { Ecs } from "./ecs/ecs";
import { answerForHosts } from "./ecs/host-calls";
import { mountFoldersOf } from "./ecs/mounts";
import { answerRunTask } from "./ecs/run-task";
import type { Service } from "./ecs/service";
import { answerForServices } from "./ecs/service-calls";
import { definitionOf, isRun } from "./ecs/task-definition";
import { Events } from "./eventbridge/events";
import { Scheduler } from "./eventbridge/scheduler";
import type { Faults } from "./faults";
import { Game, Helper, Job } from "./host/game";
import { HostCounts } from "./host/host-counts";
import { Hosts } from "./host/hosts";
import type { Registry } from "./host/registry";
import { answerLambda } from "./lambda/calls";
import { Functions } from "./lambda/functions";
import type { Code } from "./lambda/instances";
import { answerRoute53 } from "./route-53/calls";
import { Network } from "./people/network";
import { QueryLog } from "./route-53/query-log";
import { Zones } from "./route-53/zones";
import { Topics } from "./sns/topics";
import { Parameters } from "./ssm/parameters";
import { Terraform } from "./terraform/applies";
import { type Names, namesOf, type Objects } from "./terraform/objects";
import type { Entry, Mail } from "./timeline";
import type { Uncertain } from "./uncertain";

/** AWS's services, connected to each other, with the resources that were applied. */
export class Aws {
  readonly faults: Faults;
  /** This world's answers to what AWS does not document. */
  readonly uncertain: Uncertain;
  readonly objects: Objects;
  readonly registry: Registry;
  readonly timeline: readonly Entry[];
  readonly meter: Meter;
  /** How each container behaves, by its name; of other services than the main one like valheim/db. Change one at any time. */
  readonly games: Record<string, Game> = {};
  readonly calls: Calls;
  readonly metrics: Metrics;
  readonly functions: Functions;
  readonly events: Events;
  readonly tables: Tables;
  readonly parameters: Parameters;
  readonly backups: Backups;
  readonly machines: Machines;
  readonly groups: Groups;
  readonly alarms: Alarms;
  readonly zones: Zones;
  private readonly topics: Topics;
  protected readonly ecs: Ecs;
  protected readonly network: Network;
  protected readonly hosts: Hosts;
  protected readonly terraform: Terraform;

  /** @param code by the last part of a function's name, like keeper */
  constructor(
    protected readonly core: Core,
    code: Readonly<Record<string, Code>>,
  ) {
    this.faults = core.faults;
    this.uncertain = core.uncertain;
    this.objects = core.objects;
    this.registry = core.registry;
    this.timeline = core.timeline;
    this.meter = core.meter;
    const calls = (this.calls = new Calls(core));
    const metrics = (this.metrics = new Metrics(core));
    const functions = (this.functions = new Functions(core, calls, metrics, code));
    const events = (this.events = new Events(core, functions));
    const scheduler = new Scheduler(core, functions, metrics);
    this.topics = new Topics(core, calls);
    this.tables = new Tables(core, calls);
    this.parameters = new Parameters(core, calls);
    this.backups = new Backups(core, events);
    const machines = (this.machines = new Machines(core));
    const addresses = new Addresses(core, machines);
    const groups = (this.groups = new Groups(core, (object) => new Group(core, object, machines, events, metrics)));
    this.alarms = new Alarms(core, metrics, events, this.topics, (...action) => groups.scale(...action));
    for (const name of this.containers) this.gameOf(name);
    const game = this.gameOf;
    const ecs = (this.ecs = new Ecs(core, events, game));
    const containerAt = (address: string) => [...this.named].find(([, names]) => names.address === address)?.[0];
    this.network = new Network(core, machines, ecs, containerAt);
    const counts = new HostCounts(core, metrics, this.network);
    this.hosts = new Hosts(core, machines, ecs, groups, counts, game);
    const zones = (this.zones = new Zones(core, new QueryLog(core, functions)));
    this.terraform = new Terraform(core, groups, ecs, [
      this.alarms,
      addresses,
      zones,
      events,
      scheduler,
      this.tables,
      this.backups,
    ]);
    answerLambda(calls, functions);
    answerEc2(core, calls, machines, addresses);
    answerAutoScaling(core, calls, groups);
    answerCloudWatch(core, calls, metrics, this.alarms);
    answerRoute53(core, calls, zones);
    const directory = new Directory(core, calls, ecs);
    answerForHosts(directory);
    answerForServices(directory);
    answerRunTask(directory, game);
  }

  /** By default, of the service that players connect to. */
  readonly gameOf = (container: string, service?: string): Game => {
    const random = this.core.random.fork("games");
    const { objects } = this.core;
    const definition = definitionOf(objects, container, service);
    const folders = mountFoldersOf(definition, service);
    const Usual = service === undefined ? Game : definition && isRun(objects, definition) ? Job : Helper;
    return (this.games[service === undefined ? container : `${container}/${service}`] ??= new Usual(random, folders));
  };

  get now(): Instant {
    return this.core.now;
  }
  get mails(): readonly Mail[] {
    return this.topics.mails;
  }
  get clusters(): readonly Cluster[] {
    return this.ecs.clusters;
  }
  get services(): readonly Service[] {
    return this.ecs.services;
  }
  /** The names of the applied containers. */
  get containers(): readonly string[] {
    return [...this.named.keys()];
  }

  protected get named(): ReadonlyMap<string, Names> {
    return this.core.objects.memo("names", () => namesOf(this.core.objects));
  }
}
