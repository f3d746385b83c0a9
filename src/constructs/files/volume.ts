import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";

export interface VolumeProps {
  /** Shown in the console. Changing it does not replace the file system. */
  readonly name: string;
  /** Full name of the availability zone, like us-west-2a. Permanent: changing it replaces the file system. */
  readonly availabilityZone: string;
  /** True: Terraform refuses to destroy it. */
  readonly keep: boolean;
}

/**
 * The files of a container: a One Zone file system that outlives every host. Its name is only a tag, and every argument
 * whose change would replace it (and lose the world) is set explicitly.
 */
export class Volume extends Construct {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly keep: boolean;

  constructor(scope: Construct, id: string, { name, availabilityZone, keep }: VolumeProps) {
    super(scope, id);
    const fileSystem = new EfsFileSystem(this, "Resource", {
      availabilityZoneName: availabilityZone,
      encrypted: true,
      performanceMode: "generalPurpose",
      throughputMode: "bursting",
      tags: nameTag(name),
      lifecycle: { preventDestroy: keep },
    });
    // AWS enables automatic backups of One Zone file systems. Their recovery points would outlive the stack and cost money.
    new EfsBackupPolicy(this, "automatic_backups", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: "DISABLED" },
    });

    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.keep = keep;
  }
}
