import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

export interface ContainerServiceProps {
  readonly names: ContainerNames;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  /** False: keeper deploys a new revision at the next wake, so that an apply never ends a game. */
  readonly deployNow: boolean;
  /** The group: the service is destroyed first, while a host can still stop its task. */
  readonly dependsOn: ITerraformDependable[];
}

/** One task on each host: none while asleep, one while awake. */
export class ContainerService extends Construct {
  readonly service: EcsService;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { names, clusterArn, taskDefinitionArn, deployNow, dependsOn } = props;
    const name = names.service;
    this.service = new EcsService(this, "Resource", {
      name,
      cluster: clusterArn,
      taskDefinition: taskDefinitionArn,
      launchType: "EC2",
      schedulingStrategy: "DAEMON",
      deploymentMinimumHealthyPercent: 0, // one host, fixed ports: the old task must stop before the new one starts
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      tags: nameTag(name),
      lifecycle: deployNow ? undefined : { ignoreChanges: ["task_definition"] },
      dependsOn,
    });
  }
}
