import type { ITerraformDependable } from "cdktf";
import { runningServices, scheduledServices } from "../../config/compose/scheduled";
import { taskContainers } from "../../config/compose/task-containers";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import { Cluster, ContainerLog } from "../../constructs/workload/cluster";
import { SecretParameters, type Secret } from "../../constructs/workload/secret-parameters";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";
import { defineTask, type Task } from "./task";
import type { MountableVolume } from "./volumes";

export interface WorkloadProps {
  readonly names: ContainerNames;
  readonly base: Pick<BaseConfig, "name" | "region" | "imageCache">;
  readonly config: Pick<ContainerConfig, "configs" | "idle" | "services" | "volumes">;
  readonly volumes: readonly MountableVolume[];
}

export interface Workload {
  readonly cluster: Cluster;
  /** The services that run as long as the host does; undefined if all run at times. */
  readonly task: Task | undefined;
  /** It, and the task of each scheduled service. */
  readonly tasks: readonly Task[];
  readonly logGroupName: string;
  /** Resources that a running task needs. */
  readonly ready: readonly ITerraformDependable[];
}

/** What runs: cluster, log, secrets, and task definitions with their roles. */
export function defineWorkload(stack: ProjectStack, { names, base, config, volumes }: WorkloadProps): Workload {
  const { container } = names;
  const cluster = new Cluster(stack, "cluster", { names });
  const log = new ContainerLog(stack, "container_log", { name: names.logGroups.container });
  const secrets = new SecretParameters(stack, "secret", {
    container,
    path: names.secretsPath,
    secrets: secretsOf(config),
    valueOf: (name) => `\${try(var.secrets["${container}"]["${name}"], "")}`,
  });
  const common = { names, base, config, volumes, log, secrets };
  const running = taskContainers(runningServices(config.services), config.idle.ports);
  const task = running.length === 0 ? undefined : defineTask(stack, { ...common, containers: running });
  const scheduled = scheduledServices(config.services).map(({ name, spec }) =>
    defineTask(stack, { ...common, containers: taskContainers({ [name]: spec }), scheduled: name }),
  );
  const tasks = [task ?? [], scheduled].flat();
  return {
    cluster,
    task,
    tasks,
    logGroupName: log.group.name,
    ready: [log.group, ...tasks.flatMap(({ ready }) => ready)],
  };
}

/** Secrets of all services with values in terraform.tfvars. Services that list the same name share its parameter. */
export function secretsOf({ services }: Pick<ContainerConfig, "services">): Secret[] {
  const secrets = Object.values(services).flatMap((service) => service.secrets.filter(({ from }) => !from));
  return [...new Map(secrets.map((secret) => [secret.name, secret])).values()];
}
