import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import { trustPolicy } from "../../lib/iam";
import { arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { nightHourUtc } from "../../../shared/regions";
import { nameTag } from "../../../shared/tags";
import { Role } from "../role";
import type { Volume } from "./volume";

export interface BackupRoleProps {
  readonly names: ContainerNames;
  readonly accountId: string;
  readonly region: string;
  readonly fileSystemArns: readonly string[];
  readonly vaultNames: readonly string[];
}

/**
 * Permissions of AWS Backup for the volumes of one container: the EFS parts of AWSBackupServiceRolePolicyForBackup, limited
 * to the container's file systems and vaults. https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 * Deleting expired recovery points needs the role but no permission. For a restore you choose another role.
 */
export class BackupRole extends Role {
  constructor(scope: Construct, id: string, props: BackupRoleProps) {
    const { names, accountId, region, fileSystemArns, vaultNames } = props;
    const keys = [`arn:aws:kms:${region}:${accountId}:key/*`];
    const ofRegion = arns(region, accountId);

    super(scope, id, {
      name: names.backupRole,
      description: `AWS Backup for the volumes of ${names.container}`,
      // Without a source condition: AWS documents none for backup roles, and without backups a world can be lost.
      trust: trustPolicy("backup.amazonaws.com"),
      statements: [
        {
          sid: "ReadVolumes",
          actions: ["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
          resources: fileSystemArns,
        },
        {
          sid: "WriteVaults",
          actions: ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
          resources: vaultNames.map((vault) => ofRegion.backupVault(vault)),
        },
        { sid: "TagRecoveryPoints", actions: ["backup:TagResource"], resources: [ofRegion.recoveryPoints] },
        // Keys of file systems and vaults: by default AWS managed keys, whose IDs are not known here.
        { sid: "SeeKeys", actions: ["kms:DescribeKey"], resources: keys },
        {
          sid: "LetAwsUseKeys",
          actions: ["kms:CreateGrant"],
          resources: keys,
          conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
        {
          // No resource-level permission: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonresourcegrouptaggingapi.html
          sid: "FindResources",
          actions: ["tag:GetResources"],
          resources: ["*"],
        },
      ],
    });
  }
}

export interface BackupSchedule {
  /** daily, weekly, or cron(…) in UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
}

export interface VolumeBackupProps {
  /** Name of vault, plan and selection, at most 50 characters. */
  readonly name: string;
  readonly volume: Volume;
  readonly role: BackupRole;
  /** Absent: no new recovery points. The vault stays, with its recovery points. */
  readonly plan?: BackupSchedule;
  /** Home region: daily and weekly backups start at night there. */
  readonly region: string;
}

/** A volume's backups: its own vault, which is kept if the volume is, and the plan. */
export class VolumeBackup extends Construct {
  constructor(scope: Construct, id: string, { name, volume, role, plan, region }: VolumeBackupProps) {
    super(scope, id);
    const vault = new BackupVault(this, "vault", {
      name,
      forceDestroy: !volume.keep,
      tags: nameTag(name),
      lifecycle: { preventDestroy: volume.keep },
      // AWS Backup deletes expired recovery points with this role. If it were destroyed first, they would stay and cost money.
      dependsOn: [...role.ready],
    });
    if (plan === undefined) return;

    const { id: planId } = new BackupPlan(this, "plan", {
      name,
      rule: [
        {
          ruleName: name,
          targetVaultName: vault.name,
          schedule: cron(plan.schedule, region),
          lifecycle: { deleteAfter: plan.retentionDays },
        },
      ],
      tags: nameTag(name),
    });
    new BackupSelection(this, "selection", {
      name,
      planId,
      iamRoleArn: role.arn,
      resources: [volume.fileSystemArn],
      dependsOn: [...role.ready],
    });
  }
}

function cron(schedule: string, region: string): string {
  if (schedule === "daily") return `cron(0 ${nightHourUtc(region)} ? * * *)`;
  return schedule === "weekly" ? `cron(0 ${nightHourUtc(region)} ? * TUE *)` : schedule;
}
