import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthBase, synthContainer } from "../helpers/synth";

const container = synthContainer(baseConfig(), containerConfig());

test("base lets Route 53 write the logs of all containers, in one policy", () => {
  const policy = synthBase(baseConfig()).only(CloudwatchLogResourcePolicy);
  expect(policy).toMatchObject({ region: "us-east-1", policy_name: "games-querylogs" });
  expect(document(policy.policy_document)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WriteQueryLogs",
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:us-east-1:${data.aws_caller_identity.account.account_id}:log-group:/aws/route53/games/*",
        ],
        Condition: { StringEquals: { "aws:SourceAccount": "${data.aws_caller_identity.account.account_id}" } },
      },
    ],
  });
});

test("a container logs its queries to a group of its own, which base's policy covers", () => {
  expect(container.get(CloudwatchLogGroup, "query_log_group")).toMatchObject({
    region: "us-east-1",
    name: "/aws/route53/games/valheim",
    retention_in_days: 7,
  });
  expect(container.only(Route53QueryLog)).toMatchObject({
    zone_id: "${aws_route53_zone.zone.zone_id}",
    cloudwatch_log_group_arn: "${aws_cloudwatch_log_group.query_log_group.arn}",
  });
});
