import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { baseConfig } from "../helpers/configurations";
import { document, synthBase } from "../helpers/synth";

const ACCOUNT = "${data.aws_caller_identity.account.account_id}";
const base = synthBase(baseConfig());

test("picks the state changes of the project's own alarms in us-east-1", () => {
  const rule = base.only(CloudwatchEventRule);
  expect(rule.region).toBe("us-east-1");
  expect(document(rule.event_pattern)).toEqual({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    resources: [{ prefix: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:games-` }],
  });
});

test("sends them to the home region's bus, once its role may", () => {
  expect(base.only(CloudwatchEventTarget)).toMatchObject({
    region: "us-east-1",
    rule: "${aws_cloudwatch_event_rule.alarm_forwarding.name}",
    arn: `arn:aws:events:us-west-2:${ACCOUNT}:event-bus/default`,
    role_arn: "${aws_iam_role.alarm_forwarding_role.arn}",
    depends_on: ["aws_iam_role_policy.alarm_forwarding_role_policy"],
  });
});

test("its role may put events on that bus, for that rule, and nothing else", () => {
  expect(document(base.only(IamRole).assume_role_policy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Assume",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnEquals: { "aws:SourceArn": `arn:aws:events:us-east-1:${ACCOUNT}:rule/games-forward` },
        },
      },
    ],
  });
  expect(document(base.only(IamRolePolicy).policy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PutEvents",
        Effect: "Allow",
        Action: ["events:PutEvents"],
        Resource: [`arn:aws:events:us-west-2:${ACCOUNT}:event-bus/default`],
      },
    ],
  });
});

test("does not exist where home is us-east-1 itself", () => {
  const { resource } = synthBase(baseConfig({ region: "us-east-1" })).json;
  expect(Object.keys(resource).filter((type) => /event|iam/.test(type))).toEqual([]);
});
