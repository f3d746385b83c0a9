/**
 * Longest name each service takes, of those named after project, container and role: a test holds the longest possible
 * names of the whole app against them. The prefix can reach 12 + 1 + 20 + 1 characters, a volume's name 15 more.
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

/** Physical names of one container, or of the shared stack, known at synthesis. */
export interface Names {
  /** Prefix of all containers, like games. */
  readonly project: string;
  /** `<project>-<container>-<role>`; of the shared stack `<project>-<role>`. */
  of(role: string): string;
}

const ROLE = /^[a-z][a-z0-9]{0,14}$/;

export interface ContainerNames extends Names {
  readonly container: string;
}

/** @param container absent for the shared stack */
export function names(project: string, container: string): ContainerNames;
export function names(project: string, container?: string): Names;
export function names(project: string, container?: string): Names & Partial<ContainerNames> {
  const prefix = container === undefined ? project : `${project}-${container}`;
  return {
    project,
    container,
    of(role) {
      // Without hyphens in roles the name can be taken apart again, so no two containers meet in one name.
      if (!ROLE.test(role)) throw new Error(`role "${role}" must be 1 to 15 lower-case letters and digits`);
      return `${prefix}-${role}`;
    },
  };
}

/** Namespace of the project's own metrics; the dimension Container tells whose. */
export const metricNamespace = (project: string): string => `WakeOnDns/${project}`;
