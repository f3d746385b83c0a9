/** A permission that a caller needs besides the called action: AWS calls it a dependent action. */
export interface DependentAction {
  /** IAM's action, like iam:PassRole. */
  readonly action: string;
  /** The ARN pattern of its resource, with `{project}` for the project's name; "*" for an action without resources. */
  readonly on: string;
  /** The condition keys of the request, with their values. */
  readonly keys?: Readonly<Record<string, string>>;
  /** The page of AWS, or the report of somebody whom AWS refused. */
  readonly page: string;
}

const TYPES = "https://docs.aws.amazon.com/service-authorization/latest/reference";
const EC2_TYPES = `${TYPES}/list_amazonec2.html`;
const GROUPS = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const EFS = "https://docs.aws.amazon.com/efs/latest/ug";
const BACKUP = "https://docs.aws.amazon.com/aws-backup/latest/devguide";
const ECR = "https://docs.aws.amazon.com/AmazonECR/latest/userguide";
const ECS_ROLES = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
const OTHER_BUS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html";
const SCHEDULER_ROLE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html";
const EC2_THINGS = "arn:aws:ec2:*:*:*/*";
const KMS_KEYS = "arn:aws:kms:*:*:key/*";

/** A role is passed to a service. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
const passRole = (service: string, page: string): DependentAction =>
  needs("iam:PassRole", "arn:aws:iam::*:role/{project}-*", page, { "iam:PassedToService": service });

/** The service creates its own role in an account that has none yet. */
const linkedRole = (service: string, page: string): DependentAction =>
  needs("iam:CreateServiceLinkedRole", `arn:aws:iam::*:role/aws-service-role/${service}/*`, page, {
    "iam:AWSServiceName": service,
  });

function needs(action: string, on: string, page: string, keys?: DependentAction["keys"]): DependentAction {
  return { action, on, page, keys };
}

/** Tags at creation need a permission of their own. */
const tagged = [needs("ec2:CreateTags", EC2_THINGS, EC2_TYPES)];

const imageId = needs(
  "ssm:GetParameters",
  "arn:aws:ssm:*::parameter/aws/service/ecs/*",
  `${GROUPS}/using-systems-manager-parameters.html`,
);
const LAUNCHING = `${GROUPS}/ec2-auto-scaling-launch-template-permissions.html`;
/** Auto Scaling checks the template with the caller's permissions when a group is created or gets another template. */
const launching = [
  passRole("ec2.amazonaws.com", LAUNCHING),
  needs("ec2:RunInstances", EC2_THINGS, LAUNCHING),
  needs("ec2:RunInstances", "arn:aws:ec2:*::image/*", LAUNCHING),
  needs("ec2:CreateTags", EC2_THINGS, LAUNCHING),
  imageId,
];

/** Network interfaces of mount targets are created with the caller's permissions. */
const mountTarget = (call: string, ...actions: readonly string[]): DependentAction[] =>
  actions.map((action) =>
    needs(`ec2:${action}`, action.startsWith("Describe") ? "*" : EC2_THINGS, `${EFS}/API_${call}.html`),
  );

/** The keys are AWS managed keys (aws/backup, aws/elasticfilesystem), used only through the services. */
const keys = (service: string, page: string, actions: string): DependentAction[] =>
  actions
    .split(" ")
    .map((action) => needs(`kms:${action}`, KMS_KEYS, page, { "kms:ViaService": `${service}.*.amazonaws.com` }));

/**
 * The dependent actions of what the functions, the other roles and Terraform call, from
 * https://docs.aws.amazon.com/service-authorization/latest/reference/ and from
 * other pages. The pretend AWS requires them of the functions; the policy in docs/permissions.md contains them.
 */
