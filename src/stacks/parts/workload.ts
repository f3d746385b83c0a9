import type { ITerraformDependable } from "cdktf";
import { configVolume, containerDefinition } from "../../config/compose/container-definition";
import { pulledImage } from "../../config/compose/pulled-image";
import { taskContainers } from "../../config/compose/task-containers";
import { hostVolumes } from "../../config/container/volume-schema";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import { Role } from "../../constructs/role";
import { Cluster, ContainerLog } from "../../constructs/workload/cluster";
import { ExecutionRole } from "../../constructs/workload/execution-role";
import { SecretParameters, type Secret } from "../../constructs/workload/secret-parameters";
import { TaskDefinition } from "../../constructs/workload/task-definition";
import { CONFIGS_FOLDER } from "../../host/user-data";
import { ecsTasksTrust } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";
import type { MountableVolume } from "./volumes";

export interface WorkloadProps {
  readonly names: ContainerNames;
  readonly base: Pick<BaseConfig, "name" | "region" | "imageCache">;
  readonly config: Pick<ContainerConfig, "configs" | "idle" | "services" | "volumes">;
  readonly volumes: readonly MountableVolume[];
}

export interface Workload {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly taskRoleArn: string;
  /** The roles in its definition: the task role and the execution role. */
  readonly roleArns: readonly string[];
  readonly logGroupName: string;
  /** Resources that a running task needs. */
  readonly ready: readonly ITerraformDependable[];
}

/** What runs: cluster, log, secrets, two roles and the task definition. */
export function defineWorkload(stack: ProjectStack, { names, base, config, volumes }: WorkloadProps): Workload {
  const { accountId, region } = stack;
  const { container } = names;
  const containers = taskContainers(config.services, config.idle.ports).map((container) => ({
    container,
    pulled: pulledImage(container.spec, base, accountId),
  }));

  const cluster = new Cluster(stack, "cluster", { names });
  const log = new ContainerLog(stack, "container_log", { name: names.logGroups.container });
  const secrets = new SecretParameters(stack, "secret", {
    container,
    path: names.secretsPath,
    secrets: secretsOf(config),
    valueOf: (name) => `\${try(var.secrets["${container}"]["${name}"], "")}`,
  });
  // It exists even without permissions, because ECS signs EFS mounts with it.
  const role = new Role(stack, "task_role", {
    name: names.of("task"),
    description: `Container ${container}: its volumes`,
    trust: ecsTasksTrust(region, accountId),
    statements: volumes.map(({ accessPoint }) => accessPoint.readWrite),
  });
  const executionRole = new ExecutionRole(stack, "execution_role", {
    names,
    region,
    accountId,
    logGroupArn: log.group.arn,
    secretArns: secrets.arns,
    images: containers.map(({ pulled }) => pulled),
  });
  const definition = new TaskDefinition(stack, "task", {
    names,
    containers: containers.map(({ container: task, pulled }) =>
      containerDefinition({
        container: task,
        image: pulled.image,
        logGroupName: log.group.name,
        logRegion: region,
        secretArnByName: Object.fromEntries(task.spec.secrets.map(({ name }) => [name, secrets.arnOf(name)])),
      }),
    ),
    volumes: volumes.map(({ name, volume, accessPoint }) => ({
      name,
      fileSystemId: volume.fileSystemId,
      accessPointId: accessPoint.resource.id,
    })),
    hostVolumes: hostVolumes(config.volumes),
    hostFiles: Object.fromEntries(
      Object.keys(config.configs).map((name) => [configVolume(name), `${CONFIGS_FOLDER}/${name}`]),
    ),
    taskRoleArn: role.arn,
    executionRoleArn: executionRole.arn,
  });
  return {
    cluster,
    definition,
    taskRoleArn: role.arn,
    roleArns: [role.arn, executionRole.arn],
    logGroupName: log.group.name,
    ready: [log.group, ...role.ready, ...executionRole.ready],
  };
}

/** Secrets of all services. Services that list the same name share its parameter. */
export function secretsOf({ services }: Pick<ContainerConfig, "services">): Secret[] {
  const secrets = Object.values(services).flatMap((service) => service.secrets);
  return [...new Map(secrets.map((secret) => [secret.name, secret])).values()];
}
