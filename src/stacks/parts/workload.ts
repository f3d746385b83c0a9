import type { ITerraformDependable } from "cdktf";
import { configVolume, containerDefinition } from "../../config/compose/container-definition";
import { permissionStatements, roleDescription } from "../../config/compose/permissions";
import { taskContainers } from "../../config/compose/task-containers";
import { hostVolumes } from "../../config/container/volume-schema";
import type { ContainerConfig } from "../../config/load";
import { Role } from "../../constructs/role";
import { Cluster, ContainerLog } from "../../constructs/workload/cluster";
import { ExecutionRole, type SecretReference } from "../../constructs/workload/execution-role";
import { SecretParameters, type Secret } from "../../constructs/workload/secret-parameters";
import { TaskDefinition } from "../../constructs/workload/task-definition";
import { CONFIGS_FOLDER } from "../../host/user-data";
import { ecsTasksTrust } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";
import type { MountableVolume } from "./volumes";

export interface WorkloadProps {
  readonly names: ContainerNames;
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
export function defineWorkload(stack: ProjectStack, { names, config, volumes }: WorkloadProps): Workload {
  const { accountId, region } = stack;
  const { container } = names;
  const containers = taskContainers(config.services, config.idle.ports);

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
    description: `Container ${container}: its volumes${roleDescription(config.services)}`,
    trust: ecsTasksTrust(region, accountId),
    statements: [...volumes.map(({ accessPoint }) => accessPoint.readWrite), ...permissionStatements(config.services)],
  });
  const executionRole = new ExecutionRole(stack, "execution_role", {
    names,
    region,
    accountId,
    logGroupArn: log.group.arn,
    secretArns: secrets.arns,
    references: referencesOf(config),
    images: containers.map(({ spec }) => spec.image),
  });
  const definition = new TaskDefinition(stack, "task", {
    names,
    containers: containers.map((task) =>
      containerDefinition({
        container: task,
        logGroupName: log.group.name,
        logRegion: region,
        secretArnByName: Object.fromEntries(
          task.spec.secrets.map(({ name, from }) => [name, from?.from ?? secrets.arnOf(name)]),
        ),
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

/** Secrets of all services with values in terraform.tfvars. Services that list the same name share its parameter. */
export function secretsOf({ services }: Pick<ContainerConfig, "services">): Secret[] {
  const secrets = Object.values(services).flatMap((service) => service.secrets.filter(({ from }) => !from));
  return [...new Map(secrets.map((secret) => [secret.name, secret])).values()];
}

/** Secrets and parameters that are there already. */
const referencesOf = ({ services }: Pick<ContainerConfig, "services">): SecretReference[] =>
  Object.values(services).flatMap(({ secrets }) =>
    secrets.flatMap(({ from, key }) => (from ? { service: from.service, arn: from.arn, keyArn: key?.arn } : [])),
  );
