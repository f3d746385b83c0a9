import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { baseConfig } from "../helpers/configurations";
import { document, synthBase } from "../helpers/synth";

const base = synthBase(baseConfig());

test("lets alarms and budgets of this account publish, and nobody else", () => {
  const statement = (service: string) => ({
    Sid: service,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: ["sns:Publish"],
    Resource: ["${aws_sns_topic.alerts.arn}"],
    Condition: { StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.account.account_id}" } },
  });
  expect(document(base.only(SnsTopicPolicy).policy)).toEqual({
    Version: "2012-10-17",
    Statement: [statement("cloudwatch"), statement("budgets")],
  });
});

test("subscribes every address that terraform.tfvars lists for base", () => {
  expect(base.only(SnsTopicSubscription)).toMatchObject({
    for_each: '${toset(lookup(var.alerts, "base", []))}',
    endpoint: "${each.value}",
    protocol: "email",
    topic_arn: "${aws_sns_topic.alerts.arn}",
  });
});
