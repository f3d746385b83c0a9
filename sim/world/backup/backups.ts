import { type Attributes, blocks, text, texts } from "../../provider/values";
import { HOUR, type Instant, MINUTE } from "../clock";
import type { Core } from "../core";
import type { Events } from "../eventbridge/events";
import { nextTime, Schedules } from "../eventbridge/schedules";
import { number, tagsOf } from "../terraform/objects";

/** AWS Backup: one job for each file system of a plan, at each time of its schedule. */
export class Backups {
  /** The newest last. */
  readonly jobs: BackupJob[] = [];
  readonly failed: BackupJob[] = [];
  private readonly schedules: Schedules;
  private readonly random;

  constructor(
    private readonly core: Core,
    private readonly events: Events,
  ) {
    this.random = core.random.fork("backups");
    const timesOf = (id: string, after: Instant) => this.rulesOf(id).map((rule) => nextTime(scheduleOf(rule), after));
    this.schedules = new Schedules(core.clock, timesOf, this.run);
    this.refresh();
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    this.schedules.refresh(this.core.objects.all("aws_backup_plan").map(({ id }) => id));
  }

  private readonly run = (planId: string, time: Instant): void => {
    const due = this.rulesOf(planId).filter((rule) => nextTime(scheduleOf(rule), time - MINUTE) === time);
    for (const rule of due) this.create(planId, rule);
  };

  private rulesOf(planId: string): readonly Attributes[] {
    return blocks(this.core.objects.find("aws_backup_plan", { id: planId })?.attributes["rule"]);
  }

  private create(plan_id: string, { target_vault_name, start_window }: Attributes): void {
    const selections = this.core.objects.all("aws_backup_selection");
    for (const { attributes } of selections.filter((selection) => selection.attributes["plan_id"] === plan_id)) {
      for (const fileSystemArn of texts(attributes["resources"])) {
        const id = this.random.hex(32);
        const made = { id, planId: plan_id, createdAt: this.core.now, roleArn: text(attributes["iam_role_arn"]) };
        const vaultName = text(target_vault_name);
        const job: BackupJob = { ...made, vaultName, fileSystemArn, state: "CREATED", statusMessage: "" };
        this.jobs.push(job);
        this.emit(job);
        // It starts within its window, 8 hours by default: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
        const window = (number(start_window) ?? 480) * MINUTE;
        const fault = this.core.faults.backup({ at: this.core.now, fileSystemArn });
        this.core.clock.after(fault === "EXPIRED" ? window : this.random.between(1, 60) * MINUTE, () =>
          this.start(job, fault),
        );
      }
    }
  }

  private start(job: BackupJob, fault: "FAILED" | "ABORTED" | "EXPIRED" | undefined): void {
    const refused = refusal(this.core, job);
    if (fault === "EXPIRED") this.become(job, "EXPIRED", "The job did not start within its window.");
    else if (refused !== undefined) this.become(job, "FAILED", refused);
    else {
      this.become(job, "RUNNING");
      this.core.clock.after(this.random.between(2, 30) * MINUTE, () => {
        if (fault === undefined) this.become(job, "COMPLETED");
        else this.become(job, fault, fault === "FAILED" ? "An internal error occurred." : "Somebody stopped the job.");
      });
    }
  }

  private become(job: BackupJob, state: BackupJob["state"], statusMessage = ""): void {
    Object.assign(job, { state, statusMessage });
    if (["FAILED", "ABORTED", "EXPIRED"].includes(state)) this.failed.push(job);
    if (state !== "RUNNING" && state !== "COMPLETED") {
      const files = this.core.objects.find("aws_efs_file_system", { arn: job.fileSystemArn });
      const container = files && tagsOf(files)["Container"];
      this.core.record({ kind: "backup failure", files: files?.id ?? "a volume", problem: statusMessage }, container);
    }
    this.emit(job);
  }

  /** On a best-effort basis, every 5 minutes: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
  private emit({ state, statusMessage, ...job }: BackupJob): void {
    const vault = this.core.objects.find("aws_backup_vault", { name: job.vaultName });
    const region = job.fileSystemArn.split(":")[3] ?? "";
    const detail = {
      backupJobId: job.id,
      backupVaultArn: text(vault?.attributes["arn"]),
      backupVaultName: job.vaultName,
      bytesTransferred: "0",
      creationDate: new Date(job.createdAt).toISOString(),
      iamRoleArn: job.roleArn,
      percentDone: state === "COMPLETED" ? 100 : 0,
      resourceArn: job.fileSystemArn,
      resourceType: "EFS",
      createdBy: { backupPlanId: job.planId },
      startBy: new Date(job.createdAt + 8 * HOUR).toISOString(),
      state,
      // With quotation marks of its own, as in the page's example.
      ...(statusMessage !== "" && { statusMessage: JSON.stringify(statusMessage) }),
    };
    const event = { region, source: "aws.backup", detailType: "Backup Job State Change", resources: [], detail };
    this.core.clock.after(this.random.between(0, 5 * MINUTE), () => this.events.emit(event));
  }
}

const scheduleOf = ({ schedule }: Attributes): string => text(schedule);

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
function refusal({ access, objects }: Core, job: BackupJob): string | undefined {
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
