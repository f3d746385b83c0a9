import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { named } from "../../../shared/tags";
import { jsonencode } from "../../lib/text";

export interface TaskVolume {
  /** As the container definition's mount points name it. */
  readonly name: string;
  readonly fileSystemId: string;
  readonly accessPointId: string;
}

export interface TaskDefinitionProps {
  readonly names: ContainerNames;
  /** Container definitions of the ECS API, as config/compose/container-definition writes them. */
  readonly containers: readonly object[];
  readonly volumes: readonly TaskVolume[];
  /** Names of volumes on the host's disk, as mount points name them. */
  readonly hostVolumes: readonly string[];
  /** Files of the host that containers see, by the names of their volumes. */
  readonly hostFiles: Readonly<Record<string, string>>;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
}

/** What runs, as a revision. ECS mounts the file systems: no mount, no start, so a world is never written to the host's disk. */
export class TaskDefinition extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { names, containers, volumes, hostVolumes, hostFiles, taskRoleArn, executionRoleArn } = props;
    const family = names.taskFamily;
    const definition = new EcsTaskDefinition(this, "Resource", {
      family,
      networkMode: "bridge",
      requiresCompatibilities: ["EC2"],
      // A service keeps its revision until the next wake, and ECS starts no new task of a deregistered one: a crash in the
      // middle of a game would be the end of it. Revisions cost nothing.
      skipDestroy: true,
      containerDefinitions: jsonencode(containers),
      taskRoleArn,
      executionRoleArn,
      volume: [
        ...volumes.map(onFileSystem),
        ...hostVolumes.map(onHost),
        ...Object.entries(hostFiles).map(([name, hostPath]): EcsTaskDefinitionVolume => ({ name, hostPath })),
      ],
      tags: named(family),
    });
    this.arn = definition.arn;
  }
}

const onFileSystem = ({ name, fileSystemId, accessPointId }: TaskVolume): EcsTaskDefinitionVolume => ({
  name,
  efsVolumeConfiguration: {
    fileSystemId,
    transitEncryption: "ENABLED",
    authorizationConfig: { accessPointId, iam: "ENABLED" },
  },
});

/**
 * A docker volume, which starts with the image's own files and owner (https://docs.docker.com/engine/storage/volumes/):
 * a folder of the host would belong to root, and an image that runs as somebody else could not write. Shared, so that it
 * outlives a crash: one of scope task goes with its task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-volume-config.html
 */
const onHost = (name: string): EcsTaskDefinitionVolume => ({
  name,
  dockerVolumeConfiguration: { scope: "shared", autoprovision: true, driver: "local" },
});
