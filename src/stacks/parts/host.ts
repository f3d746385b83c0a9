import type { ITerraformDependable } from "cdktf";
import { bootScript } from "../../config/container/boot-script";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import type { BaseOutputs } from "../../constructs/base-contract";
import { VolumeMount } from "../../constructs/files/volume-mount";
import { HostGroup } from "../../constructs/host/host-group";
import { HostRole } from "../../constructs/host/host-role";
import { HostImage, HostTemplate } from "../../constructs/host/host-template";
import { FilesFirewall, HostFirewall } from "../../constructs/network/firewalls";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";
import type { MountableVolume } from "./volumes";
import type { Workload } from "./workload";

export interface HostProps {
  readonly names: ContainerNames;
  readonly config: Pick<
    ContainerConfig,
    | "ami"
    | "architecture"
    | "availabilityZone"
    | "configs"
    | "diskGiB"
    | "idle"
    | "instanceTypes"
    | "ipv6"
    | "keyPairName"
    | "mode"
    | "services"
    | "sshFrom"
  >;
  readonly base: BaseConfig;
  /** All tags of the stack. */
  readonly tags: Readonly<Record<string, string>>;
  /** Letters of the zones in which it may start. */
  readonly zones: readonly string[];
  /** VPC and subnets. */
  readonly network: Pick<BaseOutputs, "vpcId" | "publicSubnetId">;
  readonly workload: Workload;
  readonly volumes: readonly MountableVolume[];
  /** Resources that keeper needs to drain a host. */
  readonly keeperReady: readonly ITerraformDependable[];
}

/** The host: firewall, role, launch template, and the group that starts and stops it. */
export function defineHost(stack: ProjectStack, props: HostProps): HostGroup {
  const { names, base, config, tags, zones, network, workload, keeperReady } = props;
  const { ami, architecture, instanceTypes, ipv6, keyPairName, sshFrom } = config;
  const { accountId, region } = stack;
  const { cluster } = workload;
  const ports = Object.values(config.services).flatMap((service) => service.ports);

  const firewall = new HostFirewall(stack, "host_firewall", { names, vpcId: network.vpcId, ports, ipv6, sshFrom });
  const mounts = defineMounts(stack, props, firewall);
  const role = new HostRole(stack, "host_role", { names, region, accountId, clusterName: cluster.name });
  const { imageId } = new HostImage(stack, "host_image", { architecture, ami, severalTypes: instanceTypes.length > 1 });
  const { templateId } = new HostTemplate(stack, "host_template", {
    names,
    imageId,
    instanceType: instanceTypes.length === 1 ? instanceTypes[0] : undefined,
    instanceProfileArn: role.instanceProfileArn,
    securityGroupId: firewall.securityGroupId,
    ipv6,
    keyPairName,
    diskGiB: config.diskGiB,
    userData: bootScript(names, config, base),
    tags,
  });
  return new HostGroup(stack, "host", {
    names,
    templateId,
    instanceTypes,
    subnetIds: zones.map((zone) => network.publicSubnetId(zone)),
    countsHosts: config.mode === "on_demand",
    tags,
    dependsOn: [cluster.resource, ...firewall.rules, ...mounts, ...role.ready, ...workload.ready, ...keeperReady],
  });
}

function defineMounts(
  stack: ProjectStack,
  { names, config, network, workload, volumes }: HostProps,
  { securityGroupId: hostSecurityGroupId }: HostFirewall,
): ITerraformDependable[] {
  const { availabilityZone: zone } = config;
  if (zone === undefined || volumes.length === 0) return [];
  const { vpcId } = network;
  const files = new FilesFirewall(stack, "files_firewall", { names, vpcId, hostSecurityGroupId });
  const mounts = volumes.map(
    ({ name, volume, accessPoint }) =>
      new VolumeMount(stack, `mount_${name}`, {
        volume,
        accessPoint,
        subnetId: network.publicSubnetId(zone),
        securityGroupId: files.securityGroupId,
        taskRoleArns: workload.tasks.flatMap((task) => (task.volumeNames.includes(name) ? task.taskRoleArn : [])),
      }),
  );
  return [...files.rules, ...mounts.flatMap(({ ready }) => ready)];
}

/** Zones in which a host may start: the file systems' zone, or all zones of base. */
export const hostZones = (
  { availabilityZone }: Pick<ContainerConfig, "availabilityZone">,
  { network }: Pick<BaseConfig, "network">,
): readonly string[] => (availabilityZone === undefined ? network.zones : [availabilityZone]);
