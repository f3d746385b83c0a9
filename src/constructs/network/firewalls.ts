import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

const SSH_PORT = 22;

export interface PublishedPorts {
  readonly hostPort: number;
  readonly count: number;
  readonly protocol: "tcp" | "udp";
}

export interface HostFirewallProps {
  readonly names: ContainerNames;
  readonly vpcId: string;
  readonly ports: readonly PublishedPorts[];
  readonly ipv6: boolean;
  /** Networks that may connect by SSH. */
  readonly sshFrom: readonly string[];
}

/** Access to the host: the published ports from anywhere, port 22 from named networks. Session Manager needs no port. */
export class HostFirewall extends Construct {
  readonly securityGroupId: string;
  /** One resource per rule. A running host needs all of them. */
  readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { names, vpcId, ports, ipv6, sshFrom }: HostFirewallProps) {
    super(scope, id);
    const name = names.of("host");
    const description = `Host of ${names.container}: published ports in, everything out`;
    const group = securityGroup(this, name, vpcId, description);
    const families = [
      { family: "ipv4", from: { cidrIpv4: "0.0.0.0/0" } },
      ...(ipv6 ? [{ family: "ipv6", from: { cidrIpv6: "::/0" } }] : []),
    ];
    const ingress = ports.flatMap(({ hostPort, count, protocol }) => {
      const lastPort = hostPort + count - 1;
      return families.map(
        ({ family, from }) =>
          // The id has the first port only: a range that grows is changed in place, without disconnecting players.
          new VpcSecurityGroupIngressRule(this, `in_${protocol}_${hostPort}_${family}`, {
            securityGroupId: group.id,
            description: `Players of ${names.container}`,
            ipProtocol: protocol,
            fromPort: hostPort,
            toPort: lastPort,
            ...from,
            tags: nameTag(`${name}-in`),
          }),
      );
    });
    const ssh = sshFrom.map(
      (network) =>
        new VpcSecurityGroupIngressRule(this, `in_ssh_${network.replace(/[.:/]/g, "_")}`, {
          securityGroupId: group.id,
          description: `SSH to the host of ${names.container}`,
          ipProtocol: "tcp",
          fromPort: SSH_PORT,
          toPort: SSH_PORT,
          ...(network.includes(":") ? { cidrIpv6: network } : { cidrIpv4: network }),
          tags: nameTag(`${name}-in`),
        }),
    );
    const egress = families.map(
      ({ family, from }) =>
        new VpcSecurityGroupEgressRule(this, `out_${family}`, {
          securityGroupId: group.id,
          description: "Image pulls, updates, volumes and AWS services",
          ipProtocol: "-1",
          ...from,
          tags: nameTag(`${name}-out`),
        }),
    );

    this.securityGroupId = group.id;
    this.rules = [...ingress, ...ssh, ...egress];
  }
}

const NFS_PORT = 2049;

export interface FilesFirewallProps {
  readonly names: ContainerNames;
  readonly vpcId: string;
  readonly hostSecurityGroupId: string;
}

/** Access to the volumes: NFS from the container's host. */
export class FilesFirewall extends Construct {
  readonly securityGroupId: string;
  readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { names, vpcId, hostSecurityGroupId }: FilesFirewallProps) {
    super(scope, id);
    const name = names.of("files");
    const group = securityGroup(this, name, vpcId, `Volumes of ${names.container}: NFS from its host`);
    const nfs = new VpcSecurityGroupIngressRule(this, "in_host", {
      securityGroupId: group.id,
      description: `NFS from the host of ${names.container}`,
      ipProtocol: "tcp",
      fromPort: NFS_PORT,
      toPort: NFS_PORT,
      referencedSecurityGroupId: hostSecurityGroupId,
      tags: nameTag(`${name}-in`),
    });
    this.securityGroupId = group.id;
    this.rules = [nfs];
  }
}

/** A group without rules. */
function securityGroup(scope: Construct, name: string, vpcId: string, description: string): SecurityGroup {
  // Changing the description would replace the group under a running host.
  const lifecycle = { ignoreChanges: ["description"] };
  return new SecurityGroup(scope, "Resource", { name, description, vpcId, tags: nameTag(name), lifecycle });
}
