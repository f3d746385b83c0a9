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
