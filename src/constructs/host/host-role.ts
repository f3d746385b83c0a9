import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { Construct } from "constructs";
import { putMetrics, trustPolicy, type Statement } from "../../lib/iam";
import { arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { metricNamespace } from "../../../shared/metrics";
import { nameTag } from "../../../shared/tags";
import { Role } from "../role";

export interface HostRoleProps {
  readonly names: ContainerNames;
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
}

/**
 * Permissions of the host: its ECS cluster, Session Manager and its metrics. It needs them to the end, because the agent
 * reports that the task has stopped.
 */
export class HostRole extends Role {
  readonly instanceProfileArn: string;

  constructor(scope: Construct, id: string, props: HostRoleProps) {
    const { names } = props;
    const name = names.of("host");
    super(scope, id, {
      name,
      description: `Host of ${names.container}: its ECS cluster, Session Manager and metrics`,
      trust: trustPolicy("ec2.amazonaws.com"),
      statements: [
        ...ecsAgent(props),
        ...sessionManager(props),
        putMetrics("CountPackets", metricNamespace(names.project)),
      ],
    });
    const profile = new IamInstanceProfile(this, "profile", { name, role: this.name, tags: nameTag(name) });
    this.instanceProfileArn = profile.arn;
  }
}

/**
 * Calls of the ECS agent: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 * limited to the resources of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function ecsAgent({ region, accountId, clusterName }: HostRoleProps): Statement[] {
  const ecs = arns(region, accountId);
  const cluster = ecs.cluster(clusterName);
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
      resources: [ecs.containerInstances(clusterName)],
      conditions: { ArnEquals: { "ecs:cluster": cluster } },
    },
    // No resource-level permission (the second page above).
    { sid: "FindEndpoint", actions: ["ecs:DiscoverPollEndpoint"], resources: ["*"] },
  ];
}

/** Instead of AmazonSSMManagedInstanceCore, with which the host could read every parameter of the account, even other containers' secrets. */
function sessionManager({ region, accountId }: HostRoleProps): Statement[] {
  return [
    {
      sid: "ReportToSystemsManager",
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
