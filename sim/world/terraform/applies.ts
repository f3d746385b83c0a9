import { text } from "../../provider/values";
import type { Alarms } from "../cloudwatch/alarms";
import type { Backups } from "../backup/backups";
import { Cluster } from "../ecs/cluster";
import { SECOND } from "../clock";
import type { Core } from "../core";
import type { Events } from "../eventbridge/events";
import type { Groups } from "../auto-scaling/groups";
import { TERRAFORM } from "../timeline";
import { type AppliedObject, tagsOf } from "./objects";
import { Service } from "../ecs/service";
import type { Game } from "../host/game";
import type { Tables } from "../dynamodb/tables";
import type { Zones } from "../route-53/zones";

/** The services to refresh after an apply. */
interface Parts {
  readonly groups: Groups;
  readonly alarms: Alarms;
  readonly zones: Zones;
  readonly events: Events;
  readonly tables: Tables;
  readonly backups: Backups;
}

/** What Terraform does while the world runs: later applies, and `terraform destroy`. */
export class Terraform {
  clusters: readonly Cluster[] = [];
  services: readonly Service[] = [];

  constructor(
    private readonly core: Core,
    private readonly parts: Parts,
    private readonly gameOf: (container: string) => Game,
  ) {
    this.refresh();
  }

  apply(objects: readonly AppliedObject[]): void {
    this.core.record({ kind: "apply" });
    this.set(objects);
  }

  destroy([object, ...rest]: readonly AppliedObject[]): void {
    if (object === undefined) {
      this.core.record({ kind: "destroyed" });
      return;
    }
    const isGone = this.end(object);
    const wait = (): void => {
      if (!isGone()) return void this.core.clock.after(5 * SECOND, wait);
      const { objects } = this.core;
      this.set(objects.list.filter((other) => other !== object));
      this.core.clock.after(SECOND, () => this.destroy(rest));
    };
    wait();
  }

  /** Starts to delete an object. A service, a group and a cluster have something to end first. */
  private end({ type, id, attributes }: AppliedObject): () => boolean {
    if (type === "aws_ecs_service") {
      const service = this.services.find(({ arn }) => arn === attributes["arn"]);
      service?.delete();
      return () => service?.cluster.tasks.every(({ desiredStatus }) => desiredStatus === "STOPPED") ?? true;
    }
    if (type === "aws_autoscaling_group") {
      const group = this.parts.groups.all.get(id);
      group?.setDesired(0, TERRAFORM);
      return () => (group?.hosts.length ?? 0) === 0;
    }
    if (type === "aws_ecs_cluster") {
      const cluster = this.clusters.find(({ arn }) => arn === attributes["arn"]);
      return () => (cluster?.hosts.length ?? 0) === 0;
    }
    return () => true;
  }

  private set(objects: readonly AppliedObject[]): void {
    this.core.objects.set(objects);
    const { groups, alarms, zones, events, tables, backups } = this.parts;
    for (const part of [groups, alarms, zones, events, tables, backups, this]) part.refresh();
  }

  refresh(): void {
    const { core } = this;
    this.clusters = core.objects
      .all("aws_ecs_cluster")
      .map((object) => this.clusters.find(({ arn }) => arn === object.attributes["arn"]) ?? this.newCluster(object));
    const applied = core.objects.all("aws_ecs_service");
    for (const service of this.services) {
      if (!applied.some(({ attributes }) => attributes["arn"] === service.arn)) service.delete();
    }
    this.services = applied.flatMap((object) => {
      const existing = this.services.find(({ arn }) => arn === object.attributes["arn"]);
      if (existing === undefined) return this.newService(object) ?? [];
      const definition = text(object.attributes["task_definition"]);
      if (definition !== existing.object.attributes["task_definition"]) existing.update(definition, false);
      existing.object = object;
      return existing;
    });
  }

  private newCluster(object: AppliedObject): Cluster {
    return new Cluster(this.core, object, this.parts.events);
  }

  private newService(object: AppliedObject): Service | undefined {
    const { cluster } = object.attributes;
    const home = this.clusters.find(({ arn, name }) => arn === cluster || name === cluster);
    const game = (): Game => this.gameOf(tagsOf(object)["Container"] ?? "");
    return home && new Service(this.core, object, home, game);
  }
}
