import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import { policyDocument } from "../../lib/iam";
import type { Names } from "../../../shared/names";
import { nameTag } from "../../../shared/tags";

export interface AlertsProps {
  readonly names: Names;
  readonly accountId: string;
  /** Mail addresses as a Terraform list, from terraform.tfvars. */
  readonly mailAddresses: string[];
}

/** The topic for alerts and its mail subscriptions. Each address has to confirm its subscription. */
export class Alerts extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { names, accountId, mailAddresses }: AlertsProps) {
    super(scope, id);
    const name = names.of("alerts");

    const topic = new SnsTopic(this, "Resource", { name, displayName: names.project, tags: nameTag(name) });
    const policy = new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument(
        ["cloudwatch", "budgets"].map((service) => ({
          sid: service,
          principal: { Service: `${service}.amazonaws.com` },
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: { StringEquals: { "aws:SourceAccount": accountId } },
        })),
      ),
    });
    const addresses = TerraformIterator.fromList(mailAddresses);
    new SnsTopicSubscription(this, "mail", {
      forEach: addresses,
      topicArn: topic.arn,
      protocol: "email",
      endpoint: addresses.value as string,
    });

    this.topicArn = policy.arn; // from the policy, so that it exists before anything publishes
  }
}

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
