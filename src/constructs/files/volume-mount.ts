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
  /** Must be in the volume's availability zone. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  /** The only roles that may mount it. */
  readonly taskRoleArns: readonly string[];
}

/** Mount target and policy of a volume: only with TLS, with the task role, through the access point. */
export class VolumeMount extends Construct {
  /** Resources that a running host needs. The group is destroyed before them, or the mount would hang during a save. */
  readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    { volume, accessPoint, subnetId, securityGroupId, taskRoleArns }: VolumeMountProps,
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
        { ...accessPoint.readWrite, principal: { AWS: oneOrAll(taskRoleArns) } },
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

/** As AWS returns it: a list of one is a text. */
const oneOrAll = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? "") : values;
