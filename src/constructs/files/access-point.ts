import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { Construct } from "constructs";
import type { Statement } from "../../lib/iam";
import { named } from "../../../shared/tags";
import type { Volume } from "./volume";

/** Where the files are inside the file system; the same for every container, so that a restored one fits any. */
const ROOT_DIRECTORY = "/data";
/** ClientRootAccess: docker hands an empty volume to the owner of the image's directory, which only root may. */
export const CLIENT_ACTIONS = [
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
      lifecycle: {
        // A change of the owner would replace it, and take it away under a running game. So a kept volume refuses
        // enforce_owner later on, and the owner is only ever used once: for the directory's creation.
        preventDestroy: volume.keep,
        ignoreChanges: ["root_directory"],
      },
    });
    this.readWrite = {
      sid: `ReadWrite${volumeName}`,
      actions: CLIENT_ACTIONS,
      resources: [volume.fileSystemArn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": this.resource.arn } },
    };
  }
}
