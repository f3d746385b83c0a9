import { jsonencode } from "./text";

/** One statement of a policy. */
export interface Statement {
  /** Purpose, shown in the IAM console. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Only in resource policies: `{ AWS: "*" }` or `{ Service: "…" }`. */
  readonly principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly actions: readonly string[];
  /** Absent in trust policies. */
  readonly resources?: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document, as a Terraform expression. */
export function policyDocument(statements: readonly Statement[]): string {
  return jsonencode({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", principal, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principal,
      Action: actions,
      Resource: resources,
      Condition: conditions,
    })),
  });
}

/**
 * A trust policy: the service that may assume the role.
 *
 * @param conditions on whose behalf the service acts: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html.
 * Absent if the service passes no source, like EC2.
 */
export function trustPolicy(service: string, conditions?: Statement["conditions"]): string {
  return policyDocument([{ sid: "Assume", principal: { Service: service }, actions: ["sts:AssumeRole"], conditions }]);
}

/** Trust of task and execution roles: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export function ecsTasksTrust(region: string, accountId: string): string {
  return trustPolicy("ecs-tasks.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": `arn:aws:ecs:${region}:${accountId}:*` },
  });
}

/** Allows publishing metrics. Only the namespace can be limited: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html */
export const putMetrics = (sid: string, namespace: string): Statement => ({
  sid,
  actions: ["cloudwatch:PutMetricData"],
  resources: ["*"],
  conditions: { StringEquals: { "cloudwatch:namespace": namespace } },
});
