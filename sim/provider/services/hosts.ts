import type { Kinds, Objection, Request } from "../kind";
import { arn } from "../templates";
import { valuesAt } from "../validate";
import { type Attributes, blocks, isSet, text, type Value } from "../values";

const NO_NEW_VERSION = "default_version description tags_all update_default_version".split(" ");

/** ECS and what it runs on. Replacement: the provider's internal/service/{ecs,ec2,autoscaling}; messages: AWS's. */
export const hosts: Kinds = {
  aws_ecs_cluster: {
    id: "{arn}",
    arn: "ecs:cluster/{name}",
    heldBy: ["aws_ecs_service.cluster instance.cluster", "ClusterContainsContainerInstancesException"],
  },
  aws_ecs_service: {
    id: "{arn}",
    arn: "ecs:service/{cluster}/{name}",
    replacedBy: "cluster iam_role launch_type scheduling_strategy",
    defaults: {
      deployment_maximum_percent: 200,
      deployment_minimum_healthy_percent: 100,
      scheduling_strategy: "REPLICA",
    },
    unique: ["cluster name", "InvalidParameterException"],
    computed: { launch_type: "EC2" },
  },
  aws_ecs_task_definition: {
    id: "{family}",
    key: "{arn}",
    // A changed definition is a new revision (ecs/task_definition.go).
    replacedBy:
      "container_definitions cpu ephemeral_storage execution_role_arn family ipc_mode memory network_mode pid_mode placement_constraints proxy_configuration requires_compatibilities runtime_platform task_role_arn volume",
    defaults: { skip_destroy: false, track_latest: false },
    check: oddVersionConsistency,
    refuse: [refuseContainers],
    computed: ({ family }, { region, store }) => {
      const path = arn(`ecs:task-definition/${text(family)}`, region);
      const revision = 1 + store.count(path);
      return { arn: `${path}:${revision}`, arn_without_revision: path, network_mode: "bridge", revision };
    },
  },
  aws_launch_template: {
    id: "lt-#",
    arn: "ec2:launch-template/{id}",
    unique: ["name", "InvalidLaunchTemplateName.AlreadyExistsException"],
    computed: ({ update_default_version }, { prior }) => {
      const latest = 1 + Number(prior?.["latest_version"] ?? 0);
      return { default_version: update_default_version === true ? latest : 1, latest_version: latest };
    },
    // A change of data or tags is a new version, one of the description makes one without telling (ec2_launch_template.go).
    recomputed: (changed, { update_default_version }) => {
      if (changed.every((name) => NO_NEW_VERSION.includes(name))) return [];
      return update_default_version === true ? ["latest_version", "default_version"] : ["latest_version"];
    },
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
    refuse: [
      ({ object }) =>
        Buffer.from(text(object["user_data"]), "base64").length > 16384 &&
        "InvalidUserData.Malformed: User data is limited to 16384 bytes",
    ],
  },
  aws_autoscaling_group: {
    arn: "autoscaling:autoScalingGroup:##:autoScalingGroupName/{name}",
    replacedBy: "initial_lifecycle_hook",
    defaults: { force_delete: false, health_check_grace_period: 300, wait_for_capacity_timeout: "10m" },
    exactlyOne: "launch_configuration launch_template mixed_instances_policy",
    unique: ["name", "AlreadyExists"],
    // Sizes go to 0 and the provider waits until the instances are gone (autoscaling/group.go).
    takes: "instance.autoscaling_group aws_autoscaling_policy.autoscaling_group_name",
    computed: ({ min_size }) => ({ default_cooldown: 300, desired_capacity: min_size ?? 0, health_check_type: "EC2" }),
    refuse: [refuseImage],
  },
};

/** The provider's internal/service/ecs/container_definitions.go. */
function oddVersionConsistency({ container_definitions }: Attributes): string | false {
  const [odd] = /(?<="versionConsistency":")(?!enabled"|disabled")[^"]*/.exec(text(container_definitions)) ?? [];
  return odd !== undefined && `invalid version consistency value (${odd}) for container definition`;
}

/** The number: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html; what ends, and what waits for that: API_ContainerDependency. */
function refuseContainers({ object }: Request): Objection {
  const containers = blocks(JSON.parse(text(object["container_definitions"])) as Value);
  if (containers.length > 10) return "ClientException: Too many containers in the task definition";
  const ending = containers
    .flatMap(({ dependsOn }) => blocks(dependsOn))
    .filter(({ condition }) => condition === "SUCCESS" || condition === "COMPLETE");
  const essential = containers.find(
    ({ name, essential: is }) => is !== false && ending.some(({ containerName }) => containerName === name),
  );
  const name = text(essential?.["name"]);
  return name !== "" && `ClientException: Container ${name} is essential: nothing can depend on its end`;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html, limitations */
function refuseImage({ object, region, store }: Request): Objection {
  const specification = "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id";
  const mixed = text(valuesAt(object, specification).find(isSet));
  const image = text(store.get("aws_launch_template", region, mixed)?.attributes["image_id"]);
  return image.startsWith("resolve:ssm:") && `ValidationError: Invalid id: "${image}" (expecting "ami-...")`;
}
