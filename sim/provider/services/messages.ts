import { ACCOUNT, type Kinds } from "../kind";
import { text } from "../values";

const NEEDS_TOPIC = ["aws_sns_topic", "NotFound: Topic does not exist"] as const;

/** SNS and budgets. Replacement and checks: the provider's internal/service/{sns,budgets}; messages: those of their API references. */
export const messages: Kinds = {
  aws_sns_topic: {
    id: "{arn}",
    arn: "sns:{name}",
    replacedBy: "fifo_topic name name_prefix",
    defaults: { content_based_deduplication: false, fifo_topic: false },
    valid: { name: /^[a-zA-Z0-9_-]{1,256}$/, display_name: /^.{0,100}$/ },
    takes: "aws_sns_topic_subscription.topic_arn",
    computed: () => ({
      policy: '{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[]}',
      signature_version: 0,
    }),
  },
  aws_sns_topic_policy: { id: "{arn}", replacedBy: "arn", needs: { arn: NEEDS_TOPIC } },
  aws_sns_topic_subscription: {
    id: "{topic_arn}:##",
    replacedBy: "endpoint protocol topic_arn",
    defaults: { confirmation_timeout_in_minutes: 1, endpoint_auto_confirms: false, raw_message_delivery: false },
    valid: { protocol: "application email email-json firehose http https lambda sms sqs" },
    needs: { topic_arn: NEEDS_TOPIC },
    // Terraform can't click the link in the mail.
    computed: ({ protocol }, { id }) => ({
      arn: id,
      confirmation_was_authenticated: false,
      pending_confirmation: protocol === "email",
    }),
    refuse: {
      create: ({ object: { endpoint, protocol } }) =>
        protocol === "email" && !/^[^\s@]+@[^\s@]+$/.test(text(endpoint))
          ? "InvalidParameter: Invalid parameter: Email address"
          : undefined,
    },
  },
  aws_budgets_budget: {
    id: `${ACCOUNT}:{name}`,
    arn: "*budgets:budget/{name}",
    replacedBy: "account_id name name_prefix",
    defaults: { time_period_end: "2087-06-15_00:00" },
    valid: {
      budget_type: "COST RI_COVERAGE RI_UTILIZATION SAVINGS_PLANS_COVERAGE SAVINGS_PLANS_UTILIZATION USAGE",
      time_unit: "ANNUALLY DAILY MONTHLY QUARTERLY",
      "notification.notification_type": "ACTUAL FORECASTED",
      "notification.comparison_operator": "EQUAL_TO GREATER_THAN LESS_THAN",
      "notification.threshold_type": "ABSOLUTE_VALUE PERCENTAGE",
    },
    exists: "DuplicateRecordException: Error creating budget: {name} - the budget already exists.",
    computed: () => ({ limit_unit: "USD", time_period_start: "2026-01-01_00:00" }),
  },
};
