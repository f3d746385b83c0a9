import type { Kinds } from "../kind";
import { arn } from "../templates";
import { blocks, number } from "../values";
import { SCHEDULE, valuesAt } from "../validate";

/** AWS Backup. Replacement and checks: the provider's internal/service/backup; messages: those of its API reference. */
export const backups: Kinds = {
  aws_backup_vault: {
    id: "{name}",
    arn: "backup:backup-vault:{id}",
    replacedBy: "kms_key_arn name",
    defaults: { force_destroy: false },
    valid: { name: /^[0-9A-Za-z_-]{2,50}$/ },
    exists: "AlreadyExistsException: Backup vault with the same name already exists",
    // Made by AWS Backup, not by Terraform: who plays it puts them into the store.
    takes: "recovery_point.vault",
    computed: (_, { region }) => ({ kms_key_arn: arn("kms:key/aws-backup", {}, region), recovery_points: 0 }),
    refuse: {
      delete: ({ object, id, store }) =>
        object["force_destroy"] !== true && store.find("recovery_point", ({ attributes }) => attributes["vault"] === id)
          ? "InvalidRequestException: Backup vault cannot be deleted because it contains recovery points."
          : undefined,
    },
  },
  aws_backup_plan: {
    id: "##",
    arn: "backup:backup-plan:{id}",
    replacedBy: "name",
    defaults: {
      "rule.completion_window": 180,
      "rule.schedule_expression_timezone": "Etc/UTC",
      "rule.start_window": 60,
    },
    valid: {
      "rule.rule_name": /^[0-9A-Za-z_.-]{1,50}$/,
      "rule.target_vault_name": /^[0-9A-Za-z_-]{2,50}$/,
      "rule.schedule": SCHEDULE,
    },
    // Cold storage is paid for 90 days: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
    checks: [
      (config) =>
        blocks(valuesAt(config, "rule.lifecycle")).some(
          ({ cold_storage_after: cold, delete_after: end }) =>
            (number(cold) ?? 0) > 0 && (number(end) ?? Infinity) < (number(cold) ?? 0) + 90,
        )
          ? "rule.lifecycle: delete_after must be 90 days after cold_storage_after at least"
          : undefined,
    ],
    needs: {
      "rule.target_vault_name": [
        "aws_backup_vault",
        "InvalidParameterValueException: Backup vault {value} does not exist",
      ],
    },
    heldBy: [
      "aws_backup_selection.plan_id",
      "InvalidRequestException: Related backup plan selections must be deleted prior to backup plan deletion",
    ],
    computed: (_, { make }) => ({ version: make("%") }),
    recomputed: () => ["version"],
  },
  aws_backup_selection: {
    id: "##",
    replacedBy: "condition iam_role_arn name not_resources plan_id resources selection_tag",
    valid: { name: /^[0-9A-Za-z_.-]{1,50}$/ },
    needs: { plan_id: ["aws_backup_plan", "ResourceNotFoundException: Cannot find Backup plan {value}"] },
    trusts: {
      iam_role_arn: [
        "backup.amazonaws.com",
        "InvalidParameterValueException: IAM Role {iam_role_arn} cannot be assumed by AWS Backup",
      ],
    },
  },
};
