import type { Arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import type { Statement } from "../../lib/iam";

export interface KeeperPermissionsProps {
  readonly names: ContainerNames;
  readonly arns: Arns;
  /** Task role and execution role, which keeper passes with the task definition. */
  readonly taskRoleArns: readonly string[];
  readonly zoneId: string;
  /** Name of the records that keeper writes, in lower case and without a trailing dot. */
  readonly recordName: string;
  readonly recordTypes: readonly string[];
  /** ARNs of the alarms that keeper reads. */
  readonly alarmArns: readonly string[];
  readonly memoryTableArn: string;
  readonly holdParameterArn: string;
  readonly topicArn: string;
}

/**
 * Every call of keeper, limited to the container's resources. For the actions that allow only "*" see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function keeperPermissions(props: KeeperPermissionsProps): Statement[] {
  return [
    ...host(props),
    ...task(props),
    ...record(props),
    { sid: "SeeAlarms", actions: ["cloudwatch:DescribeAlarms"], resources: props.alarmArns },
    // No resource-level permission: list_amazoncloudwatch.html of the page above.
    { sid: "ReadMetrics", actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
    { sid: "UseMemory", actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [props.memoryTableArn] },
    { sid: "ReadHold", actions: ["ssm:GetParameter"], resources: [props.holdParameterArn] },
    { sid: "SendMails", actions: ["sns:Publish"], resources: [props.topicArn] },
  ];
}

function host({ names, arns }: KeeperPermissionsProps): Statement[] {
  return [
    {
      // No resource-level permission: list_amazonec2autoscaling.html and list_amazonec2.html of the page above.
      sid: "SeeHosts",
      actions: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeInstances",
      ],
      resources: ["*"],
    },
    {
      sid: "StartAndDrainHosts",
      actions: [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:SetDesiredCapacity",
      ],
      resources: [arns.autoScalingGroup(names.group)],
    },
  ];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
function task({ names: { cluster, service }, arns, taskRoleArns }: KeeperPermissionsProps): Statement[] {
  const clusterArn = arns.cluster(cluster);
  const inCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    {
      sid: "ListAndForgetAgents",
      actions: ["ecs:DeregisterContainerInstance", "ecs:ListContainerInstances"],
      resources: [clusterArn],
    },
    {
      sid: "SeeAndDrainAgents",
      actions: ["ecs:DescribeContainerInstances", "ecs:UpdateContainerInstancesState"],
      resources: [arns.containerInstances(cluster)],
      conditions: inCluster,
    },
    // Its only resource type is the container instance, but keeper also lists the tasks of the whole cluster.
    { sid: "ListTasks", actions: ["ecs:ListTasks"], resources: ["*"], conditions: inCluster },
    { sid: "SeeAndStopTasks", actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: [arns.tasks(cluster)] },
    {
      sid: "DeployService",
      actions: ["ecs:DescribeServices", "ecs:UpdateService"],
      resources: [arns.service(cluster, service)],
    },
    {
      // UpdateService passes the roles of the task definition: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: taskRoleArns,
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
function record({ zoneId, recordName, recordTypes }: KeeperPermissionsProps): Statement[] {
  const resources = [`arn:aws:route53:::hostedzone/${zoneId}`];
  return [
    { sid: "SeeRecord", actions: ["route53:ListResourceRecordSets"], resources },
    {
      sid: "ChangeRecord",
      actions: ["route53:ChangeResourceRecordSets"],
      resources,
      conditions: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": [recordName],
          "route53:ChangeResourceRecordSetsRecordTypes": recordTypes,
          "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
        },
      },
    },
  ];
}
