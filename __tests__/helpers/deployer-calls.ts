import type { Names } from "../../sim/provider/kind";

/**
 * What Terraform calls to make, read, change and take away each type that the stacks define: `service: Action …`, as
 * found in the provider's sources (internal/service, 6.25), with AWS's names for services and actions.
 */
export const CALLS: Readonly<Record<string, string>> = {
  aws_autoscaling_group:
    "autoscaling: CreateAutoScalingGroup CreateOrUpdateTags DeleteAutoScalingGroup DeleteTags DescribeAutoScalingGroups DescribeScalingActivities DisableMetricsCollection EnableMetricsCollection PutLifecycleHook ResumeProcesses SuspendProcesses UpdateAutoScalingGroup",
  aws_autoscaling_policy: "autoscaling: DeletePolicy DescribePolicies PutScalingPolicy",
  aws_backup_plan:
    "backup: CreateBackupPlan DeleteBackupPlan GetBackupPlan ListTags TagResource UntagResource UpdateBackupPlan",
  aws_backup_selection: "backup: CreateBackupSelection DeleteBackupSelection GetBackupSelection",
  aws_backup_vault:
    "backup: CreateBackupVault DeleteBackupVault DeleteRecoveryPoint DescribeBackupVault DescribeRecoveryPoint ListRecoveryPointsByBackupVault ListTags TagResource UntagResource",
  aws_budgets_budget: "budgets: ListTagsForResource ModifyBudget TagResource UntagResource ViewBudget",
  aws_cloudwatch_event_rule: "events: DeleteRule DescribeRule ListTagsForResource PutRule TagResource UntagResource",
  aws_cloudwatch_event_target: "events: ListTargetsByRule PutTargets RemoveTargets",
  aws_cloudwatch_log_group:
    "logs: CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DescribeLogGroups ListTagsForResource PutRetentionPolicy TagResource UntagResource",
  aws_cloudwatch_log_resource_policy: "logs: DeleteResourcePolicy DescribeResourcePolicies PutResourcePolicy",
  aws_cloudwatch_log_subscription_filter:
    "logs: DeleteSubscriptionFilter DescribeLogGroups DescribeSubscriptionFilters PutSubscriptionFilter",
  aws_cloudwatch_metric_alarm:
    "cloudwatch: DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource",
  aws_default_security_group:
    "ec2: DescribeNetworkInterfaces DescribeSecurityGroupRules DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
  aws_dynamodb_table:
    "dynamodb: CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource TagResource UntagResource UpdateTable",
  aws_ecr_lifecycle_policy: "ecr: DeleteLifecyclePolicy GetLifecyclePolicy PutLifecyclePolicy",
  aws_ecr_pull_through_cache_rule:
    "ecr: CreatePullThroughCacheRule DeletePullThroughCacheRule DescribePullThroughCacheRules UpdatePullThroughCacheRule",
  aws_ecr_repository:
    "ecr: CreateRepository DeleteRepository DescribeRepositories ListTagsForResource PutImageTagMutability TagResource UntagResource",
  aws_ecr_repository_creation_template:
    "ecr: CreateRepositoryCreationTemplate DeleteRepositoryCreationTemplate DescribeRepositoryCreationTemplates UpdateRepositoryCreationTemplate",
  aws_ecs_cluster:
    "ecs: CreateCluster DeleteCluster DescribeClusters ListTagsForResource TagResource UntagResource UpdateCluster UpdateClusterSettings",
  aws_ecs_service:
    "ecs: CreateService DeleteService DescribeServices ListTagsForResource TagResource UntagResource UpdateService",
  aws_ecs_task_definition:
    "ecs: DeregisterTaskDefinition DescribeTaskDefinition ListTagsForResource RegisterTaskDefinition TagResource UntagResource",
  aws_efs_access_point:
    "elasticfilesystem: CreateAccessPoint DeleteAccessPoint DescribeAccessPoints ListTagsForResource TagResource UntagResource",
  aws_efs_backup_policy: "elasticfilesystem: DescribeBackupPolicy PutBackupPolicy",
  aws_efs_file_system:
    "elasticfilesystem: CreateFileSystem DeleteFileSystem DescribeFileSystems DescribeLifecycleConfiguration ListTagsForResource TagResource UntagResource UpdateFileSystem",
  aws_efs_file_system_policy: "elasticfilesystem: DeleteFileSystemPolicy DescribeFileSystemPolicy PutFileSystemPolicy",
  aws_efs_mount_target:
    "elasticfilesystem: CreateMountTarget DeleteMountTarget DescribeMountTargetSecurityGroups DescribeMountTargets ModifyMountTargetSecurityGroups",
  // Keeper associates it; Terraform only ends that.
  aws_eip:
    "ec2: AllocateAddress CreateTags DeleteTags DescribeAddresses DescribeAddressesAttribute DisassociateAddress ReleaseAddress",
  aws_iam_instance_profile:
    "iam: AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile",
  aws_iam_role:
    "iam: CreateRole DeleteRole GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
  aws_iam_role_policy: "iam: DeleteRolePolicy GetRolePolicy PutRolePolicy",
  aws_internet_gateway:
    "ec2: AttachInternetGateway CreateInternetGateway CreateTags DeleteInternetGateway DeleteTags DescribeInternetGateways DetachInternetGateway",
  aws_lambda_function:
    "lambda: CreateFunction DeleteFunction GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListTags ListVersionsByFunction TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration",
  aws_lambda_function_event_invoke_config:
    "lambda: DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig",
  aws_lambda_permission: "lambda: AddPermission GetPolicy RemovePermission",
  aws_launch_template:
    "ec2: CreateLaunchTemplate CreateLaunchTemplateVersion CreateTags DeleteLaunchTemplate DeleteTags DescribeLaunchTemplateVersions DescribeLaunchTemplates ModifyLaunchTemplate",
  aws_resourcegroups_group:
    "resource-groups: CreateGroup DeleteGroup GetGroup GetGroupConfiguration GetGroupQuery GetTags Tag Untag UpdateGroup UpdateGroupQuery",
  aws_route: "ec2: CreateRoute DeleteRoute DescribeRouteTables ReplaceRoute",
  aws_route53_query_log: "route53: CreateQueryLoggingConfig DeleteQueryLoggingConfig GetQueryLoggingConfig",
  aws_route53_record: "route53: ChangeResourceRecordSets GetChange GetHostedZone ListResourceRecordSets",
  aws_route53_zone:
    "route53: ChangeResourceRecordSets ChangeTagsForResource CreateHostedZone DeleteHostedZone GetChange GetDNSSEC GetHostedZone ListResourceRecordSets ListTagsForResource UpdateHostedZoneComment",
  aws_route_table:
    "ec2: CreateRouteTable CreateTags DeleteRouteTable DeleteTags DescribeRouteTables DisassociateRouteTable",
  aws_route_table_association:
    "ec2: AssociateRouteTable DescribeRouteTables DisassociateRouteTable ReplaceRouteTableAssociation",
  aws_scheduler_schedule: "scheduler: CreateSchedule DeleteSchedule GetSchedule UpdateSchedule",
  aws_scheduler_schedule_group:
    "scheduler: CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup ListTagsForResource TagResource UntagResource",
  aws_security_group:
    "ec2: CreateSecurityGroup CreateTags DeleteSecurityGroup DeleteTags DescribeNetworkInterfaces DescribeSecurityGroupRules DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
  aws_sns_topic:
    "sns: CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes TagResource UntagResource",
  aws_sns_topic_policy: "sns: GetTopicAttributes SetTopicAttributes",
  aws_sns_topic_subscription: "sns: GetSubscriptionAttributes SetSubscriptionAttributes Subscribe Unsubscribe",
  aws_ssm_parameter:
    "ssm: AddTagsToResource DeleteParameter DescribeParameters GetParameter ListTagsForResource PutParameter RemoveTagsFromResource",
  aws_subnet:
    "ec2: CreateSubnet CreateTags DeleteSubnet DeleteTags DescribeNetworkInterfaces DescribeSubnets ModifySubnetAttribute",
  aws_vpc:
    "ec2: CreateTags CreateVpc DeleteTags DeleteVpc DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups DescribeVpcAttribute DescribeVpcs ModifyVpcAttribute",
  aws_vpc_security_group_egress_rule:
    "ec2: AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress DescribeSecurityGroupRules ModifySecurityGroupRules RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
  aws_vpc_security_group_ingress_rule:
    "ec2: AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress DescribeSecurityGroupRules ModifySecurityGroupRules RevokeSecurityGroupEgress RevokeSecurityGroupIngress",
  "data.aws_key_pair": "ec2: DescribeKeyPairs",
  "data.aws_route53_zone": "route53: GetHostedZone ListHostedZones ListTagsForResource",
  "data.aws_ssm_parameter": "ssm: GetParameter",
};

