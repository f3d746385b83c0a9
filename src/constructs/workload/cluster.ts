import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

/** The container's own ECS cluster, so that nothing else is placed on its host. */
export class Cluster extends Construct {
  /** Known at synthesis, so that user data and functions need no reference. */
  readonly name: string;
  readonly resource: EcsCluster;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    this.name = names.cluster;
    this.resource = new EcsCluster(this, "Resource", {
      name: this.name,
      setting: [{ name: "containerInsights", value: "disabled" }], // its metrics would cost more than the host
      tags: nameTag(this.name),
    });
  }
}
