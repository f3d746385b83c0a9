import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/iam";
import { CLIENT_ACTIONS, type AccessPoint } from "./access-point";
import type { Volume } from "./volume";

export interface VolumeMountProps {
  readonly volume: Volume;
  readonly accessPoint: AccessPoint;
  /** In the volume's own availability zone: a One Zone file system takes no other. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** The one role that may mount. */
  readonly taskRoleArn: string;
}

/** The way from a host to its volume: by TLS, as the task's role, through the access point. */
export class VolumeMount extends Construct {
  /** What a running host needs. The group goes before it, or the mount would hang in the middle of a save. */
  readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    { volume, accessPoint, subnetId, securityGroupId, taskRoleArn }: VolumeMountProps,
  ) {
    super(scope, id);
    const target = new EfsMountTarget(this, "Resource", {
      fileSystemId: volume.fileSystemId,
      subnetId,
      securityGroups: [securityGroupId],
    });
    const policy = new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: volume.fileSystemId,
      policy: policyDocument([
        { ...accessPoint.readWrite, principal: { AWS: taskRoleArn } },
        {
          sid: "RefuseWithoutTls",
          effect: "Deny",
          principal: { AWS: "*" },
          actions: CLIENT_ACTIONS,
          resources: [volume.fileSystemArn],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    this.ready = [accessPoint.resource, target, policy];
  }
}