/**
 * AWS's types of resources, as narrow as our names allow: `{project}` is the name in base.yaml. What AWS names by an id
 * is any of its type; Terraform takes such things away only with the project's tag on them.
 */
export const SCOPES: Readonly<Record<string, Names>> = {
  "autoscaling:autoScalingGroup": "arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/{project}-*",
  "backup:backupPlan": "arn:aws:backup:*:*:backup-plan:*",
  "backup:backupVault": "arn:aws:backup:*:*:backup-vault:{project}-*",
  "backup:recoveryPoint": "arn:aws:backup:*:*:recovery-point:*",
  "budgets:budget": "arn:aws:budgets::*:budget/{project}-*",
  "cloudwatch:alarm": "arn:aws:cloudwatch:*:*:alarm:{project}-*",
  "dynamodb:table": "arn:aws:dynamodb:*:*:table/{project}-*",
  "ec2:*": "arn:aws:ec2:*:*:*/*",
  "ecr:repository": "arn:aws:ecr:*:*:repository/{project}/* arn:aws:ecr:*:*:repository/{project}-cache/*",
  "ecs:cluster": "arn:aws:ecs:*:*:cluster/{project}-*",
  "ecs:service": "arn:aws:ecs:*:*:service/{project}-*",
  "ecs:task-definition": "arn:aws:ecs:*:*:task-definition/{project}-*",
  "elasticfilesystem:access-point": "arn:aws:elasticfilesystem:*:*:access-point/*",
  "elasticfilesystem:file-system": "arn:aws:elasticfilesystem:*:*:file-system/*",
  "events:rule-on-default-event-bus": "arn:aws:events:*:*:rule/{project}-*",
  "iam:instance-profile": "arn:aws:iam::*:instance-profile/{project}-*",
  "iam:role": "arn:aws:iam::*:role/{project}-*",
  "lambda:function": "arn:aws:lambda:*:*:function:{project}-*",
  "logs:log-group":
    "arn:aws:logs:*:*:log-group:/aws/lambda/{project}-* arn:aws:logs:*:*:log-group:/aws/route53/{project}/* arn:aws:logs:*:*:log-group:/{project}/*",
  "resource-groups:group": "arn:aws:resource-groups:*:*:group/{project}",
  "route53:change": "arn:aws:route53:::change/*",
  "route53:hostedzone": "arn:aws:route53:::hostedzone/*",
  "route53:queryloggingconfig": "arn:aws:route53:::queryloggingconfig/*",
  "scheduler:schedule": "arn:aws:scheduler:*:*:schedule/{project}-*/*",
  "scheduler:schedule-group": "arn:aws:scheduler:*:*:schedule-group/{project}-*",
  "sns:topic": "arn:aws:sns:*:*:{project}-*",
  // AWS's own are those with the images of hosts.
  "ssm:parameter": "arn:aws:ssm:*:*:parameter/{project}/* arn:aws:ssm:*::parameter/aws/service/ecs/*",
};

/** What carries the project's tag from the start: only such may be taken away. */
export const TAGGED = [
  "ec2:DeleteInternetGateway",
  "ec2:DeleteLaunchTemplate",
  "ec2:DeleteRouteTable",
  "ec2:DeleteSecurityGroup",
  "ec2:DeleteSubnet",
  "ec2:DeleteVpc",
  "ec2:ReleaseAddress",
  "elasticfilesystem:DeleteAccessPoint",
  "elasticfilesystem:DeleteFileSystem",
];
