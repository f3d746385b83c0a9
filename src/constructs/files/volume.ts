import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { Construct } from "constructs";
import { named } from "../../../shared/tags";

export interface VolumeProps {
  /** Shown in the console. Nothing that would replace the file system depends on it. */
  readonly name: string;
  /** Full name of the availability zone, like us-west-2a. The files live there, for ever. */
  readonly availabilityZone: string;
  /** Terraform refuses to destroy it. */
  readonly keep: boolean;
}

/**
 * The files of a container: a One Zone file system that outlives every host. Its name in AWS is only a tag, and the
 * arguments that would replace it (and lose the world) are written out from the first day.
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
      tags: named(name),
      lifecycle: { preventDestroy: keep },
    });
    // AWS switches its own daily backup on for One Zone file systems; those points would outlive the stack, and cost.
    new EfsBackupPolicy(this, "automatic_backups", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: "DISABLED" },
    });

    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.keep = keep;
  }
}
