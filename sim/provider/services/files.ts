import { several, statements } from "../documents";
import { ACCOUNT, type Kinds, type Rule } from "../kind";
import { block, text, texts } from "../values";

const ARN = `arn:aws:elasticfilesystem:{region}:${ACCOUNT}:file-system/{file_system_id}`;

/** EFS and AWS Backup. Replacement: the provider's internal/service/{efs,backup}; messages: those of their API references. */
export const files: Kinds = {
  aws_efs_file_system: {
    id: "fs-#",
    arn: "elasticfilesystem:file-system/{id}",
    replacedBy: "availability_zone_name creation_token encrypted kms_key_id performance_mode",
    defaults: { throughput_mode: "bursting" },
    unique: ["creation_token", "FileSystemAlreadyExists: File system already exists with token '{creation_token}'"],
    heldBy: ["aws_efs_mount_target.file_system_id", "FileSystemInUse: The file system has mount targets: {id}"],
    takes:
      "aws_efs_access_point.file_system_id aws_efs_backup_policy.file_system_id aws_efs_file_system_policy.file_system_id",
    computed: ({ tags }) => ({
      creation_token: "terraform-#",
      dns_name: "{id}.efs.{region}.amazonaws.com",
      encrypted: false,
      name: text(block(tags)["Name"]),
      number_of_mount_targets: 0,
      performance_mode: "generalPurpose",
    }),
  },
  aws_efs_mount_target: {
    id: "fsmt-#",
    replacedBy: "file_system_id ip_address ip_address_type ipv6_address subnet_id",
    computed: ({ subnet_id }, { region, store }) => {
      const { availability_zone, cidr_block } = store.get("aws_subnet", region, text(subnet_id))?.attributes ?? {};
      return {
        availability_zone_name: text(availability_zone),
        dns_name: "{file_system_id}.efs.{region}.amazonaws.com",
        file_system_arn: ARN,
        ip_address: text(cidr_block).replace(/\d+\/\d+$/, "@"),
        mount_target_dns_name: `${text(availability_zone)}.{file_system_id}.efs.{region}.amazonaws.com`,
        network_interface_id: "eni-#",
      };
    },
    refuse: (request) => refuseMountTarget(request),
  },
  aws_efs_access_point: {
    id: "fsap-#",
    arn: "elasticfilesystem:access-point/{id}",
    replacedBy: "file_system_id posix_user root_directory",
    computed: { file_system_arn: ARN },
  },
  aws_efs_backup_policy: { id: "{file_system_id}", replacedBy: "file_system_id" },
  aws_efs_file_system_policy: {
    id: "{file_system_id}",
    replacedBy: "file_system_id",
    refuse: (request) => refusePrincipal(request),
  },

  aws_backup_vault: {
    id: "{name}",
    arn: "backup:backup-vault:{id}",
    replacedBy: "kms_key_arn name",
    defaults: { force_destroy: false },
    unique: ["name", "AlreadyExistsException: Backup vault with the same name already exists"],
    // Made by AWS Backup, not by Terraform: who plays it puts them into the store.
    takes: "recovery_point.vault",
    computed: { recovery_points: 0 },
    refuseDeletion: ({ object, id, store }) =>
      object["force_destroy"] !== true && store.find("recovery_point", ({ attributes }) => attributes["vault"] === id)
        ? "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points."
        : undefined,
  },
  aws_backup_plan: {
    id: "##",
    arn: "backup:backup-plan:{id}",
    replacedBy: "name",
    heldBy: [
      "aws_backup_selection.plan_id",
      "InvalidRequestException: Related backup plan selections must be deleted prior to backup plan deletion",
    ],
    computed: { version: "%" },
    recomputed: () => ["version"],
  },
  aws_backup_selection: {
    id: "##",
    replacedBy: "condition iam_role_arn name not_resources plan_id resources selection_tag",
  },
};

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
const refuseMountTarget: Rule = ({ object, region, store, isNew }) => {
  const subnet = store.get("aws_subnet", region, text(object["subnet_id"]))?.attributes ?? {};
  const system = store.get("aws_efs_file_system", region, text(object["file_system_id"]));
  const [own, zone] = [text(system?.attributes["availability_zone_name"]), text(subnet["availability_zone"])];
  if (own !== "" && own !== zone) {
    return `AvailabilityZonesMismatch: the One Zone file system is in ${own}, the subnet in ${zone}`;
  }
  const groups = texts(object["security_groups"]).map((id) => store.get("aws_security_group", region, id)?.attributes);
  if (groups.some((group) => group?.["vpc_id"] !== subnet["vpc_id"])) {
    return "SecurityGroupNotFound: a security group is in another VPC than the subnet";
  }
  const twin = store.find(
    "aws_efs_mount_target",
    ({ attributes }) => attributes["file_system_id"] === system?.id && attributes["availability_zone_name"] === zone,
  );
  return isNew && twin ? "MountTargetConflict: mount target already exists in this AZ" : undefined;
};

/** A policy with a principal that doesn't exist is refused: https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html */
const refusePrincipal: Rule = ({ object, store }) => {
  const principals = statements(object["policy"]).flatMap(({ Principal }) => several(block(Principal)["AWS"]));
  const names = principals.flatMap((principal) => /:role\/(.+)$/.exec(principal)?.[1] ?? []);
  const missing = names.find((name) => !store.get("aws_iam_role", "global", name));
  return missing && `InvalidPolicyException: Policy contains invalid Principal block: no role ${missing}`;
};
