import { several, statements } from "../documents";
import type { Kinds, Objection, Request } from "../kind";
import { referring } from "../refusals";
import { block, text, texts } from "../values";

/** EFS and AWS Backup. Replacement: the provider's internal/service/{efs,backup}; messages: those of their API references. */
export const files: Kinds = {
  aws_efs_file_system: {
    id: "fs-#",
    arn: "elasticfilesystem:file-system/{id}",
    replacedBy: "availability_zone_name creation_token encrypted kms_key_id performance_mode",
    defaults: { throughput_mode: "bursting" },
    unique: ["creation_token", "FileSystemAlreadyExists"],
    heldBy: ["aws_efs_mount_target.file_system_id", "FileSystemInUse"],
    takes:
      "aws_efs_access_point.file_system_id aws_efs_backup_policy.file_system_id aws_efs_file_system_policy.file_system_id",
    computed: { creation_token: "terraform-#", encrypted: false, performance_mode: "generalPurpose" },
  },
  aws_efs_mount_target: {
    id: "fsmt-#",
    replacedBy: "file_system_id ip_address ip_address_type ipv6_address subnet_id",
    computed: ({ subnet_id }, { region, store }) => ({
      availability_zone_name: text(store.get("aws_subnet", region, text(subnet_id))?.attributes["availability_zone"]),
    }),
    refuse: [refuseMountTarget],
  },
  aws_efs_access_point: {
    id: "fsap-#",
    arn: "elasticfilesystem:access-point/{id}",
    replacedBy: "file_system_id posix_user root_directory",
  },
  aws_efs_backup_policy: { id: "{file_system_id}", replacedBy: "file_system_id" },
  aws_efs_file_system_policy: {
    id: "{file_system_id}",
    replacedBy: "file_system_id",
    refuse: [refusePrincipal],
  },
  aws_backup_vault: {
    arn: "backup:backup-vault:{id}",
    replacedBy: "kms_key_arn",
    defaults: { force_destroy: false },
    unique: ["name", "AlreadyExistsException"],
    // Made by AWS Backup, not by Terraform: who plays it puts them into the store.
    takes: "recovery_point.vault",
    refuseDeletion: [
      (request) =>
        request.object["force_destroy"] !== true &&
        referring("recovery_point.vault", request).length > 0 &&
        "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points.",
    ],
  },
  aws_backup_plan: {
    id: "##",
    arn: "backup:backup-plan:{id}",
    heldBy: ["aws_backup_selection.plan_id", "InvalidRequestException"],
    computed: { version: "%" },
    recomputed: () => ["version"],
  },
  aws_backup_selection: {
    id: "##",
    replacedBy: "condition iam_role_arn not_resources plan_id resources selection_tag",
  },
};

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
function refuseMountTarget({ object, prior, region, store }: Request): Objection {
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
  return !prior && twin && "MountTargetConflict: mount target already exists in this AZ";
}

/** A policy with a principal that doesn't exist is refused: https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html */
function refusePrincipal({ object, store }: Request): Objection {
  const principals = statements(object["policy"]).flatMap(({ Principal }) => several(block(Principal)["AWS"]));
  const names = principals.flatMap((principal) => /:role\/(.+)$/.exec(principal)?.[1] ?? []);
  const missing = names.find((name) => !store.get("aws_iam_role", "global", name));
  return missing && `InvalidPolicyException: Policy contains invalid Principal block: no role ${missing}`;
}
