import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";
import { jsonencode } from "../../lib/text";

export interface EventTriggerProps {
  /** Physical name of the rule. */
  readonly name: string;
  readonly description: string;
  readonly function: LambdaFunction;
  readonly when: When;
}

/** An event pattern, or a schedule like cron(0/5 * * * ? *). */
export type When = { readonly pattern: object } | { readonly schedule: string };

/** Invokes a function at each matching event: a rule, its target, and the permission for this rule only. */
export class EventTrigger extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: EventTriggerProps) {
    super(scope, id);
    const { name, description, function: called, when } = props;
    const rule = new CloudwatchEventRule(this, "Resource", {
      name,
      description,
      ...("pattern" in when ? { eventPattern: jsonencode(when.pattern) } : { scheduleExpression: when.schedule }),
      tags: nameTag(name),
    });
    const permission = new LambdaPermission(this, "permission", {
      statementId: name,
      action: "lambda:InvokeFunction",
      functionName: called.functionName,
      principal: "events.amazonaws.com",
      // The rule's ARN contains the account. No source account: EventBridge may not pass one, and events would be dropped
      // silently. https://github.com/hashicorp/terraform-provider-aws/pull/4116
      sourceArn: rule.arn,
    });
    const target = new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "function",
      arn: called.arn,
      dependsOn: [permission], // an event before the permission exists would be lost
    });
    this.ready = [rule, permission, target];
  }
}
