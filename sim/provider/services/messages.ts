import { ACCOUNT, type Kinds } from "../kind";

/** SNS, EventBridge and budgets. Replacement: the provider's internal/service/{sns,events,budgets}; messages: AWS's. */
export const messages: Kinds = {
  aws_sns_topic: {
    id: "{arn}",
    arn: "sns:{name}",
    replacedBy: "fifo_topic",
    defaults: { content_based_deduplication: false, fifo_topic: false },
    takes: "aws_sns_topic_subscription.topic_arn",
  },
  aws_sns_topic_policy: { id: "{arn}", replacedBy: "arn" },
  aws_sns_topic_subscription: {
    id: "{topic_arn}:##",
    replacedBy: "endpoint protocol topic_arn",
    defaults: { confirmation_timeout_in_minutes: 1, endpoint_auto_confirms: false, raw_message_delivery: false },
    // Terraform can't click the link in the mail.
    computed: ({ protocol }) => ({ arn: "{id}", pending_confirmation: protocol === "email" }),
  },
  aws_cloudwatch_event_rule: {
    arn: "events:rule/{id}",
    replacedBy: "event_bus_name",
    defaults: { event_bus_name: "default", force_destroy: false },
    heldBy: ["aws_cloudwatch_event_target.rule", "ValidationException"],
  },
  aws_cloudwatch_event_target: {
    id: "{rule}-{target_id}",
    replacedBy: "event_bus_name rule target_id",
    defaults: { event_bus_name: "default", force_destroy: false },
  },
  aws_budgets_budget: {
    id: `${ACCOUNT}:{name}`,
    arn: "budgets:budget/{name}",
    replacedBy: "account_id",
    defaults: { time_period_end: "2087-06-15_00:00" },
    unique: ["name", "DuplicateRecordException"],
  },
};
