import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
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

/** A month of evenings. More would cost little, but logs contain players' names. */
const RETENTION_DAYS = 30;

/** Log group for the container's output. */
export class ContainerLog extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "Resource", {
      name,
      retentionInDays: RETENTION_DAYS,
      tags: nameTag(name),
    });
  }
}
