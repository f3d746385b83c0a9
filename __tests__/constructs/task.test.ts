import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig({}, { secrets: [{ SERVER_PASS: { version: 3 } }] }));

test("the task runs in bridge mode, with the container's two roles", () => {
  expect(stack.only(EcsTaskDefinition)).toMatchObject({
    family: "games-valheim-task",
    network_mode: "bridge",
    requires_compatibilities: ["EC2"],
    task_role_arn: "${aws_iam_role.task_role.arn}",
    execution_role_arn: "${aws_iam_role.execution_role.arn}",
  });
});

test("a former revision stays usable: the service runs on it until the next wake", () => {
  expect(stack.only(EcsTaskDefinition).skip_destroy).toBe(true);
});

test("ECS mounts each volume by TLS through its access point, signed by the task's role", () => {
  expect(stack.only(EcsTaskDefinition).volume).toEqual([
    {
      name: "world",
      efs_volume_configuration: {
        file_system_id: "${aws_efs_file_system.volume_world.id}",
        transit_encryption: "ENABLED",
        authorization_config: { access_point_id: "${aws_efs_access_point.access_point_world.id}", iam: "ENABLED" },
      },
    },
  ]);
});

test("a volume on the host's disk is docker's own, which outlives a crash, and nothing else is made for it", () => {
  const withCache = synthContainer(
    baseConfig(),
    containerConfig(
      { availability_zone: undefined, volumes: { cache: { storage: "host" } } },
      { volumes: ["cache:/cache"] },
    ),
  );
  expect(withCache.only(EcsTaskDefinition).volume).toEqual([
    { name: "cache", docker_volume_configuration: { scope: "shared", autoprovision: true, driver: "local" } },
  ]);
  const made = Object.keys(withCache.json.resource);
  expect(made.filter((type) => /^aws_(efs|backup)_/.test(type))).toEqual([]);
  expect(withCache.json.resource.aws_security_group).not.toHaveProperty("files_firewall");
  expect(withCache.json.resource.aws_iam_role_policy).not.toHaveProperty("task_role_policy");
  expect(withCache.companions.volumes).toEqual({ kept: [], released: [] });
});

test("a volume on the host's disk changes nothing of the file system beside it", () => {
  const both = synthContainer(
    baseConfig(),
    containerConfig(
      { volumes: { world: {}, cache: { storage: "host" } } },
      { secrets: [{ SERVER_PASS: { version: 3 } }], volumes: ["world:/config", "cache:/cache"] },
    ),
  );
  const { aws_ecs_task_definition: task, ...others } = both.json.resource;
  const { aws_ecs_task_definition: before, ...othersBefore } = stack.json.resource;
  expect(others).toEqual(othersBefore);
  expect(task).not.toEqual(before);
  expect(both.companions).toEqual(stack.companions);
});

test("the container's definition names its log, its secret and its mount", () => {
  expect(document(stack.only(EcsTaskDefinition).container_definitions)).toMatchObject([
    {
      name: "game",
      secrets: [{ name: "SERVER_PASS", valueFrom: "${aws_ssm_parameter.secret_SERVER_PASS.arn}" }],
      mountPoints: [{ sourceVolume: "world", containerPath: "/config", readOnly: false }],
      logConfiguration: { options: { "awslogs-group": "${aws_cloudwatch_log_group.container_log.name}" } },
    },
  ]);
});

test("a secret is written by a write-only argument, from an ephemeral variable, and nowhere else", () => {
  const parameter = stack.get(SsmParameter, "secret_SERVER_PASS");
  expect(parameter).toMatchObject({
    name: "/games/valheim/secrets/SERVER_PASS",
    type: "SecureString",
    value_wo: '${try(var.secrets["valheim"]["SERVER_PASS"], "")}',
    value_wo_version: 3,
  });
  expect([parameter.value, parameter.insecure_value]).toEqual([undefined, undefined]);
  expect(stack.json.variable).toMatchObject({
    secrets: { sensitive: true, ephemeral: true, nullable: false, default: {} },
  });
  expect(stack.json.variable).not.toHaveProperty("secrets.validation"); // Terraform prints the value when one fails
  const uses = JSON.stringify(stack.json).split("var.secrets").length - 1;
  expect(uses).toBe(1);
});

test("whatever else of a secret may change is ignored: a change without its value would be refused", () => {
  const { "//": metadata, ...parameter } = stack.get(SsmParameter, "secret_SERVER_PASS");
  expect(metadata).toBeDefined();
  // An argument more must be ignored, or brought together with a new version for every secret there is.
  expect(Object.keys(parameter).sort()).toEqual([
    "description",
    "lifecycle",
    "name",
    "tags",
    "type",
    "value_wo",
    "value_wo_version",
  ]);
  expect(parameter.lifecycle).toEqual({ ignore_changes: ["description", "key_id", "tier"] });
});

test("a tag is resolved for every task, not only once", () => {
  expect(document(stack.only(EcsTaskDefinition).container_definitions)).toMatchObject([
    { versionConsistency: "disabled" },
  ]);
});

test("the log group exists before anything writes to it, and forgets after a month", () => {
  expect(stack.get(CloudwatchLogGroup, "container_log")).toMatchObject({
    name: "/games/valheim",
    retention_in_days: 30,
  });
});

test("the cluster pays for no Container Insights", () => {
  expect(stack.only(EcsCluster).setting).toEqual([{ name: "containerInsights", value: "disabled" }]);
});

describe("the service", () => {
  test("runs one task on whatever host there is, the old one stopped before the new one starts", () => {
    const service = stack.only(EcsService);
    expect(service).toMatchObject({
      cluster: "${aws_ecs_cluster.cluster.arn}",
      launch_type: "EC2",
      scheduling_strategy: "DAEMON",
      deployment_minimum_healthy_percent: 0,
      propagate_tags: "SERVICE",
    });
    expect([service.desired_count, service.deployment_maximum_percent]).toEqual([undefined, undefined]);
  });

  test("keeps its running task when an apply brings a new revision", () => {
    expect(stack.only(EcsService)).toHaveProperty("lifecycle.ignore_changes", ["task_definition"]);
  });

  test("takes a new revision at once with deploy: now", () => {
    const now = synthContainer(baseConfig(), containerConfig({ deploy: "now" })).only(EcsService);
    expect(now.task_definition).toBe("${aws_ecs_task_definition.task.arn}");
    expect(now).not.toHaveProperty("lifecycle");
  });
});

test("a secret by reference is read from there, and neither a parameter nor a value is made for it", () => {
  const from = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf:url::";
  const other = synthContainer(baseConfig(), containerConfig({}, { secrets: [{ DB_URL: { from } }] }));
  expect(other.all(SsmParameter)).not.toHaveProperty("secret_DB_URL");
  expect(document(other.only(EcsTaskDefinition).container_definitions)).toMatchObject([
    { secrets: [{ name: "DB_URL", valueFrom: from }] },
  ]);
  expect(other.companions.requirements.map(({ message }) => message).filter((text) => text.includes("DB_URL"))).toEqual(
    [
      "valheim.yaml services.game.secrets.0.DB_URL.from: is in account 123456789012, but you apply to another account: " +
        "name one in the account of this stack, or switch to 123456789012",
    ],
  );
});