export const DEPENDENT_ACTIONS: Readonly<Record<string, readonly DependentAction[]>> = {
  "autoscaling:CreateAutoScalingGroup": [
    linkedRole("autoscaling.amazonaws.com", `${GROUPS}/autoscaling-service-linked-role.html`),
    ...launching,
  ],
  "autoscaling:UpdateAutoScalingGroup": launching,
  "backup:CreateBackupSelection": [
    passRole("backup.amazonaws.com", `${BACKUP}/API_CreateBackupSelection.html`),
    linkedRole("backup.amazonaws.com", `${BACKUP}/using-service-linked-roles-AWSServiceRoleForBackup.html`),
  ],
  "backup:CreateBackupVault": [
    needs("backup-storage:MountCapsule", "*", `${BACKUP}/create-a-vault.html`),
    ...keys("backup", `${BACKUP}/create-a-vault.html`, "CreateGrant Decrypt DescribeKey GenerateDataKey RetireGrant"),
  ],
  "ec2:AllocateAddress": tagged,
  "ec2:CreateInternetGateway": tagged,
  "ec2:CreateLaunchTemplate": [...tagged, imageId],
  "ec2:CreateRouteTable": tagged,
  "ec2:CreateSecurityGroup": tagged,
  "ec2:CreateSubnet": tagged,
  "ec2:CreateVpc": tagged,
  "ec2:AuthorizeSecurityGroupEgress": tagged,
  "ec2:AuthorizeSecurityGroupIngress": tagged,
  // The role imports images: https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
  "ecr:CreatePullThroughCacheRule": [
    linkedRole("pullthroughcache.ecr.amazonaws.com", `${ECR}/slr-pullthroughcache.html`),
  ],
  "ecr:CreateRepositoryCreationTemplate": [
    needs(
      "ecr:PutLifecyclePolicy",
      "arn:aws:ecr:*:*:repository/{project}-cache/*",
      `${ECR}/repository-creation-templates-create.html`,
    ),
    needs(
      "ecr:CreateRepository",
      "arn:aws:ecr:*:*:repository/{project}-cache/*",
      `${ECR}/repository-creation-templates-create.html`,
    ),
  ],
  "ecs:CreateCluster": [linkedRole("ecs.amazonaws.com", ECS_ROLES)],
  "ecs:RegisterTaskDefinition": [
    passRole("ecs-tasks.amazonaws.com", "https://github.com/wellcomecollection/platform/issues/374"),
  ],
  "ecs:RunTask": [passRole("ecs-tasks.amazonaws.com", `${TYPES}/list_amazonelasticcontainerservice.html`)],
  // For a request with a task definition: its task role and its execution role.
  "ecs:UpdateService": [passRole("ecs-tasks.amazonaws.com", "https://github.com/keidarcy/e1s/issues/429")],
  "elasticfilesystem:Backup": [
    needs("kms:DescribeKey", KMS_KEYS, `${BACKUP}/security-iam-awsmanpol.html`),
    needs("kms:CreateGrant", KMS_KEYS, `${BACKUP}/security-iam-awsmanpol.html`, {
      "kms:GrantIsForAWSResource": "true",
    }),
  ],
  "elasticfilesystem:CreateFileSystem": keys("elasticfilesystem", `${EFS}/security-iam-awsmanpol.html`, "DescribeKey"),
  "elasticfilesystem:CreateMountTarget": [
    linkedRole("elasticfilesystem.amazonaws.com", `${EFS}/using-service-linked-roles.html`),
    ...mountTarget("CreateMountTarget", "CreateNetworkInterface", "DescribeNetworkInterfaces", "DescribeSubnets"),
  ],
  "elasticfilesystem:DeleteMountTarget": mountTarget("DeleteMountTarget", "DeleteNetworkInterface"),
  "elasticfilesystem:DescribeMountTargetSecurityGroups": mountTarget(
    "DescribeMountTargetSecurityGroups",
    "DescribeNetworkInterfaceAttribute",
  ),
  "elasticfilesystem:ModifyMountTargetSecurityGroups": mountTarget(
    "ModifyMountTargetSecurityGroups",
    "ModifyNetworkInterfaceAttribute",
  ),
  "events:PutTargets": [passRole("events.amazonaws.com", OTHER_BUS)],
  "iam:AddRoleToInstanceProfile": [
    passRole("ec2.amazonaws.com", `${TYPES}/list_awsidentityandaccessmanagementiam.html`),
  ],
  "lambda:CreateFunction": [passRole("lambda.amazonaws.com", `${TYPES}/list_awslambda.html`)],
  "scheduler:CreateSchedule": [passRole("scheduler.amazonaws.com", SCHEDULER_ROLE)],
  "scheduler:UpdateSchedule": [passRole("scheduler.amazonaws.com", SCHEDULER_ROLE)],
};

/** What a caller needs to pass these roles with a call. */
export function passRoleFor(called: string, roleArns: readonly string[]) {
  const passed = (DEPENDENT_ACTIONS[called] ?? []).filter(({ action }) => action === "iam:PassRole");
  return passed.map(({ action, keys: context }) => ({ action, resources: roleArns, context }));
}
