/** A permission that AWS demands of a caller besides the action that is called. */
export interface DependentAction {
  /** IAM's action, like iam:PassRole. */
  readonly action: string;
  /** ARN pattern of what it is demanded on, with `{project}` for the project's name; "*" where the action has no resource. */
  readonly on: string;
  /** Condition keys that the demand carries, with their values. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Where AWS, or one whom AWS refused, says so. */
  readonly page: string;
}

const TYPES = "https://docs.aws.amazon.com/service-authorization/latest/reference";
const EC2_TYPES = `${TYPES}/list_amazonec2.html`;
const GROUPS = "https://docs.aws.amazon.com/autoscaling/ec2/userguide";
const EFS = "https://docs.aws.amazon.com/efs/latest/ug";
const BACKUP = "https://docs.aws.amazon.com/aws-backup/latest/devguide";
const ECS_ROLES = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html";
const OTHER_BUS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html";
const EC2_THINGS = "arn:aws:ec2:*:*:*/*";
const KMS_KEYS = "arn:aws:kms:*:*:key/*";

/** A role is handed to a service. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
const passRole = (service: string, page: string): DependentAction =>
  also("iam:PassRole", "arn:aws:iam::*:role/{project}-*", page, { "iam:PassedToService": service });

/** The service makes its own role in an account that has none yet. */
const linkedRole = (service: string, page: string): DependentAction =>
  also("iam:CreateServiceLinkedRole", `arn:aws:iam::*:role/aws-service-role/${service}/*`, page, {
    "iam:AWSServiceName": service,
  });

function also(action: string, on: string, page: string, keys?: DependentAction["keys"]): DependentAction {
  return { action, on, page, keys };
}

/** Tags written at creation are a permission of their own; a launch template's also name what it will start. */
const tagged = [also("ec2:CreateTags", EC2_THINGS, EC2_TYPES)];

const imageId = also(
  "ssm:GetParameters",
  "arn:aws:ssm:*::parameter/aws/service/ecs/*",
  `${GROUPS}/using-systems-manager-parameters.html`,
);
const LAUNCHING = `${GROUPS}/ec2-auto-scaling-launch-template-permissions.html`;
/** Auto Scaling tries the template with the caller's permissions when a group is created or gets another template. */
const launching = [
  passRole("ec2.amazonaws.com", LAUNCHING),
  also("ec2:RunInstances", EC2_THINGS, LAUNCHING),
  also("ec2:RunInstances", "arn:aws:ec2:*::image/*", LAUNCHING),
  also("ec2:CreateTags", EC2_THINGS, LAUNCHING),
  imageId,
];

/** Network interfaces of mount targets are made with the caller's permissions: each page is of one call. */
const mountTarget = (call: string, ...actions: readonly string[]): DependentAction[] =>
  actions.map((action) =>
    also(`ec2:${action}`, action.startsWith("Describe") ? "*" : EC2_THINGS, `${EFS}/API_${call}.html`),
  );

/** Keys are AWS's own (aws/backup, aws/elasticfilesystem), used through the services alone. */
const keys = (service: string, page: string, actions: string): DependentAction[] =>
  actions
    .split(" ")
    .map((action) => also(`kms:${action}`, KMS_KEYS, page, { "kms:ViaService": `${service}.*.amazonaws.com` }));

/**
 * What the functions, the other roles and Terraform call, and what AWS demands besides: the "dependent actions" of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/ and what only other pages say. The pretend AWS
 * demands it of the functions; the policy in docs/permissions.md is made of it.
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
    also("backup-storage:MountCapsule", "*", `${BACKUP}/create-a-vault.html`),
    ...keys("backup", `${BACKUP}/create-a-vault.html`, "CreateGrant Decrypt DescribeKey GenerateDataKey RetireGrant"),
  ],
  "ec2:CreateInternetGateway": tagged,
  "ec2:CreateLaunchTemplate": [...tagged, imageId],
  "ec2:CreateRouteTable": tagged,
  "ec2:CreateSecurityGroup": tagged,
  "ec2:CreateSubnet": tagged,
  "ec2:CreateVpc": tagged,
  "ec2:AuthorizeSecurityGroupEgress": tagged,
  "ec2:AuthorizeSecurityGroupIngress": tagged,
  "ecs:CreateCluster": [linkedRole("ecs.amazonaws.com", ECS_ROLES)],
  "ecs:RegisterTaskDefinition": [
    passRole("ecs-tasks.amazonaws.com", "https://github.com/wellcomecollection/platform/issues/374"),
  ],
  // Where it carries a task definition: its task role and its execution role.
  "ecs:UpdateService": [passRole("ecs-tasks.amazonaws.com", "https://github.com/keidarcy/e1s/issues/429")],
  "elasticfilesystem:Backup": [
    also("kms:DescribeKey", KMS_KEYS, `${BACKUP}/security-iam-awsmanpol.html`),
    also("kms:CreateGrant", KMS_KEYS, `${BACKUP}/security-iam-awsmanpol.html`, { "kms:GrantIsForAWSResource": "true" }),
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
};

/** What AWS demands of a caller that hands on these roles. */
export function passRoleFor(called: string, roleArns: readonly string[]) {
  const passed = (DEPENDENT_ACTIONS[called] ?? []).filter(({ action }) => action === "iam:PassRole");
  return passed.map(({ action, keys: context }) => ({ action, resources: roleArns, context }));
}
