import type { Kinds } from "../kind";

const RETENTION = "0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653";

/**
 * Log groups and who may write to them or read from them. Replacement and checks: the provider's internal/service/logs;
 * limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const logs: Kinds = {
  aws_cloudwatch_log_group: {
    id: "{name}",
    arn: "logs:log-group:{id}",
    replacedBy: "log_group_class name name_prefix",
    defaults: { retention_in_days: 0, skip_destroy: false },
    valid: { retention_in_days: RETENTION, name: /^[.\-_/#A-Za-z0-9]{1,512}$/ },
    exists: "ResourceAlreadyExistsException: The specified log group already exists",
    computed: () => ({ deletion_protection_enabled: false, log_group_class: "STANDARD" }),
  },
  aws_cloudwatch_log_resource_policy: {
    id: "{policy_name}",
    replacedBy: "policy_name resource_arn",
    valid: { policy_document: /^.{1,5120}$/s },
    refuse: {
      create: ({ store, region }) =>
        store.all("aws_cloudwatch_log_resource_policy").filter((policy) => policy.region === region).length >= 10
          ? "LimitExceededException: Resource limit exceeded."
          : undefined,
    },
  },
};
