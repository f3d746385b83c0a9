import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import { Construct } from "constructs";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import { nameTag } from "../../../shared/tags";

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
