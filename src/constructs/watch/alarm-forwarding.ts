import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { trustPolicy } from "../../lib/iam";
import type { Names } from "../../../shared/names";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import { nameTag } from "../../../shared/tags";
import { jsonencode } from "../../lib/text";
import { Role } from "../role";

export interface AlarmForwardingProps {
  readonly names: Names;
  readonly accountId: string;
  /** Region of the containers' keepers. */
  readonly homeRegion: string;
}

/**
 * Forwards state changes of the project's alarms in us-east-1 to the home region's event bus, because an alarm's actions
 * must be in its own region. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class AlarmForwarding extends Construct {
  constructor(scope: Construct, id: string, { names, accountId, homeRegion }: AlarmForwardingProps) {
    super(scope, id);
    const name = names.of("forward");
    const homeBusArn = `arn:aws:events:${homeRegion}:${accountId}:event-bus/default`;

    const role = new Role(this, "role", {
      name,
      description: `Forwards alarm events of ${names.project} from ${QUERY_LOG_REGION} to ${homeRegion}`,
      trust: trustPolicy("events.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnEquals: { "aws:SourceArn": `arn:aws:events:${QUERY_LOG_REGION}:${accountId}:rule/${name}` },
      }),
      statements: [{ sid: "PutEvents", actions: ["events:PutEvents"], resources: [homeBusArn] }],
    });
    const rule = new CloudwatchEventRule(this, "Resource", {
      region: QUERY_LOG_REGION,
      name,
      description: `Forwards alarm events of ${names.project} from ${QUERY_LOG_REGION} to ${homeRegion}`,
      eventPattern: jsonencode({
        source: ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        resources: [{ prefix: `arn:aws:cloudwatch:${QUERY_LOG_REGION}:${accountId}:alarm:${names.project}-` }],
      }),
      tags: nameTag(name),
    });
    new CloudwatchEventTarget(this, "home_bus", {
      region: QUERY_LOG_REGION,
      rule: rule.name,
      targetId: "home",
      arn: homeBusArn,
      roleArn: role.arn,
      dependsOn: [...role.ready],
    });
  }
}
