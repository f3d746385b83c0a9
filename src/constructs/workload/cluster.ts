import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { named } from "../../../shared/tags";

/** The container's own ECS cluster: one host at most, so nothing else is ever placed on it. */
export class Cluster extends Construct {
  /** Known at synthesis: user data and functions name it without a reference. */
  readonly name: string;
  readonly resource: EcsCluster;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    this.name = names.cluster;
    this.resource = new EcsCluster(this, "Resource", {
      name: this.name,
      setting: [{ name: "containerInsights", value: "disabled" }], // its metrics cost more than the host
      tags: named(this.name),
    });
  }
}
