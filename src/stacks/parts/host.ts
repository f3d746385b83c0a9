import type { ITerraformDependable } from "cdktf";
import { FilesFirewall } from "../../constructs/network/files-firewall";
import type { Cluster } from "../../constructs/workload/cluster";
import { HostFirewall } from "../../constructs/network/host-firewall";
import { HostGroup } from "../../constructs/host/host-group";
import { HostImage } from "../../constructs/host/host-image";
import { HostRole } from "../../constructs/host/host-role";
import { HostTemplate } from "../../constructs/host/host-template";
import { VolumeMount } from "../../constructs/files/volume-mount";
import { hostPorts } from "../../config/compose/ports";
import { userData } from "../../host/user-data";
import { ecrRepositoryArn } from "../../lib/ecr";
import { metricNamespace } from "../../../shared/names";
import { hostZones, longestStopGraceSeconds, type Context } from "./context";
import type { Task } from "./workload";
import type { MountableVolume } from "./volumes";

/** The machine: who reaches it, what it may do, how it boots, and the group that starts and stops it. */
export function defineHost(
  context: Context,
  cluster: Cluster,
  task: Task,
  volumes: readonly MountableVolume[],
  keeperReady: readonly ITerraformDependable[],
): HostGroup {
  const { stack, base, config, baseOutputs, names, tags } = context;
  const container = config.name;
  const { vpcId } = baseOutputs;
  const services = Object.values(config.services);
  const ports = services.flatMap((service) => service.ports);

  const firewall = new HostFirewall(stack, "host_firewall", { names, container, vpcId, ports, ipv6: config.ipv6 });
  const mounts = defineMounts(context, firewall, task, volumes);
  const role = new HostRole(stack, "host_role", {
    names,
    container,
    region: base.region,
    accountId: stack.accountId,
    clusterName: cluster.name,
  });
  const image = new HostImage(stack, "host_image", {
    architecture: config.architecture,
    ami: config.ami,
    severalTypes: config.instanceTypes.length > 1,
  });
  const template = new HostTemplate(stack, "host_template", {
    names,
    container,
    imageId: image.imageId,
    instanceType: config.instanceTypes.length === 1 ? config.instanceTypes[0] : undefined,
    instanceProfileArn: role.instanceProfileArn,
    securityGroupId: firewall.securityGroupId,
    ipv6: config.ipv6,
    diskGiB: config.diskGiB,
    userData: userData({
      region: base.region,
      clusterName: cluster.name,
      metricNamespace: metricNamespace(base.name),
      containerName: container,
      ports: ports.flatMap((range) => hostPorts(range).map((hostPort) => ({ hostPort, protocol: range.protocol }))),
      count: config.idle.count,
      ipv6: config.ipv6,
      stopGraceSeconds: longestStopGraceSeconds(config),
      // Images of private ECR repositories need a login, which the agent alone has.
      images: services.map(({ image }) => image).filter((image) => ecrRepositoryArn(image) === undefined),
    }),
    tags,
  });
  return new HostGroup(stack, "host", {
    names,
    templateId: template.templateId,
    instanceTypes: config.instanceTypes,
    subnetIds: hostZones(context).map((zone) => baseOutputs.publicSubnetId(zone)),
    tags,
    dependsOn: [cluster.resource, ...firewall.rules, ...mounts, ...role.ready, ...task.ready, ...keeperReady],
  });
}

function defineMounts(
  { stack, config, baseOutputs, names }: Context,
  firewall: HostFirewall,
  task: Task,
  volumes: readonly MountableVolume[],
): ITerraformDependable[] {
  const { availabilityZone: zone } = config;
  if (zone === undefined || volumes.length === 0) return [];
  const files = new FilesFirewall(stack, "files_firewall", {
    names,
    container: config.name,
    vpcId: baseOutputs.vpcId,
    hostSecurityGroupId: firewall.securityGroupId,
  });
  const mounts = volumes.map(
    ({ name, volume, accessPoint }) =>
      new VolumeMount(stack, `mount_${name}`, {
        volume,
        accessPoint,
        subnetId: baseOutputs.publicSubnetId(zone),
        securityGroupId: files.securityGroupId,
        taskRoleArn: task.role.arn,
      }),
  );
  return [...files.rules, ...mounts.flatMap(({ ready }) => ready)];
}
