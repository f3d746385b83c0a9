import type { Construct } from "constructs";
import { trustPolicy } from "../../lib/iam";
import { arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { Role } from "../role";

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
