import type { Kinds, Rule } from "../kind";
import { arn } from "../templates";
import { type Attributes, blocks, isSet, number, text, type Value } from "../values";
import { valuesAt } from "../validate";

const NAME = /^[a-zA-Z0-9_-]{1,255}$/;

/** ECS. Replacement and checks: the provider's internal/service/ecs; messages: those of its API reference. */
export const containers: Kinds = {
  aws_ecs_cluster: {
    id: "{arn}",
    arn: "ecs:cluster/{name}",
    replacedBy: "name",
    valid: { name: NAME, "setting.name": "containerInsights", "setting.value": "enhanced enabled disabled" },
    heldBy: [
      "aws_ecs_service.cluster instance.cluster",
      "ClusterContainsServicesException or ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Services or Container Instances are active.",
    ],
  },
  aws_ecs_service: {
    id: "{arn}",
    arn: "ecs:service/{cluster}/{name}",
    replacedBy: "cluster iam_role launch_type name scheduling_strategy",
    defaults: {
      deployment_maximum_percent: 200,
      deployment_minimum_healthy_percent: 100,
      enable_ecs_managed_tags: false,
      enable_execute_command: false,
      scheduling_strategy: "REPLICA",
      wait_for_steady_state: false,
    },
    valid: {
      name: NAME,
      launch_type: "EC2 EXTERNAL FARGATE",
      propagate_tags: "NONE SERVICE TASK_DEFINITION",
      scheduling_strategy: "DAEMON REPLICA",
    },
    conflicts: { capacity_provider_strategy: "launch_type" },
    // One task per host: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
    checks: [
      (service) =>
        service["scheduling_strategy"] === "DAEMON" &&
        (service["launch_type"] === "FARGATE" ||
          ["desired_count", "ordered_placement_strategy"].some((name) => isSet(service[name])))
          ? "scheduling_strategy DAEMON goes with neither FARGATE nor desired_count nor ordered_placement_strategy"
          : undefined,
    ],
    needs: {
      cluster: ["aws_ecs_cluster", "ClusterNotFoundException: Cluster not found."],
      task_definition: ["aws_ecs_task_definition", "ClientException: Unable to describe task definition {value}."],
    },
    exists: "InvalidParameterException: Creation of service was not idempotent.",
    computed: ({ scheduling_strategy }) => ({
      availability_zone_rebalancing: scheduling_strategy === "DAEMON" ? "DISABLED" : "ENABLED",
      iam_role: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
      launch_type: "EC2",
    }),
  },
  aws_ecs_task_definition: {
    id: "{family}",
    key: "{arn}",
    // A changed definition is a new revision (ecs/task_definition.go).
    replacedBy:
      "container_definitions cpu ephemeral_storage execution_role_arn family ipc_mode memory network_mode pid_mode placement_constraints proxy_configuration requires_compatibilities runtime_platform task_role_arn volume",
    defaults: { skip_destroy: false, track_latest: false, "volume.efs_volume_configuration.root_directory": "/" },
    valid: { family: NAME, network_mode: "awsvpc bridge host none", requires_compatibilities: "EC2 EXTERNAL FARGATE" },
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
    checks: [
      (config) =>
        blocks(valuesAt(config, "volume.efs_volume_configuration")).some(
          ({ authorization_config: access, transit_encryption: tls, root_directory: root }) =>
            blocks(access).length > 0 && (tls !== "ENABLED" || (isSet(root) && root !== "/")),
        )
          ? "an EFS volume with an access point needs transit_encryption ENABLED and no root_directory but /"
          : undefined,
    ],
    computed: (given, { id, region, store }) => {
      const family = arn("ecs:task-definition/{family}", given, region);
      const revision = 1 + store.count(`${region} ${id}`);
      return {
        arn: `${family}:${revision}`,
        arn_without_revision: family,
        enable_fault_injection: false,
        network_mode: "bridge",
        revision,
      };
    },
    refuse: { create: (request) => refuseContainers(request) },
  },
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const refuseContainers: Rule = ({ object }) => {
  const definitions = blocks(JSON.parse(text(object["container_definitions"])) as Value);
  const volumes = blocks(object["volume"]).map(({ name }) => name);
  const wrong = definitions
    .map((definition) => containerProblem(definition, volumes, isSet(object["memory"])))
    .find((problem) => problem !== undefined);
  if (wrong !== undefined) return `ClientException: ${wrong}`;
  if (hasTwins(definitions.map(({ name }) => text(name)))) return "ClientException: Container names must be unique.";
  const ports = definitions.flatMap(({ portMappings }) => blocks(portMappings));
  if (
    hasTwins(
      ports
        .filter(({ hostPort }) => isSet(hostPort))
        .map(({ hostPort, protocol }) => `${number(hostPort) ?? 0}/${text(protocol)}`),
    )
  ) {
    return "ClientException: a host port is mapped twice.";
  }
  return ports.length > 100 ? "ClientException: at most 100 port mappings." : undefined;
};

function containerProblem(definition: Attributes, volumes: readonly unknown[], hasMemory: boolean): string | undefined {
  const { name, memory, memoryReservation, mountPoints, portMappings } = definition;
  if (!hasMemory && !isSet(memory) && !isSet(memoryReservation)) {
    return `Invalid setting for container '${text(name)}'. At least one of 'memory' or 'memoryReservation' must be specified.`;
  }
  const unknown = blocks(mountPoints).find(({ sourceVolume }) => !volumes.includes(sourceVolume));
  if (unknown !== undefined) return `Unknown volume '${text(unknown["sourceVolume"])}'.`;
  const ports = blocks(portMappings).flatMap(({ hostPort, containerPort }) => [
    number(hostPort) ?? 0,
    number(containerPort) ?? 0,
  ]);
  if (ports.some((port) => port < 0 || port > 65535))
    return `Invalid setting for container '${text(name)}': a port is out of range.`;
  const values = blocks(definition["environment"]).map(({ value }) => value);
  return values.some((value) => typeof value !== "string")
    ? `environment of '${text(name)}': values must be texts.`
    : undefined;
}

const hasTwins = (items: readonly string[]): boolean => new Set(items).size < items.length;
