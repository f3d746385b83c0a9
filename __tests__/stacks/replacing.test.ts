import { aws } from "../../sim/provider/catalogue";
import { words } from "../../sim/provider/validate";
import { isList, type Value } from "../../sim/provider/values";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { type Block, synthApp } from "../helpers/synth";

/** Everything that is defined, at its most. */
const stacks = synthApp(baseConfig({ budget: { monthly_usd: 1 } }), [
  containerConfig(
    { instance_types: ["m7a.large", "m6a.large"], ipv6: true, volumes: { world: {}, server: { keep: false } } },
    { volumes: ["world:/config", "server:/opt"], secrets: ["PASS"] },
  ),
  containerConfig({ retired: true }, {}, "gone"),
]);

/** Arguments whose change replaces an object of the type: sim/provider knows them from the provider's source. */
function replacing(type: string): (argument: string) => boolean {
  const { replacedBy = "" } = aws.resources[type]?.kind ?? {};
  if (typeof replacedBy === "string") {
    const names = [...words(replacedBy), "name", "name_prefix", "region"];
    return (argument) => names.includes(argument);
  }
  return (argument) => replacedBy({ [argument]: "before" }, { [argument]: "after" }).includes(argument);
}

/** Texts we wrote ourselves in an argument: neither a reference nor a part of what the provider writes. */
function texts(value: unknown): string[] {
  if (isList(value)) return value.flatMap(texts);
  if (typeof value === "object" && value !== null) return Object.values(value as Record<string, Value>).flatMap(texts);
  return typeof value === "string" && !value.startsWith("${") ? [value] : [];
}

const ignored = (block: Block): readonly string[] =>
  (block.lifecycle as { ignore_changes?: string[] } | undefined)?.ignore_changes ?? [];

/** `type.argument = text`, for every text whose change replaces what has it; physical names have tests of their own. */
const permanent = Object.values(stacks).flatMap((stack) =>
  stack.resources().flatMap(({ type, block }) => {
    const replaces = replacing(type);
    return Object.entries(block)
      .filter(([argument]) => replaces(argument) && !ignored(block).includes(argument))
      .flatMap(([argument, value]) => texts(value).map((text) => `${type}.${argument} = ${text}`));
  }),
);

test("no wording replaces anything: descriptions can be reworded in any version", () => {
  expect(permanent.filter((line) => / = .* /.test(line))).toEqual([]);
});

test("these texts are permanent: changing one replaces every resource that has it", () => {
  const chosen = permanent.filter(
    (line) => !/ = (games-|\/games\/|\/aws\/)|_(name|zone|block) = |\.name = valheim/.test(line),
  );
  expect([...new Set(chosen)].sort()).toEqual([
    "aws_autoscaling_group.initial_lifecycle_hook = CONTINUE",
    "aws_autoscaling_group.initial_lifecycle_hook = autoscaling:EC2_INSTANCE_TERMINATING",
    "aws_autoscaling_group.initial_lifecycle_hook = drain",
    "aws_cloudwatch_event_rule.region = us-east-1",
    "aws_cloudwatch_event_target.region = us-east-1",
    "aws_cloudwatch_event_target.target_id = function",
    "aws_cloudwatch_event_target.target_id = home",
    "aws_cloudwatch_log_group.region = us-east-1",
    "aws_cloudwatch_log_resource_policy.region = us-east-1",
    "aws_cloudwatch_log_subscription_filter.region = us-east-1",
    "aws_cloudwatch_metric_alarm.region = us-east-1",
    "aws_dynamodb_table.hash_key = id",
    "aws_ecs_service.launch_type = EC2",
    "aws_ecs_service.scheduling_strategy = DAEMON",
    "aws_ecs_task_definition.network_mode = bridge",
    "aws_ecs_task_definition.requires_compatibilities = EC2",
    "aws_ecs_task_definition.volume = ENABLED",
    "aws_ecs_task_definition.volume = server",
    "aws_ecs_task_definition.volume = world",
    "aws_efs_file_system.performance_mode = generalPurpose",
    "aws_lambda_function.region = us-east-1",
    "aws_lambda_function_event_invoke_config.region = us-east-1",
    "aws_lambda_permission.action = lambda:InvokeFunction",
    "aws_lambda_permission.principal = events.amazonaws.com",
    "aws_lambda_permission.principal = logs.amazonaws.com",
    "aws_lambda_permission.region = us-east-1",
    "aws_sns_topic_subscription.protocol = email",
  ]);
});
