import type { Kinds } from "../kind";
import { arn } from "../templates";
import { text } from "../values";

/** ECS. Replacement: the provider's internal/service/ecs; messages: those of its API reference. */
export const containers: Kinds = {
  aws_ecs_cluster: {
    id: "{arn}",
    arn: "ecs:cluster/{name}",
    replacedBy: "name",
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
    unique: ["cluster name", "InvalidParameterException: Creation of service was not idempotent."],
    computed: { iam_role: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS", launch_type: "EC2" },
  },
  aws_ecs_task_definition: {
    id: "{family}",
    key: "{arn}",
    // A changed definition is a new revision (ecs/task_definition.go).
    replacedBy:
      "container_definitions cpu ephemeral_storage execution_role_arn family ipc_mode memory network_mode pid_mode placement_constraints proxy_configuration requires_compatibilities runtime_platform task_role_arn volume",
    defaults: { skip_destroy: false, track_latest: false },
    computed: ({ family }, { region, store }) => {
      const path = arn(`ecs:task-definition/${text(family)}`, region);
      const revision = 1 + store.count(path);
      return { arn: `${path}:${revision}`, arn_without_revision: path, network_mode: "bridge", revision };
    },
  },
};
