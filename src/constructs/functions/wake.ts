import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Statement } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import { NodeFunction } from "./node-function";
import type { QueryLog } from "../dns/query-log";

/** Long enough for both retries, and not much longer: a player who connected five minutes ago has given up. */
const MAXIMUM_EVENT_AGE_SECONDS = 240;

/**
 * The name cannot be filtered: patterns are case-sensitive, and resolvers randomize the case of names. The type can, and
 * may be logged as its number (RFC 3597).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
const PATTERNS = { all: "", srv: "?SRV ?TYPE33" } as const;

export interface WakeProps {
  readonly names: ContainerNames;
  readonly accountId: string;
  readonly queryLog: QueryLog;
  /** True if only SRV queries wake: then the filter drops all others. */
  readonly srvOnly: boolean;
  readonly environment: Record<string, string>;
  readonly statements: readonly Statement[];
  /** The service: without it there is nothing to start. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Gets every query for the container's name and invokes keeper. Neither its name nor the filter's may change: while the
 * function is missing, CloudWatch Logs disables the filter for up to ten minutes.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html
 */
export class Wake extends Construct {
  constructor(scope: Construct, id: string, props: WakeProps) {
    super(scope, id);
    const { names, accountId, queryLog, srvOnly, environment, statements, dependsOn } = props;
    const name = names.wake;
    const wake = new NodeFunction(this, "Resource", {
      code: "wake",
      region: QUERY_LOG_REGION,
      name,
      description: `Invokes keeper of ${names.container} at a DNS query`,
      timeoutSeconds: 20,
      memoryMiB: 256,
      environment,
      statements,
      maximumEventAgeSeconds: MAXIMUM_EVENT_AGE_SECONDS,
    });
    const permission = new LambdaPermission(this, "permission", {
      region: QUERY_LOG_REGION,
      statementId: name,
      action: "lambda:InvokeFunction",
      functionName: wake.resource.functionName,
      principal: "logs.amazonaws.com",
      sourceArn: `${queryLog.logGroup.arn}:*`,
      sourceAccount: accountId,
    });
    new CloudwatchLogSubscriptionFilter(this, "filter", {
      region: QUERY_LOG_REGION,
      name,
      logGroupName: queryLog.logGroup.name,
      filterPattern: srvOnly ? PATTERNS.srv : PATTERNS.all,
      destinationArn: wake.resource.arn,
      dependsOn: [permission, ...dependsOn],
    });
  }
}
