import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Construct } from "constructs";
import { queryLogsOf } from "../../../shared/container-names";
import { policyDocument } from "../../lib/iam";
import type { Names } from "../../../shared/names";
import { QUERY_LOG_REGION } from "../../../shared/regions";

export interface QueryLogPolicyProps {
  readonly names: Names;
  readonly accountId: string;
}

/**
 * Allows Route 53 to write the query logs of all containers. One for the project, because an account can have at most ten
 * such policies: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export class QueryLogPolicy extends Construct {
  constructor(scope: Construct, id: string, { names, accountId }: QueryLogPolicyProps) {
    super(scope, id);
    new CloudwatchLogResourcePolicy(this, "Resource", {
      region: QUERY_LOG_REGION,
      policyName: names.of("querylogs"),
      policyDocument: policyDocument([
        {
          sid: "WriteQueryLogs",
          principal: { Service: "route53.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`arn:aws:logs:${QUERY_LOG_REGION}:${accountId}:log-group:${queryLogsOf(names.project)}/*`],
          conditions: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    });
  }
}
