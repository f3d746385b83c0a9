/**
 * The longest name that each service allows, for resources named after project, container and role. A test compares the
 * app's longest possible names with them. The prefix has up to 12 + 1 + 20 + 1 characters, a volume's name 15 more.
 */
export const NAME_LIMITS = {
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  alarm: 255,
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
  autoScalingGroup: 255,
  /** Plan, rule and selection: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlan.html */
  backupPlan: 50,
  /** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html */
  backupVault: 50,
  /** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html */
  budget: 100,
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html */
  ecs: 255,
  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
  eventRule: 64,
  /** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
  function: 64,
  /** Role and its policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  iamRole: 64,
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  instanceProfile: 128,
  /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
  launchTemplate: 128,
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html */
  scalingPolicy: 255,
  /** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
  securityGroup: 255,
  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html */
  subscriptionFilter: 512,
  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
  table: 255,
  /** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
  topic: 256,
} as const;
