import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { configVolume, containerDefinition } from "../../config/compose/container-definition";
import { pulledImage } from "../../config/compose/pulled-image";
import { permissionStatements, roleDescription } from "../../config/compose/permissions";
import type { TaskContainer } from "../../config/compose/task-containers";
import { hostVolumes } from "../../config/container/volume-schema";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import { Role } from "../../constructs/role";
import type { ContainerLog } from "../../constructs/workload/cluster";
import { ExecutionRole } from "../../constructs/workload/execution-role";
import type { SecretParameters } from "../../constructs/workload/secret-parameters";
import { TaskDefinition } from "../../constructs/workload/task-definition";
import { CONFIGS_FOLDER } from "../../host/user-data";
import { ecsTasksTrust } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";
import type { MountableVolume } from "./volumes";

export interface TaskProps {
  readonly names: ContainerNames;
  readonly base: Pick<BaseConfig, "name" | "region" | "imageCache">;
  readonly config: Pick<ContainerConfig, "configs" | "volumes">;
  readonly volumes: readonly MountableVolume[];
  readonly log: ContainerLog;
  readonly secrets: SecretParameters;
  readonly containers: readonly TaskContainer[];
  /** The only service of the task, if it runs at times. */
  readonly scheduled?: string;
}

/** A task definition and its two roles. */
export interface Task {
  readonly definition: TaskDefinition;
  readonly taskRoleArn: string;
  /** The task role and the execution role. */
  readonly roleArns: readonly string[];
  /** Names of the file systems that it mounts. */
  readonly volumeNames: readonly string[];
  /** Resources that it needs while it runs. */
  readonly ready: readonly ITerraformDependable[];
}

/** What runs together: one task definition, with roles of its own. */
export function defineTask(stack: ProjectStack, props: TaskProps): Task {
  const { names, base, config, log, secrets, containers, scheduled } = props;
  const { accountId, region } = stack;
  const what = scheduled === undefined ? names.container : `${names.container} ${scheduled}`;
  // In a scope of its own, so that no service's name is part of another address.
  const scope = scheduled === undefined ? stack : new Construct(stack, `run_${scheduled}`);
  const name = (role: "task" | "execution"): string =>
    scheduled === undefined ? names.of(role) : names.ofService(role, scheduled);
  const specs = containers.map(({ spec }) => spec);
  const mounted = specs.flatMap(({ mounts }) => mounts.map(({ volume }) => volume));
  const volumes = props.volumes.filter((volume) => mounted.includes(volume.name));
  const ownConfigs = specs.flatMap(({ configs }) => configs.map(({ source }) => source));

  const services = Object.fromEntries(containers.map((container) => [container.name, container.spec]));
  const listed = specs.flatMap((spec) => spec.secrets);

  // It exists even without permissions, because ECS signs EFS mounts with it.
  const role = new Role(scope, "task_role", {
    name: name("task"),
    description: `Container ${what}: its volumes${roleDescription(services)}`,
    trust: ecsTasksTrust(region, accountId),
    statements: [...volumes.map(({ accessPoint }) => accessPoint.readWrite), ...permissionStatements(services)],
  });
  const executionRole = new ExecutionRole(scope, "execution_role", {
    name: name("execution"),
    description: `ECS for ${what}: its log, secrets and images`,
    region,
    accountId,
    logGroupArn: log.group.arn,
    secretArns: listed.flatMap((secret) => (secret.from ? [] : secrets.arnOf(secret.name))),
    references: listed.flatMap(({ from, key }) =>
      from ? { service: from.service, arn: from.arn, keyArn: key?.arn } : [],
    ),
    images: specs.map((spec) => pulledImage(spec, base, accountId)),
  });
  const definition = new TaskDefinition(scope, "task", {
    family: name("task"),
    containers: containers.map((task) =>
      containerDefinition({
        container: task,
        image: pulledImage(task.spec, base, accountId).image,
        logGroupName: log.group.name,
        logRegion: region,
        secretArnByName: Object.fromEntries(
          task.spec.secrets.map((secret) => [secret.name, secret.from?.from ?? secrets.arnOf(secret.name)]),
        ),
      }),
    ),
    volumes: volumes.map((mount) => ({
      name: mount.name,
      fileSystemId: mount.volume.fileSystemId,
      accessPointId: mount.accessPoint.resource.id,
    })),
    hostVolumes: hostVolumes(config.volumes).filter((volume) => mounted.includes(volume)),
    hostFiles: Object.fromEntries(
      Object.keys(config.configs)
        .filter((file) => ownConfigs.includes(file))
        .map((file) => [configVolume(file), `${CONFIGS_FOLDER}/${file}`]),
    ),
    taskRoleArn: role.arn,
    executionRoleArn: executionRole.arn,
  });
  return {
    definition,
    taskRoleArn: role.arn,
    roleArns: [role.arn, executionRole.arn],
    volumeNames: volumes.map((volume) => volume.name),
    ready: [...role.ready, ...executionRole.ready],
  };
}
