import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";

const ACCOUNT = "${data.aws_caller_identity.account.account_id}";
const stack = synthContainer(baseConfig(), containerConfig({}, { secrets: ["SERVER_PASS"] }));

const trust = (role: string): unknown => document(stack.get(IamRole, role).assume_role_policy);
const policy = (name: string, of: Synthesized = stack): unknown => document(of.get(IamRolePolicy, name).policy);
const allow = (sid: string, actions: string[], resources: string[], conditions?: object): object => ({
  Sid: sid,
  Effect: "Allow",
  Action: actions,
  Resource: resources,
  ...(conditions === undefined ? {} : { Condition: conditions }),
});
const assumedBy = (service: string, conditions?: object): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Assume",
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sts:AssumeRole"],
      ...(conditions === undefined ? {} : { Condition: conditions }),
    },
  ],
});
const statements = (...list: object[]): object => ({ Version: "2012-10-17", Statement: list });

test("the host may serve its own cluster, be reached by Session Manager, and put the project's metrics", () => {
  expect(policy("host_role_policy")).toEqual(
    statements(
      allow(
        "JoinCluster",
        [
          "ecs:DeregisterContainerInstance",
          "ecs:RegisterContainerInstance",
          "ecs:SubmitAttachmentStateChanges",
          "ecs:SubmitContainerStateChange",
          "ecs:SubmitTaskStateChange",
        ],
        [`arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/games-valheim-cluster`],
      ),
      allow(
        "FollowCluster",
        ["ecs:Poll", "ecs:StartTelemetrySession"],
        [`arn:aws:ecs:us-west-2:${ACCOUNT}:container-instance/games-valheim-cluster/*`],
        { ArnEquals: { "ecs:cluster": `arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/games-valheim-cluster` } },
      ),
      allow("FindEndpoint", ["ecs:DiscoverPollEndpoint"], ["*"]),
      allow(
        "ReportToSystemsManager",
        ["ssm:UpdateInstanceInformation"],
        [`arn:aws:ec2:us-west-2:${ACCOUNT}:instance/*`],
      ),
      allow(
        "OpenSession",
        [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        ["*"],
      ),
      allow("CountPackets", ["cloudwatch:PutMetricData"], ["*"], {
        StringEquals: { "cloudwatch:namespace": "WakeOnDns/games" },
      }),
    ),
  );
  expect(trust("host_role")).toEqual(assumedBy("ec2.amazonaws.com"));
});

const ECS_OF_THIS_ACCOUNT = {
  StringEquals: { "aws:SourceAccount": ACCOUNT },
  ArnLike: { "aws:SourceArn": `arn:aws:ecs:us-west-2:${ACCOUNT}:*` },
};

test("the task may use its volumes, each through its access point", () => {
  expect(policy("task_role_policy")).toEqual(
    statements(
      allow(
        "ReadWriteworld",
        ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess", "elasticfilesystem:ClientWrite"],
        ["${aws_efs_file_system.volume_world.arn}"],
        { StringEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.access_point_world.arn}" } },
      ),
    ),
  );
  expect(trust("task_role")).toEqual(assumedBy("ecs-tasks.amazonaws.com", ECS_OF_THIS_ACCOUNT));
});

test("a task without volumes has a role that allows nothing", () => {
  const bare = synthContainer(baseConfig(), containerConfig({ volumes: {} }, { volumes: [] }));
  expect(bare.all(IamRole)).toHaveProperty("task_role");
  expect(bare.all(IamRolePolicy)).not.toHaveProperty("task_role_policy");
});

test("ECS may write the container's log and read its secrets before it runs", () => {
  expect(policy("execution_role_policy")).toEqual(
    statements(
      allow(
        "WriteLog",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        ["${aws_cloudwatch_log_group.container_log.arn}:*"],
      ),
      allow("ReadSecrets", ["ssm:GetParameters"], ["${aws_ssm_parameter.secret_SERVER_PASS.arn}"]),
    ),
  );
  expect(trust("execution_role")).toEqual(assumedBy("ecs-tasks.amazonaws.com", ECS_OF_THIS_ACCOUNT));
});

const ARN = (service: string, resource: string): string => `arn:aws:${service}:us-west-2:123456789012:${resource}`;

test("ECS may read the secrets that a file names, each once, and use their key through these services only", () => {
  const secret = ARN("secretsmanager", "secret:db-AbCdEf");
  const key = ARN("kms", "key/1234abcd");
  const secrets = [
    { USER: { from: `${secret}:user::` } },
    { PASS: { from: `${secret}:pass::`, key } },
    { URL: { from: ARN("ssm", "parameter/prod/url") } },
  ];
  const { Statement: list } = policy(
    "execution_role_policy",
    synthContainer(baseConfig(), containerConfig({}, { secrets })),
  ) as { Statement: object[] };
  expect(list.slice(1)).toEqual([
    allow("ReadSecrets", ["ssm:GetParameters"], [ARN("ssm", "parameter/prod/url")]),
    allow("ReadSecretsManager", ["secretsmanager:GetSecretValue"], [secret]),
    allow("DecryptSecrets", ["kms:Decrypt"], [key], {
      StringEquals: { "kms:ViaService": ["secretsmanager.us-west-2.amazonaws.com"] },
    }),
  ]);
});

test("a service's permissions are statements of its task's role, and the reason for * is in its description", () => {
  const permissions = [{ actions: ["ec2:DescribeInstances"], resources: ["*"], allow_all: "lists our hosts" }];
  const stack = synthContainer(baseConfig(), containerConfig({ volumes: {} }, { volumes: [], permissions }));
  expect(policy("task_role_policy", stack)).toEqual(
    statements(allow("Permission1OfGame", ["ec2:DescribeInstances"], ["*"])),
  );
  expect(stack.get(IamRole, "task_role").description).toBe("Container valheim: its volumes; game all: lists our hosts");
});

test("without secrets ECS may read none", () => {
  const { Statement: list } = policy("execution_role_policy", synthContainer(baseConfig(), containerConfig())) as {
    Statement: { Sid: string }[];
  };
  expect(list.map(({ Sid }) => Sid)).toEqual(["WriteLog"]);
});

test("an image in a private ECR repository may be pulled from there, and from nowhere else", () => {
  const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/game:1.0";
  const { Statement: list } = policy(
    "execution_role_policy",
    synthContainer(baseConfig(), containerConfig({}, { image })),
  ) as { Statement: object[] };
  expect(list.slice(1)).toEqual([
    allow(
      "PullImage",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      ["arn:aws:ecr:eu-west-1:123456789012:repository/team/game"],
    ),
    allow("SignInToEcr", ["ecr:GetAuthorizationToken"], ["*"]),
  ]);
});

test("AWS Backup may save the container's volumes into its vaults", () => {
  expect(policy("backup_role_policy")).toEqual(
    statements(
      allow(
        "ReadVolumes",
        ["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
        ["${aws_efs_file_system.volume_world.arn}"],
      ),
      allow(
        "WriteVaults",
        ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
        [`arn:aws:backup:us-west-2:${ACCOUNT}:backup-vault:games-valheim-world`],
      ),
      allow("TagRecoveryPoints", ["backup:TagResource"], [`arn:aws:backup:us-west-2:${ACCOUNT}:recovery-point:*`]),
      allow("SeeKeys", ["kms:DescribeKey"], [`arn:aws:kms:us-west-2:${ACCOUNT}:key/*`]),
      allow("LetAwsUseKeys", ["kms:CreateGrant"], [`arn:aws:kms:us-west-2:${ACCOUNT}:key/*`], {
        Bool: { "kms:GrantIsForAWSResource": "true" },
      }),
      allow("FindResources", ["tag:GetResources"], ["*"]),
    ),
  );
  expect(trust("backup_role")).toEqual(assumedBy("backup.amazonaws.com"));
});

describe("keeper", () => {
  const ecs = (resource: string): string => `arn:aws:ecs:us-west-2:${ACCOUNT}:${resource}`;
  const alarm = (name: string): string => `arn:aws:cloudwatch:us-west-2:${ACCOUNT}:alarm:games-valheim-${name}`;
  const inCluster = { ArnEquals: { "ecs:cluster": ecs("cluster/games-valheim-cluster") } };
  const zone = ["arn:aws:route53:::hostedzone/${aws_route53_zone.zone.zone_id}"];
  const upsertOf = (...types: string[]): object => ({
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["valheim.mine.org"],
      "route53:ChangeResourceRecordSetsRecordTypes": types,
      "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
    },
  });

  test("may start and drain its own group's host, write its own record, remember, and mail", () => {
    expect(policy("keeper_role_policy")).toEqual(
      statements(
        allow(
          "WriteLog",
          ["logs:CreateLogStream", "logs:PutLogEvents"],
          ["${aws_cloudwatch_log_group.keeper_log.arn}:*"],
        ),
        allow(
          "SeeHosts",
          ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeScalingActivities", "ec2:DescribeInstances"],
          ["*"],
        ),
        allow(
          "StartAndDrainHosts",
          [
            "autoscaling:CompleteLifecycleAction",
            "autoscaling:RecordLifecycleActionHeartbeat",
            "autoscaling:SetDesiredCapacity",
          ],
          [`arn:aws:autoscaling:us-west-2:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/games-valheim-host`],
        ),
        allow(
          "ListAndForgetAgents",
          ["ecs:DeregisterContainerInstance", "ecs:ListContainerInstances"],
          [ecs("cluster/games-valheim-cluster")],
        ),
        allow(
          "SeeAndDrainAgents",
          ["ecs:DescribeContainerInstances", "ecs:UpdateContainerInstancesState"],
          [ecs("container-instance/games-valheim-cluster/*")],
          inCluster,
        ),
        allow("ListTasks", ["ecs:ListTasks"], ["*"], inCluster),
        allow("SeeAndStopTasks", ["ecs:DescribeTasks", "ecs:StopTask"], [ecs("task/games-valheim-cluster/*")]),
        allow(
          "DeployService",
          ["ecs:DescribeServices", "ecs:UpdateService"],
          [ecs("service/games-valheim-cluster/games-valheim-service")],
        ),
        allow(
          "PassTaskRoles",
          ["iam:PassRole"],
          ["${aws_iam_role.task_role.arn}", "${aws_iam_role.execution_role.arn}"],
          {
            StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
          },
        ),
        allow("SeeRecord", ["route53:ListResourceRecordSets"], zone),
        allow("ChangeRecord", ["route53:ChangeResourceRecordSets"], zone, upsertOf("A")),
        allow("SeeAlarms", ["cloudwatch:DescribeAlarms"], [alarm("idle"), alarm("queried")]),
        allow("ReadMetrics", ["cloudwatch:GetMetricData"], ["*"]),
        allow("UseMemory", ["dynamodb:GetItem", "dynamodb:PutItem"], ["${aws_dynamodb_table.memory.arn}"]),
        allow("ReadHold", ["ssm:GetParameter"], ["${aws_ssm_parameter.hold.arn}"]),
        allow("SendMails", ["sns:Publish"], ['${try(data.terraform_remote_state.base.outputs.alerts_topic_arn, "")}']),
      ),
    );
    expect(trust("keeper_role")).toEqual(assumedBy("lambda.amazonaws.com"));
  });

  test("may write the AAAA record only where there is one", () => {
    const dual = synthContainer(baseConfig(), containerConfig({ ipv6: true }));
    expect(policy("keeper_role_policy", dual)).toHaveProperty(
      "Statement",
      expect.arrayContaining([
        allow("ChangeRecord", ["route53:ChangeResourceRecordSets"], zone, upsertOf("A", "AAAA")),
      ]),
    );
  });
});

test("wake may put the project's metrics and call its own keeper", () => {
  expect(policy("wake_role_policy")).toEqual(
    statements(
      allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], ["${aws_cloudwatch_log_group.wake_log.arn}:*"]),
      allow("CountQueries", ["cloudwatch:PutMetricData"], ["*"], {
        StringEquals: { "cloudwatch:namespace": "WakeOnDns/games" },
      }),
      allow("CallKeeper", ["lambda:InvokeFunction"], ["${aws_lambda_function.keeper.arn}"]),
    ),
  );
  expect(trust("wake_role")).toEqual(assumedBy("lambda.amazonaws.com"));
});

test("no role takes an AWS managed policy", () => {
  expect(Object.keys(stack.json.resource).filter((type) => /policy_attachment/.test(type))).toEqual([]);
  for (const role of Object.values(stack.all(IamRole))) expect(role).not.toHaveProperty("managed_policy_arns");
});
