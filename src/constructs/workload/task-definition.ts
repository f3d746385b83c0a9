import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";
import { jsonencode } from "../../lib/text";

export interface TaskVolume {
  /** Name in the container definition's mount points. */
  readonly name: string;
  readonly fileSystemId: string;
  readonly accessPointId: string;
}

export interface TaskDefinitionProps {
  readonly family: string;
  /** Container definitions of the ECS API. */
  readonly containers: readonly object[];
  readonly volumes: readonly TaskVolume[];
  /** Names of the volumes on the host's disk, as in mount points. */
  readonly hostVolumes: readonly string[];
  /** Files of the host that containers see, by the names of their volumes. */
  readonly hostFiles: Readonly<Record<string, string>>;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
}

/** The task definition. ECS mounts the file systems: without the mount no task starts, so a world is never written to the host's disk. */
export class TaskDefinition extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { family, containers, volumes, hostVolumes, hostFiles, taskRoleArn, executionRoleArn } = props;
    const definition = new EcsTaskDefinition(this, "Resource", {
      family,
      networkMode: "bridge",
      requiresCompatibilities: ["EC2"],
      // The service keeps its revision until the next wake, and ECS does not start tasks of a deregistered revision: after a
      // crash the game could not restart. Revisions cost nothing.
      skipDestroy: true,
      containerDefinitions: jsonencode(containers),
      taskRoleArn,
      executionRoleArn,
      volume: [
        ...volumes.map(onFileSystem),
        ...hostVolumes.map(onHost),
        ...Object.entries(hostFiles).map(([name, hostPath]): EcsTaskDefinitionVolume => ({ name, hostPath })),
      ],
      tags: nameTag(family),
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
 * A docker volume, which starts with the image's files and owner (https://docs.docker.com/engine/storage/volumes/): a
 * folder of the host would belong to root, and images that run as another user could not write. Shared, so that it
 * survives a crash: a volume with scope task is deleted with its task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-volume-config.html
 */
const onHost = (name: string): EcsTaskDefinitionVolume => ({
  name,
  dockerVolumeConfiguration: { scope: "shared", autoprovision: true, driver: "local" },
});
