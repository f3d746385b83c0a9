import type { Kinds, Rule } from "../kind";
import { text } from "../values";
import { mayInvoke, nameOfFunction } from "./functions";

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
    takes: "aws_cloudwatch_log_subscription_filter.log_group_name",
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
  aws_cloudwatch_log_subscription_filter: {
    // The real id is the same for both filters of a group (logs/subscription_filter.go).
    id: "cwlsf-{log_group_name}",
    key: "{log_group_name}|{name}",
    replacedBy: "destination_arn log_group_name name",
    defaults: { distribution: "ByLogStream" },
    valid: { name: /^.{1,512}$/, filter_pattern: /^.{0,1024}$/s, distribution: "ByLogStream Random" },
    needs: {
      log_group_name: [
        "aws_cloudwatch_log_group",
        "ResourceNotFoundException: The specified log group does not exist: {value}",
      ],
    },
    refuse: {
      create: (request) => refuseSecond(request) ?? refuseTarget(request),
      update: (request) => refuseTarget(request),
    },
  },
};

const refuseSecond: Rule = ({ object, region, store }) => {
  const filters = store.all("aws_cloudwatch_log_subscription_filter").filter((filter) => filter.region === region);
  return filters.filter(({ attributes }) => attributes["log_group_name"] === object["log_group_name"]).length >= 2
    ? "LimitExceededException: Resource limit exceeded."
    : undefined;
};

/** AWS calls the function before it takes the filter; the provider gives up after five minutes (logs/subscription_filter.go). */
const refuseTarget: Rule = ({ object, region, store }) => {
  const name = nameOfFunction(text(object["destination_arn"]));
  const source = text(store.get("aws_cloudwatch_log_group", region, text(object["log_group_name"]))?.attributes["arn"]);
  return store.get("aws_lambda_function", region, name) &&
    mayInvoke(store, region, name, "logs.amazonaws.com", `${source}:*`)
    ? undefined
    : "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.";
};
