import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, trustPolicy, type Statement } from "../../lib/iam";
import { metricNamespace, type Names } from "../../../shared/names";
import { named } from "../../../shared/tags";

export interface HostRoleProps {
  readonly names: Names;
  readonly container: string;
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
}

/** What the host may do: serve its cluster, be reached by Session Manager, count packets. No AWS managed policy. */
export class HostRole extends Construct {
  readonly instanceProfileArn: string;
  /** A host needs it to the end: its agent reports that the task has stopped. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: HostRoleProps) {
    super(scope, id);
    const { names, container } = props;
    const name = names.of("host");
    const role = new IamRole(this, "Resource", {
      name,
      description: `Host of ${container}: its ECS cluster, Session Manager, its own metric`,
      assumeRolePolicy: trustPolicy("ec2.amazonaws.com"),
      tags: named(name),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name,
      role: role.name,
      policy: policyDocument([...ecsAgent(props), ...sessionManager(props), packetMetric(names.project)]),
    });
    const profile = new IamInstanceProfile(this, "profile", { name, role: role.name, tags: named(name) });

    this.instanceProfileArn = profile.arn;
    this.ready = [policy];
  }
}

/**
 * The calls of the ECS agent: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 * with the resources of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function ecsAgent({ region, accountId, clusterName }: HostRoleProps): Statement[] {
  const arn = (resource: string): string => `arn:aws:ecs:${region}:${accountId}:${resource}`;
  const cluster = arn(`cluster/${clusterName}`);
  return [
    {
      sid: "JoinCluster",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: [cluster],
    },
    {
      sid: "FollowCluster",
      actions: ["ecs:Poll", "ecs:StartTelemetrySession"],
      resources: [arn(`container-instance/${clusterName}/*`)],
      conditions: { ArnEquals: { "ecs:cluster": cluster } },
    },
    // No resource-level permission (the second page above).
    { sid: "FindEndpoint", actions: ["ecs:DiscoverPollEndpoint"], resources: ["*"] },
  ];
}

/** Instead of AmazonSSMManagedInstanceCore, which reads every parameter of the account: all other containers' secrets. */
function sessionManager({ region, accountId }: HostRoleProps): Statement[] {
  return [
    {
      sid: "BeManaged",
      actions: ["ssm:UpdateInstanceInformation"],
      resources: [`arn:aws:ec2:${region}:${accountId}:instance/*`],
    },
    {
      // No resource-level permission: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsessionmanagermessagegatewayservice.html
      sid: "OpenSession",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
    },
  ];
}

/** PutMetricData has no resource, only a namespace: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html */
function packetMetric(project: string): Statement {
  return {
    sid: "CountPackets",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace(project) } },
  };
}
