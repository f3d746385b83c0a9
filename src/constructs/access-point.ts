import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { Construct } from "constructs";
import type { Statement } from "../lib/iam";
import { named } from "../lib/tags";
import type { Volume } from "./volume";

/** Where the files are inside the file system; the same for every container, so that a restored one fits any. */
const ROOT_DIRECTORY = "/data";
/** ClientRootAccess: docker hands an empty volume to the owner of the image's directory, which only root may. */
const CLIENT_ACTIONS = [
  "elasticfilesystem:ClientMount",
  "elasticfilesystem:ClientRootAccess",
  "elasticfilesystem:ClientWrite",
];

export interface AccessPointProps {
  /** Shown in the console. */
  readonly name: string;
  /** The volume's name in the configuration, part of the statement ids. */
  readonly volumeName: string;
  readonly volume: Volume;
  /** Owner of the directory when it is first mounted. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Every file then belongs to the owner, whoever writes it. */
  readonly enforceOwner: boolean;
}

/** The one directory of a volume that a task sees. */
export class AccessPoint extends Construct {
  readonly resource: EfsAccessPoint;
  /** Lets its holder read and write the volume through this access point, and no other way. */
  readonly readWrite: Statement;
  /** Refuses everybody who does not come by TLS. */
  readonly refuseWithoutTls: Statement;

  constructor(scope: Construct, id: string, { name, volumeName, volume, owner, enforceOwner }: AccessPointProps) {
    super(scope, id);
    this.resource = new EfsAccessPoint(this, "Resource", {
      fileSystemId: volume.fileSystemId,
      rootDirectory: {
        path: ROOT_DIRECTORY,
        creationInfo: { ownerUid: owner.uid, ownerGid: owner.gid, permissions: "0755" },
      },
      posixUser: enforceOwner ? owner : undefined,
      tags: named(name),
    });
    this.readWrite = {
      sid: `ReadWrite${volumeName}`,
      actions: CLIENT_ACTIONS,
      resources: [volume.fileSystemArn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": this.resource.arn } },
    };
    this.refuseWithoutTls = {
      sid: "RefuseWithoutTls",
      effect: "Deny",
      principal: { AWS: "*" },
      actions: CLIENT_ACTIONS,
      resources: [volume.fileSystemArn],
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    };
  }
}
