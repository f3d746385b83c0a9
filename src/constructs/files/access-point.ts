import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { Construct } from "constructs";
import type { Statement } from "../../lib/iam";
import { nameTag } from "../../../shared/tags";
import type { Volume } from "./volume";

/** Folder of the files in the file system, the same for every container, so that any of them can use a restored one. */
const ROOT_DIRECTORY = "/data";
/** ClientRootAccess: docker changes the owner of an empty volume to that of the image's directory, which only root may do. */
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
  /** Owner of the new, empty directory. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** True: every file belongs to the owner, whichever user writes it. */
  readonly enforceOwner: boolean;
}

/** The directory of a volume that a task mounts. */
export class AccessPoint extends Construct {
  readonly resource: EfsAccessPoint;
  /** Allows reading and writing the volume, through this access point only. */
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
      tags: nameTag(name),
      lifecycle: {
        // Changing the owner would replace the access point under a running game. So a kept volume refuses a change of
        // enforce_owner, and the owner is used only when the directory is created.
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
