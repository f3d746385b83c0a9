import type { Arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { TAGS } from "../../../shared/tags";
import type { Statement } from "../../lib/iam";

export interface KeeperPermissionsProps {
  readonly names: ContainerNames;
  readonly arns: Arns;
  /** Task roles and execution roles, which keeper passes with the task definitions. */
  readonly taskRoleArns: readonly string[];
  /** Families of the tasks that keeper runs. */
  readonly runFamilies: readonly string[];
  /** The records that keeper writes; undefined without an address. */
  readonly record?: {
    readonly zoneId: string;
    /** In lower case and without a trailing dot. */
    readonly name: string;
    readonly types: readonly string[];
  };
  /** The Elastic IP; undefined with address: dynamic. */
  readonly fixedAddressArn: string | undefined;
  /** ARNs of the alarms that keeper reads; none if the container never sleeps. */
  readonly alarmArns: readonly string[];
  readonly memoryTableArn: string;
  /** Undefined if the container never sleeps. */
  readonly holdParameterArn: string | undefined;
  readonly topicArn: string;
}

/**
 * Every call of keeper, limited to the container's resources. For the actions that allow only "*" see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function keeperPermissions(props: KeeperPermissionsProps): Statement[] {
  const statements: Statement[] = [
    ...host(props),
    ...task(props),
    ...runs(props),
    ...record(props),
    ...fixedAddress(props),
    { sid: "SeeAlarms", actions: ["cloudwatch:DescribeAlarms"], resources: props.alarmArns },
    // No resource-level permission: list_amazoncloudwatch.html of the page above.
    { sid: "ReadMetrics", actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
    { sid: "UseMemory", actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [props.memoryTableArn] },
    { sid: "ReadHold", actions: ["ssm:GetParameter"], resources: [props.holdParameterArn ?? []].flat() },
    { sid: "SendMails", actions: ["sns:Publish"], resources: [props.topicArn] },
  ];
  // IAM refuses a statement without resources.
  return statements.filter(({ resources }) => resources?.length !== 0);
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

function runs({ names: { cluster }, arns, runFamilies }: KeeperPermissionsProps): Statement[] {
  return [
    {
      sid: "RunScheduledServices",
      actions: ["ecs:RunTask"],
      resources: runFamilies.map((family) => arns.taskDefinitions(family)),
      conditions: { ArnEquals: { "ecs:cluster": arns.cluster(cluster) } },
    },
  ];
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html */
function record({ record: written }: KeeperPermissionsProps): Statement[] {
  if (written === undefined) return [];
  const { zoneId, name, types } = written;
  const resources = [`arn:aws:route53:::hostedzone/${zoneId}`];
  return [
    { sid: "SeeRecord", actions: ["route53:ListResourceRecordSets"], resources },
    {
      sid: "ChangeRecord",
      actions: ["route53:ChangeResourceRecordSets"],
      resources,
      conditions: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name],
          "route53:ChangeResourceRecordSetsRecordTypes": types,
          "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
        },
      },
    },
  ];
}

/**
 * With an instance's ID, EC2 also checks its network interface; the launch template tags both.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-actions-as-permissions
 */
function fixedAddress({ names, arns, fixedAddressArn }: KeeperPermissionsProps): Statement[] {
  if (fixedAddressArn === undefined) return [];
  const isOfContainer = {
    [`aws:ResourceTag/${TAGS.project}`]: names.project,
    [`aws:ResourceTag/${TAGS.container}`]: names.container,
  };
  return [
    // No resource-level permission.
    { sid: "SeeAddress", actions: ["ec2:DescribeAddresses"], resources: ["*"] },
    { sid: "AssociateAddress", actions: ["ec2:AssociateAddress"], resources: [fixedAddressArn] },
    {
      sid: "AssociateWithHosts",
      actions: ["ec2:AssociateAddress"],
      resources: [arns.instances, arns.networkInterfaces],
      conditions: { StringEquals: isOfContainer },
    },
  ];
}
