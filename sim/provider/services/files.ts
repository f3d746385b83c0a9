import { ACCOUNT, type Kinds, type Rule } from "../kind";
import { several, statements } from "../policies";
import { arn } from "../templates";
import { block, isObject, text, texts } from "../values";
import { isZone, zoneId } from "./network";

const NEEDS_SYSTEM = {
  file_system_id: ["aws_efs_file_system", "FileSystemNotFound: File system '{value}' does not exist."],
} as const;

/** EFS. Replacement and checks: the provider's internal/service/efs; messages: https://docs.aws.amazon.com/efs/latest/ug/api-reference.html */
export const files: Kinds = {
  aws_efs_file_system: {
    id: "fs-#",
    arn: "elasticfilesystem:file-system/{id}",
    replacedBy: "availability_zone_name creation_token encrypted kms_key_id performance_mode",
    defaults: { throughput_mode: "bursting" },
    valid: {
      creation_token: /^.{0,64}$/,
      performance_mode: "generalPurpose maxIO",
      throughput_mode: "bursting elastic provisioned",
      kms_key_id: /^arn:/,
    },
    heldBy: ["aws_efs_mount_target.file_system_id", "FileSystemInUse: The file system has mount targets: {id}"],
    takes:
      "aws_efs_access_point.file_system_id aws_efs_backup_policy.file_system_id aws_efs_file_system_policy.file_system_id",
    computed: (given, { id, region, make }) => ({
      availability_zone_id: zoneId(text(given["availability_zone_name"])),
      creation_token: make("terraform-#"),
      dns_name: `${id}.efs.${region}.amazonaws.com`,
      encrypted: false,
      kms_key_id: given["encrypted"] === true ? arn("kms:key/aws-elasticfilesystem", {}, region) : null,
      name: isObject(given["tags"]) ? text(given["tags"]["Name"]) : "",
      number_of_mount_targets: 0,
      performance_mode: "generalPurpose",
      size_in_bytes: [{ value: 6144, value_in_ia: 0, value_in_standard: 6144 }],
    }),
    refuse: { create: (request) => refuseFileSystem(request) },
  },
  aws_efs_mount_target: {
    id: "fsmt-#",
    replacedBy: "file_system_id ip_address ip_address_type ipv6_address subnet_id",
    needs: {
      ...NEEDS_SYSTEM,
      subnet_id: ["aws_subnet", "SubnetNotFound: The subnet ID '{value}' does not exist"],
      security_groups: ["aws_security_group", "SecurityGroupNotFound: The security group ID '{value}' does not exist"],
    },
    computed: ({ file_system_id, subnet_id }, { region, store, make }) => {
      const { availability_zone, cidr_block } = store.get("aws_subnet", region, text(subnet_id))?.attributes ?? {};
      const [system, zone] = [text(file_system_id), text(availability_zone)];
      return {
        availability_zone_id: zoneId(zone),
        availability_zone_name: zone,
        dns_name: `${system}.efs.${region}.amazonaws.com`,
        file_system_arn: arn("elasticfilesystem:file-system/{file_system_id}", { file_system_id: system }, region),
        ip_address: text(cidr_block).replace(/\d+\/\d+$/, String(10 + (parseInt(make("#").slice(0, 4), 16) % 200))),
        ip_address_type: "IPV4_ONLY",
        mount_target_dns_name: `${zone}.${system}.efs.${region}.amazonaws.com`,
        network_interface_id: make("eni-#"),
      };
    },
    refuse: { create: (request) => refuseMountTarget(request) },
  },
  aws_efs_access_point: {
    id: "fsap-#",
    arn: "elasticfilesystem:access-point/{id}",
    replacedBy: "file_system_id posix_user root_directory",
    valid: { "root_directory.creation_info.permissions": /^[0-7]{3,4}$/ },
    needs: NEEDS_SYSTEM,
    computed: (given, { region }) => ({
      file_system_arn: arn("elasticfilesystem:file-system/{file_system_id}", given, region),
    }),
  },
  aws_efs_backup_policy: {
    id: "{file_system_id}",
    replacedBy: "file_system_id",
    valid: { "backup_policy.status": "DISABLED ENABLED" },
    needs: NEEDS_SYSTEM,
  },
  aws_efs_file_system_policy: {
    id: "{file_system_id}",
    replacedBy: "file_system_id",
    defaults: { bypass_policy_lockout_safety_check: false },
    needs: NEEDS_SYSTEM,
    refuse: { create: (request) => refusePrincipal(request), update: (request) => refusePrincipal(request) },
  },
};

const refuseFileSystem: Rule = ({ object, region, store }) => {
  const zone = text(object["availability_zone_name"]);
  if (!isZone(zone, region)) return `UnsupportedAvailabilityZone: One Zone storage is not available in ${zone}`;
  // https://docs.aws.amazon.com/efs/latest/ug/performance.html
  if (zone !== "" && object["performance_mode"] === "maxIO")
    return "BadRequest: Max I/O is not supported for One Zone file systems";
  if (text(object["kms_key_id"]) !== "" && object["encrypted"] !== true)
    return "BadRequest: a KMS key needs encrypted = true";
  const token = text(object["creation_token"]);
  const twin = token && store.find("aws_efs_file_system", ({ attributes }) => attributes["creation_token"] === token);
  return twin
    ? `FileSystemAlreadyExists: File system '${twin.id}' already exists with creation token '${token}'`
    : undefined;
};

/** https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html */
const refuseMountTarget: Rule = ({ object, region, store }) => {
  const subnet = store.get("aws_subnet", region, text(object["subnet_id"]))?.attributes ?? {};
  const system = store.get("aws_efs_file_system", region, text(object["file_system_id"]));
  const [own, zone] = [text(system?.attributes["availability_zone_name"]), text(subnet["availability_zone"])];
  if (own !== "" && own !== zone)
    return `AvailabilityZonesMismatch: the One Zone file system is in ${own}, the subnet in ${zone}`;
  const groups = texts(object["security_groups"]).map(
    (id) => store.get("aws_security_group", region, id)?.attributes["vpc_id"],
  );
  if (groups.some((vpc) => vpc !== subnet["vpc_id"]))
    return "SecurityGroupNotFound: a security group is in another VPC than the subnet";
  return store.find(
    "aws_efs_mount_target",
    ({ attributes }) => attributes["file_system_id"] === system?.id && attributes["availability_zone_name"] === zone,
  )
    ? "MountTargetConflict: mount target already exists in this AZ"
    : undefined;
};

/** A policy with a principal that doesn't exist is refused: https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html */
const refusePrincipal: Rule = ({ object, store }) => {
  const principals = statements(object["policy"]).flatMap(({ Principal }) => several(block(Principal)["AWS"]));
  const names = principals.flatMap(
    (principal) => new RegExp(`^arn:aws:iam::${ACCOUNT}:role/(.+)$`).exec(principal)?.[1] ?? [],
  );
  const missing = names.find((name) => !store.get("aws_iam_role", "global", name));
  return missing && `InvalidPolicyException: Policy contains invalid Principal block: no role ${missing}`;
};
