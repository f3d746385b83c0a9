import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import type { Names } from "../../../shared/names";
import { nameTag } from "../../../shared/tags";

export interface BudgetProps {
  readonly names: Names;
  readonly monthlyUsd: number;
  /** Topic for alerts; its policy must allow AWS Budgets to publish. */
  readonly topicArn: string;
}

/**
 * Sends a mail when the account's bill approaches the limit. It covers the whole account, because a filter by tag has no
 * effect until the tag is activated by hand: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { names, monthlyUsd, topicArn }: BudgetProps) {
    super(scope, id);
    const name = names.of("budget");
    const mailAt = (percent: number, kind: "ACTUAL" | "FORECASTED") => ({
      comparisonOperator: "GREATER_THAN",
      notificationType: kind,
      threshold: percent,
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [topicArn],
    });
    new BudgetsBudget(this, "Resource", {
      name,
      budgetType: "COST",
      limitAmount: String(monthlyUsd),
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notification: [mailAt(80, "ACTUAL"), mailAt(100, "ACTUAL"), mailAt(100, "FORECASTED")],
      tags: nameTag(name),
    });
  }
}
