import type { ServiceConfig } from "./service-schema";
import type { TaskContainer } from "./task-containers";

interface ContainerDefinitionProps {
  readonly container: TaskContainer;
  /** Where ECS pulls the image from. */
  readonly image: string;
  readonly logGroupName: string;
  readonly logRegion: string;
  /** ARN of each secret's parameter, by the variable's name. */
  readonly secretArnByName: Readonly<Record<string, string>>;
}

/**
 * One entry of container_definitions: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 * Has the form in which ECS returns it (with defaults, lists sorted by name): the provider compares the two, and otherwise
 * plans a new revision at every run.
 */
export function containerDefinition({
  container,
  image,
  logGroupName,
  logRegion,
  secretArnByName,
}: ContainerDefinitionProps): object {
  const { name, spec } = container;
  const emptied = Object.fromEntries(container.emptied.map((variable) => [variable, ""]));
  return {
    name,
    image,
    repositoryCredentials: spec.credentials && { credentialsParameter: spec.credentials.from.arn },
    // ECS would resolve a tag once and keep that digest for every later task of the service:
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    versionConsistency: "disabled",
    essential: container.essential,
    restartPolicy: restartPolicy(container),
    dependsOn: optionalList(
      container.dependencies.map(({ service, condition }) => ({ containerName: service, condition })),
    ),
    links: optionalList(container.links),
    cpu: 0,
    memory: spec.memoryLimitMiB,
    memoryReservation: spec.memoryReservationMiB,
    portMappings: spec.ports.flatMap(portMappings),
    environment: byName({ ...emptied, ...spec.environment }).map(([variable, value]) => ({ name: variable, value })),
    secrets: optionalList(byName(secretArnByName).map(([variable, valueFrom]) => ({ name: variable, valueFrom }))),
    mountPoints: [
      ...spec.mounts.map(({ volume, path, readOnly }) => ({ sourceVolume: volume, containerPath: path, readOnly })),
      ...spec.configs.map(({ source, target }) => ({
        sourceVolume: configVolume(source),
        containerPath: target,
        readOnly: true,
      })),
    ],
    volumesFrom: [],
    systemControls: byName(spec.sysctls).map(([namespace, value]) => ({ namespace, value })),
    stopTimeout: spec.stopGraceSeconds,
    command: spec.command,
    entryPoint: spec.entrypoint,
    user: spec.user,
    workingDirectory: spec.workingDirectory,
    hostname: container.hostname,
    extraHosts: optionalList(spec.extraHosts.map(({ name: hostname, address }) => ({ hostname, ipAddress: address }))),
    readonlyRootFilesystem: spec.readOnly || undefined,
    dockerSecurityOptions: spec.noNewPrivileges ? ["no-new-privileges"] : undefined,
    healthCheck: spec.healthcheck && {
      command: spec.healthcheck.test,
      interval: spec.healthcheck.intervalSeconds,
      timeout: spec.healthcheck.timeoutSeconds,
      retries: spec.healthcheck.retries,
      startPeriod: spec.healthcheck.startPeriodSeconds,
    },
    pseudoTerminal: spec.tty || undefined,
    interactive: spec.stdinOpen || undefined,
    ulimits: optionalList(
      byName(spec.ulimits).map(([limit, { soft, hard }]) => ({ name: limit, softLimit: soft, hardLimit: hard })),
    ),
    dockerLabels: Object.keys(spec.labels).length === 0 ? undefined : spec.labels,
    linuxParameters: linuxParameters(spec),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroupName,
        "awslogs-region": logRegion,
        "awslogs-stream-prefix": name,
        // If CloudWatch Logs cannot be reached, lines are lost rather than the game blocked.
        mode: "non-blocking",
        "max-buffer-size": "4m",
      },
    },
  };
}

/** No volume of a configuration has such a name. */
export const configVolume = (name: string): string => `config-${name}`;

/**
 * The agent restarts a non-essential container that has run for a minute, without ending the task. Not with volumes: such a
 * restart bypasses ECS's mount. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html
 */
function restartPolicy({ essential, spec: { restart, mounts } }: TaskContainer): object | undefined {
  if (essential || restart === "no" || mounts.length > 0) return undefined;
  const ignoredExitCodes = restart.startsWith("on-failure") ? [0] : undefined;
  return { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes };
}

/** Single mappings: in bridge mode ECS assigns random host ports to a range. */
function portMappings({ hostPort, containerPort, count, protocol }: ServiceConfig["ports"][number]): object[] {
  return Array.from({ length: count }, (_, index) => ({
    containerPort: containerPort + index,
    hostPort: hostPort + index,
    protocol,
  }));
}

function linuxParameters({ init, capabilities, devices, sharedMemoryMiB, tmpfs }: ServiceConfig): object | undefined {
  const { add, drop } = capabilities;
  const parameters = {
    capabilities: add.length + drop.length === 0 ? undefined : { add, drop },
    devices: optionalList(devices),
    initProcessEnabled: init || undefined,
    sharedMemorySize: sharedMemoryMiB,
    tmpfs: optionalList(
      tmpfs.map(({ path, sizeMiB, options }) => ({ containerPath: path, size: sizeMiB, mountOptions: options })),
    ),
  };
  return Object.values(parameters).some((value) => value !== undefined) ? parameters : undefined;
}

const optionalList = <Item>(items: readonly Item[]): readonly Item[] | undefined =>
  items.length === 0 ? undefined : items;

function byName<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
