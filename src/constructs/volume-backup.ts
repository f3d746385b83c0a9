import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import { nightHourUtc } from "../lib/regions";
import { named } from "../lib/tags";
import type { BackupRole } from "./backup-role";

export interface VolumeBackupProps {
  /** Name of vault, plan and selection, at most 50 characters. */
  readonly name: string;
  readonly fileSystemArn: string;
  readonly role: BackupRole;
  /** daily, weekly, or cron(…) in UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
  /** Terraform refuses to destroy the vault, and the points in it stay. */
  readonly keep: boolean;
  /** Home region: its night is when daily and weekly backups start. */
  readonly region: string;
}

/** Backups of one volume, in a vault of its own. */
export class VolumeBackup extends Construct {
  constructor(scope: Construct, id: string, props: VolumeBackupProps) {
    super(scope, id);
    const { name, fileSystemArn, role, retentionDays, keep } = props;

    const vault = new BackupVault(this, "vault", {
      name,
      forceDestroy: !keep,
      tags: named(name),
      lifecycle: { preventDestroy: keep },
      // AWS Backup deletes expired points as this role: it must outlive the vault, or the points stay and cost.
      dependsOn: [role.policy],
    });
    const plan = new BackupPlan(this, "plan", {
      name,
      rule: [
        {
          ruleName: name,
          targetVaultName: vault.name,
          schedule: cron(props),
          lifecycle: { deleteAfter: retentionDays },
        },
      ],
      tags: named(name),
    });
    new BackupSelection(this, "selection", {
      name,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [fileSystemArn],
      dependsOn: [role.policy],
    });
  }
}

function cron({ schedule, region }: VolumeBackupProps): string {
  if (schedule === "daily") return `cron(0 ${nightHourUtc(region)} ? * * *)`;
  return schedule === "weekly" ? `cron(0 ${nightHourUtc(region)} ? * TUE *)` : schedule;
}
