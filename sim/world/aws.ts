import { answerAutoScaling } from "./auto-scaling/calls";
import { Group } from "./auto-scaling/group";
import { Groups } from "./auto-scaling/groups";
import { Calls } from "./api/calls";
import { Backups } from "./backup/backups";
import { Meter } from "./billing/meter";
import { meterUse } from "./billing/usage";
import { Alarms } from "./cloudwatch/alarms";
import { answerCloudWatch } from "./cloudwatch/calls";
import { Metrics } from "./cloudwatch/metrics";
import type { Core } from "./core";
import { Tables } from "./dynamodb/tables";
import { answerEc2 } from "./ec2/calls";
import { Machines } from "./ec2/machines";
import { answerEcs } from "./ecs/calls";
import type { Cluster } from "./ecs/cluster";
import { mountFoldersOf } from "./ecs/mounts";
import type { Service } from "./ecs/service";
import { Events } from "./eventbridge/events";
import type { Faults } from "./faults";
import { type Game, usualGame } from "./host/game";
import { Hosts } from "./host/hosts";
import { answerLambda } from "./lambda/calls";
import { Functions } from "./lambda/functions";
import type { Code } from "./lambda/instances";
import { answerRoute53 } from "./route-53/calls";
import { QueryLog } from "./route-53/query-log";
import { Zones } from "./route-53/zones";
import { Topics } from "./sns/topics";
import { Parameters } from "./ssm/parameters";
import { Terraform } from "./terraform/applies";
import { namesOf } from "./terraform/names";

/** AWS's services with what was applied, each with what it needs of the others. */
export class Aws {
  readonly faults: Faults;
  /** How containers behave, by the name of the container; change one at any time. */
  readonly games: Readonly<Record<string, Game>>;
  readonly meter: Meter;
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
  protected readonly topics: Topics;
  protected readonly hosts: Hosts;
  protected readonly terraform: Terraform;

  /** @param code by the role at the end of a function's name, like keeper */
  constructor(
    protected readonly core: Core,
    code: Readonly<Record<string, Code>>,
  ) {
    this.faults = core.faults;
    this.meter = new Meter(core);
    const calls = (this.calls = new Calls(core));
    const metrics = (this.metrics = new Metrics(core));
    const functions = (this.functions = new Functions(core, calls, metrics, code));
    const events = (this.events = new Events(core, functions));
    this.topics = new Topics(core, calls);
    this.tables = new Tables(core, calls);
    this.parameters = new Parameters(core, calls);
    this.backups = new Backups(core, events);
    const machines = (this.machines = new Machines(core));
    const groups = (this.groups = new Groups(core, (object) => new Group(core, object, machines, events, metrics)));
    this.alarms = new Alarms(core, metrics, events, this.topics, (...action) => groups.scale(...action));
    const usual = (name: string): Game => usualGame(core.random.fork("games"), mountFoldersOf(core.objects, name));
    this.games = Object.fromEntries(this.containers.map((name) => [name, usual(name)]));
    const game = (container: string): Game => this.games[container] ?? usual(container);
    const hosts = (this.hosts = new Hosts(core, machines, () => this.clusters, metrics, game));
    hosts.end.lifecycleState = (machine) => groups.lifecycleState(machine);
    const zones = (this.zones = new Zones(core));
    const queryLog = new QueryLog(core, functions);
    zones.onQuery = (zone, query) => queryLog.write(zone, query);
    this.terraform = new Terraform(core, this, game);
    meterUse(this.meter, { machines, functions, metrics, calls, zones, queryLog, counts: hosts.counts });
    answerLambda(calls, functions);
    answerEc2(core, calls, machines);
    answerAutoScaling(core, calls, groups);
    answerCloudWatch(core, calls, metrics, this.alarms);
    answerRoute53(core, calls, zones);
    answerEcs(
      core,
      calls,
      () => this.clusters,
      () => this.services,
    );
  }

  get clusters(): readonly Cluster[] {
    return this.terraform.clusters;
  }
  get services(): readonly Service[] {
    return this.terraform.services;
  }
  /** Names of the containers that were applied. */
  get containers(): readonly string[] {
    return [...this.named.keys()];
  }

  protected get named(): ReturnType<typeof namesOf> {
    return this.core.objects.memo("names", () => namesOf(this.core.objects));
  }
}
