import type { ITerraformDependable } from "cdktf";
import { hostVolumes } from "../../config/container/volume-schema";
import { ContainerLog } from "../../constructs/workload/container-log";
import { ExecutionRole } from "../../constructs/workload/execution-role";
import { SecretParameters, type Secret } from "../../constructs/workload/secret-parameters";
import { TaskDefinition } from "../../constructs/workload/task-definition";
import { TaskRole } from "../../constructs/workload/task-role";
import { containerDefinition } from "../../lib/container-definition";
import type { Context } from "./context";
import type { MountableVolume } from "./volumes";

export interface Task {
  readonly definition: TaskDefinition;
  readonly role: TaskRole;
  /** What its definition names: the container's own role, and that of ECS while it starts it. */
  readonly roleArns: readonly string[];
  readonly logGroupName: string;
  /** What a running task needs until its host is gone. */
  readonly ready: readonly ITerraformDependable[];
}

/** What runs: its log, its secrets, its two roles, and the definition that names them. */
export function defineTask(context: Context, volumes: readonly MountableVolume[]): Task {
  const { stack, base, config, names } = context;
  const { accountId } = stack;
  const { region } = base;
  const container = config.name;
  const services = Object.entries(config.services);

  const log = new ContainerLog(stack, "container_log", { name: `/${base.name}/${container}` });
  const secrets = new SecretParameters(stack, "secret", {
    container,
    path: `/${base.name}/${container}/secrets`,
    secrets: secretsOf(context),
    valueOf: (name) => `\${try(var.secrets["${container}"]["${name}"], "")}`,
  });
  const role = new TaskRole(stack, "task_role", {
    names,
    container,
    region,
    accountId,
    statements: volumes.map(({ accessPoint }) => accessPoint.readWrite),
  });
  const executionRole = new ExecutionRole(stack, "execution_role", {
    names,
    container,
    region,
    accountId,
    logGroupArn: log.group.arn,
    secretArns: secrets.arns,
    images: services.map(([, { image }]) => image),
  });
  const definition = new TaskDefinition(stack, "task", {
    names,
    containers: services.map(([name, spec]) =>
      containerDefinition({
        name,
        spec,
        logGroupName: log.group.name,
        logRegion: region,
        secretArnByName: Object.fromEntries(spec.secrets.map((secret) => [secret.name, secrets.arnOf(secret.name)])),
      }),
    ),
    volumes: volumes.map(({ name, volume, accessPoint }) => ({
      name,
      fileSystemId: volume.fileSystemId,
      accessPointId: accessPoint.resource.id,
    })),
    hostVolumes: hostVolumes(config.volumes),
    taskRoleArn: role.arn,
    executionRoleArn: executionRole.arn,
  });
  return {
    definition,
    role,
    roleArns: [role.arn, executionRole.arn],
    logGroupName: log.group.name,
    ready: [log.group, ...role.ready, ...executionRole.ready],
  };
}

/** Secrets of all services; two services that list one name share its parameter. */
export function secretsOf({ config }: Pick<Context, "config">): Secret[] {
  const secrets = Object.values(config.services).flatMap((service) => service.secrets);
  return [...new Map(secrets.map((secret) => [secret.name, secret])).values()];
}
