import { text } from "../../provider/values";
import type { Instant } from "../clock";
import type { Core } from "../core";

export interface BackupJob {
  readonly id: string;
  readonly createdAt: Instant;
  readonly planId: string;
  readonly roleArn: string;
  readonly vaultName: string;
  readonly fileSystemArn: string;
  state: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "ABORTED" | "EXPIRED";
  statusMessage: string;
}

/**
 * Why a job's role may not back up the files. The role needs what AWSBackupServiceRolePolicyForBackup allows for EFS and
 * for customer managed keys; AWS managed keys need no permission.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export function refusal({ access, objects }: Core, job: BackupJob): string | undefined {
  const { roleArn, vaultName, fileSystemArn } = job;
  const vault = objects.find("aws_backup_vault", { name: vaultName })?.attributes;
  const files = objects.find("aws_efs_file_system", { arn: fileSystemArn })?.attributes;
  if (vault === undefined || files === undefined) return "The vault or the file system does not exist.";
  if (!access.trusts(roleArn, "backup.amazonaws.com")) return `The role ${roleArn} cannot be assumed.`;
  const keys = [vault["kms_key_arn"], files["kms_key_id"]].map((key) => text(key));
  const demands: readonly (readonly [resource: string, ...actions: string[]])[] = [
    [fileSystemArn, "elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
    [text(vault["arn"]), "backup:DescribeBackupVault", "backup:CopyIntoBackupVault"],
    ...keys
      .filter((arn) => objects.find("aws_kms_key", { arn }))
      .map((arn) => [arn, "kms:DescribeKey", "kms:CreateGrant"] as const),
  ];
  const context = { "kms:GrantIsForAWSResource": "true" };
  for (const [resource, ...actions] of demands) {
    const refused = actions.find((action) => !access.mayCall(roleArn, action, [resource], context));
    if (refused !== undefined) return `Access denied: ${roleArn} may not call ${refused} on ${resource}.`;
  }
  return undefined;
}
