import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import { nightHourUtc } from "../../../shared/regions";
import { nameTag } from "../../../shared/tags";
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
