import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

const game = { image: "example/game:1.0", ports: ["2456/udp"], volumes: ["world:/config"] };
const scraper = { image: "example/scraper:1.0", volumes: ["world:/world"], schedule: "rate(6 hours)", wakes: true };
const notifier = { image: "example/notifier:1.0", volumes: [], secrets: ["TOKEN"], schedule: "cron(0 3 * * ? *)" };
const stack = synthContainer(
  baseConfig({ time_zone: "Europe/Berlin" }),
  containerConfig({ services: { game, scraper, notifier } }),
);
const statements = (name: string) =>
  (document(stack.get(IamRolePolicy, name).policy) as { Statement: readonly Record<string, unknown>[] }).Statement;

test("each scheduled service has a task definition and two roles of its own, and the game's has it not", () => {
  const images = Object.values(stack.all(EcsTaskDefinition)).map(({ family, container_definitions }) => [
    family,
    (document(container_definitions) as { image: string }[]).map(({ image }) => image),
  ]);
  expect(images.toSorted()).toEqual([
    ["games-valheim-task", ["example/game:1.0"]],
    ["games-valheim-task_notifier", ["example/notifier:1.0"]],
    ["games-valheim-task_scraper", ["example/scraper:1.0"]],
  ]);
  expect(Object.keys(stack.all(IamRole))).toEqual(
    expect.arrayContaining(["run_scraper_task_role", "run_scraper_execution_role", "run_notifier_task_role"]),
  );
});

test("only the task that mounts a volume may, and only the one that lists a secret may read it", () => {
  const { Statement } = document(stack.only(EfsFileSystemPolicy).policy) as {
    Statement: readonly { Principal: unknown }[];
  };
  expect(Statement[0]?.Principal).toEqual({
    AWS: ["${aws_iam_role.task_role.arn}", "${aws_iam_role.run_scraper_task_role.arn}"],
  });
  const reads = (name: string) => statements(name).map(({ Sid }) => Sid);
  expect(reads("run_notifier_execution_role_policy")).toContain("ReadSecrets");
  expect(reads("run_scraper_execution_role_policy")).not.toContain("ReadSecrets");
  expect(reads("execution_role_policy")).not.toContain("ReadSecrets");
});

test("Scheduler calls keeper in the service's time zone, for an hour, with the time as plain text", () => {
  const schedule = stack.get(SchedulerSchedule, "schedule_run_notifier");
  expect(schedule).toMatchObject({
    schedule_expression: "cron(0 3 * * ? *)",
    schedule_expression_timezone: "Europe/Berlin",
    flexible_time_window: { mode: "OFF" },
    target: {
      input: '{"command":"run","service":"notifier","at":"<aws.scheduler.scheduled-time>"}',
      retry_policy: { maximum_event_age_in_seconds: 3600 },
    },
  });
  expect(stack.get(LambdaFunctionEventInvokeConfig, "keeper_invoke").maximum_event_age_in_seconds).toBe(3600);
});

test("the schedules' role trusts the schedule group alone, and may only call keeper", () => {
  const { Statement } = document(stack.get(IamRole, "schedule_role").assume_role_policy) as {
    Statement: readonly Record<string, unknown>[];
  };
  expect(Statement).toEqual([
    expect.objectContaining({
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: expect.objectContaining({
          "aws:SourceArn":
            "arn:aws:scheduler:us-west-2:${data.aws_caller_identity.account.account_id}:schedule-group/games-valheim-schedules",
        }) as unknown,
      },
    }),
  ]);
  expect(statements("schedule_role_policy")).toEqual([
    expect.objectContaining({ Action: ["lambda:InvokeFunction"], Resource: ["${aws_lambda_function.keeper.arn}"] }),
  ]);
});

test("keeper may run these tasks in its cluster, and hand on their roles", () => {
  const of = (sid: string) => statements("keeper_role_policy").find(({ Sid }) => Sid === sid);
  expect(of("RunScheduledServices")).toMatchObject({
    Action: ["ecs:RunTask"],
    Resource: ["scraper", "notifier"].map(
      (name) => expect.stringContaining(`task-definition/games-valheim-task_${name}:*`) as string,
    ),
    Condition: { ArnEquals: { "ecs:cluster": expect.stringContaining("cluster/games-valheim-cluster") as string } },
  });
  expect(of("PassTaskRoles")?.Resource).toHaveLength(6);
});

test("where all services run at times, nobody connects: no zone, no service, no wake", () => {
  const alone = synthContainer(
    baseConfig(),
    containerConfig({ services: { scraper: { ...scraper, volumes: [] } }, volumes: {}, availability_zone: undefined }),
  );
  for (const type of [Route53Zone, EcsService]) expect(alone.all(type)).toEqual({});
  const types = new Set(alone.resources().map(({ address }) => address));
  expect([...types].filter((address) => /wake|queried|idle|query_log|address/.test(address))).toEqual([]);
});
