import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import { Construct } from "constructs";
import { queryLogsOf } from "../../../shared/container-names";
import type { Names } from "../../../shared/names";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import { nameTag } from "../../../shared/tags";
import { policyDocument } from "../../lib/iam";

/** Long enough to find out who keeps waking a container, short enough for privacy and cost. */
const RETENTION_DAYS = 7;

export interface QueryLogProps {
  readonly zoneId: string;
  /** Starts with /aws/route53/<project>/, as base's resource policy requires. */
  readonly logGroupName: string;
}

/** Every query that reaches the container's zone, in us-east-1. */
export class QueryLog extends Construct {
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { zoneId, logGroupName }: QueryLogProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, "group", {
      region: QUERY_LOG_REGION,
      name: logGroupName,
      retentionInDays: RETENTION_DAYS,
      tags: nameTag(logGroupName),
    });
    new Route53QueryLog(this, "Resource", { zoneId, cloudwatchLogGroupArn: this.logGroup.arn });
  }
}

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
