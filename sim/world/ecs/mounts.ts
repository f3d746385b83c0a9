import { type Attributes, block, blocks, isSet, text } from "../../provider/values";
import { statements } from "../../provider/documents";
import { allows } from "../iam/access";
import type { Core } from "../core";
import { type ContainerDefinition, containersOf, mainOf } from "./task-definition";
import { bootScriptOf, type Machine } from "../ec2/machine";
import { type AppliedObject, number } from "../terraform/objects";

/** The file systems a task definition mounts. */
export const fileSystemsOf = (definition: AppliedObject): readonly string[] =>
  blocks(definition.attributes["volume"])
    .map((volume) => text(efsOf(volume)["file_system_id"]))
    .filter((id) => id !== "");

/** Where a task definition mounts volumes that a service writes to, in the order of the configuration; by default the main one's. */
export function mountFoldersOf(definition: AppliedObject | undefined, service?: string): readonly string[] {
  const containers = definition === undefined ? [] : containersOf(definition);
  const found = service === undefined ? mainOf(containers) : containers.find(({ name }) => name === service);
  const written = (found?.mountPoints ?? []).filter(({ readOnly }) => readOnly !== true);
  return written.map(({ containerPath }) => containerPath);
}

/**
 * Where a folder of one of a task's containers is stored: in a file system, in a volume on the host's disk, or, without a
 * volume or with one of scope task, in storage that is deleted with the task.
 */
export function placeOf(
  definition: AppliedObject,
  { mountPoints = [] }: ContainerDefinition,
  folder: string,
  { id }: Machine,
  taskArn: string,
): string {
  const { sourceVolume } = mountPoints.find(({ containerPath }) => `${folder}/`.startsWith(`${containerPath}/`)) ?? {};
  const volume = blocks(definition.attributes["volume"]).find(({ name }) => name === sourceVolume) ?? {};
  const fileSystem = text(efsOf(volume)["file_system_id"]);
  if (fileSystem !== "") return fileSystem;
  return dockerOf(volume)["scope"] === "shared" ? `${id}:${sourceVolume ?? ""}` : taskArn;
}

/**
 * Why ECS can't mount a task's volumes on a host; undefined if it can.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-best-practices.html
 *
 * @param owner user ID of the image's directory: docker gives it to an empty volume (aws/amazon-ecs-agent#4702)
 */
export function mountProblem(
  core: Core,
  definition: AppliedObject,
  machine: Machine,
  owner: number,
): string | undefined {
  for (const volume of blocks(definition.attributes["volume"])) {
    const efs = efsOf(volume);
    const isFileSystem = text(efs["file_system_id"]) !== "";
    const hostPath = text(volume["host_path"]);
    const problem = !isFileSystem
      ? hostPath === ""
        ? dockerProblem(volume)
        : hostFileProblem(hostPath, machine)
      : (reachProblem(core, efs, machine) ?? permissionProblem(core, definition, efs, owner));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const efsOf = (volume: Attributes): Attributes => block(volume["efs_volume_configuration"]);
const dockerOf = (volume: Attributes): Attributes => block(volume["docker_volume_configuration"]);

/**
 * The agent's objection to a docker volume: aws/amazon-ecs-agent, agent/api/task/task.go (addSharedVolumes) and
 * agent/taskresource/volume/dockervolume.go. A new volume takes the owner of the image's folder.
 */
function dockerProblem(volume: Attributes): string | undefined {
  const { scope, autoprovision } = dockerOf(volume);
  const name = text(volume["name"]);
  if (scope === "shared" && autoprovision !== true)
    return `initialize volume: volume detection failed, volume '${name}' does not exist and autoprovision is set to false`;
  return scope === "task" && autoprovision === true
    ? `volume [${name}] : task scoped volume could not be autoprovisioned`
    : undefined;
}

/** Where the host has no file, docker makes a folder: https://docs.docker.com/engine/storage/bind-mounts/ */
function hostFileProblem(path: string, { template }: Machine): string | undefined {
  const [, folder = "", file = ""] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
  const script = bootScriptOf(template);
  return script
    .split(`\nfolder=${folder}\n`)[1]
    ?.split("\nfolder=")[0]
    ?.match(new RegExp(`^file ${file} <<`, "m"))
    ? undefined
    : `CannotStartContainerError: error mounting "${path}": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?`;
}

const failed = (reason: string): string =>
  `ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: ${reason}`;

/** A file system is reached by its mount target in the host's zone, on port 2049. */
function reachProblem({ objects }: Core, efs: Attributes, machine: Machine): string | undefined {
  const file_system_id = text(efs["file_system_id"]);
  const { region, zone } = machine;
  if (objects.find("aws_efs_file_system", { id: file_system_id }, region) === undefined)
    return failed(`Failed to resolve ${file_system_id}: the file system does not exist`);
  const target = objects.find("aws_efs_mount_target", { file_system_id, availability_zone_name: zone }, region);
  if (target === undefined) return failed(`no mount target of ${file_system_id} in ${zone}`);
  const own =
    block(machine.template["network_interfaces"])["security_groups"] ?? machine.template["vpc_security_group_ids"];
  const rules = objects.all("aws_vpc_security_group_ingress_rule").map(({ attributes }) => attributes);
  const isOpen = rules.some(
    ({ security_group_id, referenced_security_group_id, from_port, to_port }) =>
      includes(target.attributes["security_groups"], security_group_id) &&
      includes(own, referenced_security_group_id) &&
      (number(from_port) ?? 0) <= 2049 &&
      (number(to_port) ?? 65535) >= 2049,
  );
  return isOpen ? undefined : failed("mount.nfs4: Connection timed out");
}

/** With IAM authorization the task role needs the permission, and the file system policy must not deny it. */
function permissionProblem(core: Core, definition: AppliedObject, efs: Attributes, owner: number): string | undefined {
  const { objects, access } = core;
  const file_system_id = text(efs["file_system_id"]);
  const authorization = block(efs["authorization_config"]);
  const point = objects.find("aws_efs_access_point", { id: text(authorization["access_point_id"]), file_system_id });
  if (point === undefined) return failed(`access point ${text(authorization["access_point_id"])} does not exist`);
  const arn = text(objects.find("aws_efs_file_system", { id: file_system_id })?.attributes["arn"]);
  const role = text(definition.attributes["task_role_arn"]);
  const context = {
    "elasticfilesystem:AccessPointArn": text(point.attributes["arn"]),
    "aws:SecureTransport": String(efs["transit_encryption"] === "ENABLED"),
  };
  const policy = statements(objects.find("aws_efs_file_system_policy", { file_system_id })?.attributes["policy"]);
  const may = (action: string): boolean => {
    const request = { action: `elasticfilesystem:${action}`, resource: arn, context, principal: { AWS: role } };
    return policy.length > 0
      ? allows(policy, request)
      : authorization["iam"] !== "ENABLED" || access.mayCall(role, request.action, [arn], context);
  };
  if (!may("ClientMount") || !may("ClientWrite")) return failed("mount.nfs4: access denied by server while mounting");
  const user = block(point.attributes["posix_user"]);
  const acts = isSet(user["uid"]) ? (number(user["uid"]) ?? Number(user["uid"])) : may("ClientRootAccess") ? 0 : 65534;
  return acts === 0 || acts === owner
    ? undefined
    : "CannotCreateContainerError: failed to chmod on volume: lchown: operation not permitted";
}

const includes = (list: unknown, value: unknown): boolean => Array.isArray(list) && list.includes(value);
