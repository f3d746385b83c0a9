import { text } from "../../provider/values";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { Events } from "../eventbridge/events";
import type { Game } from "../host/game";
import { type AppliedObject, tagsOf } from "../terraform/objects";
import { Cluster } from "./cluster";
import type { ContainerInstance } from "./container-instance";
import { Service } from "./service";

/** A machine's container instance and its cluster. */
export interface Member {
  readonly cluster: Cluster;
  readonly host: ContainerInstance;
}

/** ECS: the applied clusters and services. */
export class Ecs {
  clusters: readonly Cluster[] = [];
  services: readonly Service[] = [];

  constructor(
    private readonly core: Core,
    private readonly events: Events,
    private readonly gameOf: (container: string, service?: string) => Game,
  ) {
    this.refresh();
  }

  /** Undefined if the machine is in no cluster. */
  memberOf(machine: Machine): Member | undefined {
    for (const cluster of this.clusters) {
      const host = cluster.hosts.find((candidate) => candidate.machine === machine);
      if (host !== undefined) return { cluster, host };
    }
    return undefined;
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const { core, clusters, events } = this;
    this.clusters = core.objects.all("aws_ecs_cluster").map((object) => {
      return clusters.find(({ arn }) => arn === object.attributes["arn"]) ?? new Cluster(core, object, events);
    });
    const applied = core.objects.all("aws_ecs_service");
    for (const service of this.services) {
      if (!applied.some(({ attributes }) => attributes["arn"] === service.arn)) service.delete();
    }
    this.services = applied.flatMap((object) => {
      const existing = this.services.find(({ arn }) => arn === object.attributes["arn"]);
      if (existing === undefined) return this.newService(object) ?? [];
      const definition = text(object.attributes["task_definition"]);
      const isChange = definition !== existing.object.attributes["task_definition"];
      // Terraform reads which revision the service has: a change to that one is none.
      if (isChange && definition !== existing.definitionArn) existing.update(definition, false);
      existing.object = object;
      return existing;
    });
  }

  private newService(object: AppliedObject): Service | undefined {
    const { cluster } = object.attributes;
    const home = this.clusters.find(({ arn, name }) => arn === cluster || name === cluster);
    const game = (service?: string): Game => this.gameOf(tagsOf(object)["Container"] ?? "", service);
    return home && new Service(this.core, object, home, game);
  }
}
