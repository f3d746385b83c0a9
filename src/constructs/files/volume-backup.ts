import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import { nightHourUtc } from "../../../shared/regions";
import { named } from "../../../shared/tags";
import type { BackupRole } from "./backup-role";
import type { Volume } from "./volume";

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
  /** Absent: no new recovery points. The vault stays, with those it has. */
  readonly plan?: BackupSchedule;
  /** Home region: its night is when daily and weekly backups start. */
  readonly region: string;
}

/** A volume's recovery points: a vault of its own, kept as the volume is, and the plan that fills it. */
export class VolumeBackup extends Construct {
  constructor(scope: Construct, id: string, { name, volume, role, plan, region }: VolumeBackupProps) {
    super(scope, id);
    const vault = new BackupVault(this, "vault", {
      name,
      forceDestroy: !volume.keep,
      tags: named(name),
      lifecycle: { preventDestroy: volume.keep },
      // AWS Backup deletes expired points as this role: it must outlive the vault, or the points stay and cost.
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
      tags: named(name),
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
