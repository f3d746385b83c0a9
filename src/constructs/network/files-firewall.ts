import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

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
    const group = new SecurityGroup(this, "Resource", {
      name,
      description: `Volumes of ${names.container}: NFS from its host`,
      vpcId,
      tags: nameTag(name),
      lifecycle: { ignoreChanges: ["description"] }, // changing it would replace the group under a running host
    });
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
