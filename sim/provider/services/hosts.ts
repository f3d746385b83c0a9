import type { Kinds, Rule } from "../kind";
import { lookUp } from "../refusals";
import { type Attributes, block, blocks, isSet, number, text } from "../values";

/** Nullable booleans are texts (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade). */
const FLAG = /^(true|false|)$/;
const NO_NEW_VERSION = "default_version description tags_all update_default_version".split(" ");

/** Launch templates and Auto Scaling groups. Replacement and checks: the provider's internal/service/{ec2,autoscaling}. */
export const hosts: Kinds = {
  aws_launch_template: {
    id: "lt-#",
    arn: "ec2:launch-template/{id}",
    replacedBy: "name name_prefix",
    valid: {
      description: /^.{0,255}$/s,
      name: /^[a-zA-Z0-9()./_-]{3,125}$/,
      user_data: /^[A-Za-z0-9+/]*=*$/,
      image_id: /^(ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:.+)$/,
      ebs_optimized: FLAG,
      "block_device_mappings.ebs.encrypted": FLAG,
      "block_device_mappings.ebs.delete_on_termination": FLAG,
      "block_device_mappings.ebs.throughput": [125, 1000],
      "network_interfaces.associate_public_ip_address": FLAG,
      "network_interfaces.delete_on_termination": FLAG,
      "metadata_options.http_endpoint": "enabled disabled",
      "metadata_options.http_tokens": "optional required",
      "metadata_options.http_put_response_hop_limit": [1, 64],
      "tag_specifications.resource_type": "instance volume network-interface spot-instances-request",
    },
    conflicts: {
      default_version: "update_default_version",
      security_group_names: "vpc_security_group_ids",
      "iam_instance_profile.arn": "iam_instance_profile.name",
    },
    unique: ["name", "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use."],
    computed: ({ update_default_version }, { id, region, store }) => {
      const latest = 1 + (number(store.get("aws_launch_template", region, id)?.attributes["latest_version"]) ?? 0);
      return { default_version: update_default_version === true ? latest : 1, latest_version: latest };
    },
    // A change of data or tags is a new version, one of the description makes one without telling (ec2_launch_template.go).
    recomputed: (changed, { update_default_version }) =>
      changed.every((name) => NO_NEW_VERSION.includes(name))
        ? []
        : ["latest_version", ...(update_default_version === true ? ["default_version"] : [])],
    refuse: { create: (request) => refuseTemplate(request), update: (request) => refuseTemplate(request) },
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: "autoscaling:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    replacedBy: "initial_lifecycle_hook name name_prefix",
    defaults: {
      force_delete: false,
      force_delete_warm_pool: false,
      health_check_grace_period: 300,
      ignore_failed_scaling_activities: false,
      metrics_granularity: "1Minute",
      protect_from_scale_in: false,
      wait_for_capacity_timeout: "10m",
    },
    exactlyOne: ["launch_configuration launch_template mixed_instances_policy"],
    conflicts: { availability_zones: "vpc_zone_identifier", "launch_template.id": "launch_template.name" },
    valid: {
      name: /^.{1,255}$/,
      wait_for_capacity_timeout: /^(0|(\d+(\.\d+)?(ms|s|m|h))+)$/,
      health_check_type: "EC2 ELB EBS VPC_LATTICE",
      "initial_lifecycle_hook.heartbeat_timeout": [30, 7200],
      "initial_lifecycle_hook.default_result": "ABANDON CONTINUE",
      "initial_lifecycle_hook.lifecycle_transition":
        "autoscaling:EC2_INSTANCE_LAUNCHING autoscaling:EC2_INSTANCE_TERMINATING",
    },
    needs: { vpc_zone_identifier: ["aws_subnet", "ValidationError: The subnet ID '{value}' does not exist"] },
    exists: "AlreadyExists: AutoScalingGroup by this name already exists - A group with the name {name} already exists",
    // Sizes go to 0 and the provider waits until the instances are gone (autoscaling/group.go); policies go with the group.
    takes: "instance.autoscaling_group",
    computed: ({ min_size }) => ({
      default_cooldown: 300,
      desired_capacity: min_size ?? 0,
      health_check_type: "EC2",
      predicted_capacity: 0,
      warm_pool_size: 0,
    }),
    refuse: { create: (request) => refuseGroup(request), update: (request) => refuseGroup(request) },
  },
};

const refuseTemplate: Rule = ({ object }) => {
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
  if (Buffer.from(text(object["user_data"]), "base64").length > 16384) {
    return "InvalidUserData.Malformed: User data is limited to 16384 bytes";
  }
  return isSet(object["vpc_security_group_ids"]) && blocks(object["network_interfaces"]).length > 0
    ? "InvalidParameterCombination: Network interfaces and an instance-level security groups may not be specified on the same request"
    : undefined;
};

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html, limitations */
const refuseGroup: Rule = ({ object, region, store }) => {
  const { min_size, max_size, mixed_instances_policy, launch_template } = object;
  if ((number(min_size) ?? 0) > (number(max_size) ?? 0))
    return "ValidationError: Min size cannot be greater than max size";
  const mixed: Attributes = block(block(mixed_instances_policy)["launch_template"]);
  const { id, name, launch_template_id, launch_template_name } = {
    ...block(launch_template),
    ...block(mixed["launch_template_specification"]),
  };
  const template = lookUp(
    store,
    "aws_launch_template",
    region,
    [launch_template_id, launch_template_name, id, name].map(text).find(Boolean) ?? "",
  );
  const malformed = "ValidationError: You must use a valid fully-formed launch template.";
  if (template === undefined) return `${malformed} The specified launch template does not exist.`;
  const image = text(template.attributes["image_id"]);
  if (isSet(mixed_instances_policy) && image.startsWith("resolve:ssm:"))
    return `${malformed} Invalid id: "${image}" (expecting "ami-...")`;
  const { arn, name: profileName } = block(template.attributes["iam_instance_profile"]);
  const profile = text(arn) || text(profileName);
  return profile === "" || lookUp(store, "aws_iam_instance_profile", region, profile)
    ? undefined
    : `${malformed} Value (${profile}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`;
};
