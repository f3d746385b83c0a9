import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import type { Names } from "../../../shared/names";
import { named } from "../../../shared/tags";

/** The container's own ECS cluster: one host at most, so nothing else is ever placed on it. */
export class Cluster extends Construct {
  /** Known at synthesis: user data and functions name it without a reference. */
  readonly name: string;
  readonly resource: EcsCluster;

  constructor(scope: Construct, id: string, { names }: { readonly names: Names }) {
    super(scope, id);
    this.name = names.of("cluster");
    this.resource = new EcsCluster(this, "Resource", {
      name: this.name,
      setting: [{ name: "containerInsights", value: "disabled" }], // its metrics cost more than the host
      tags: named(this.name),
    });
  }
}
