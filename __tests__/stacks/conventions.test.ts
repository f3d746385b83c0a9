import { NAME_LIMITS } from "../helpers/name-limits";
import { hasArgument } from "../helpers/bindings";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthApp, type Synthesized } from "../helpers/synth";

/** The longest names the configuration takes, and everything switched on. */
const PROJECT = "a".repeat(12);
const CONTAINER = "b".repeat(20);
const VOLUME = "c".repeat(15);
const app = synthApp(baseConfig({ name: PROJECT, budget: { monthly_usd: 1 }, tags: { owner: "me" } }), [
  containerConfig(
    { volumes: { [VOLUME]: {} }, ipv6: true },
    { volumes: [`${VOLUME}:/data`], secrets: ["PASS"] },
    CONTAINER,
  ),
  containerConfig({}, {}, "valheim"),
]);
const everyResource = Object.values(app).flatMap((stack: Synthesized) => stack.resources());

test("every resource that takes a description has one, in words", () => {
  const silent = everyResource.filter(
    ({ type, block }) => hasArgument(type, "description") && !/\w+ \w+/.test(String(block.description)),
  );
  expect(silent.map(({ address }) => address)).toEqual([]);
});

test("every resource that takes tags has a Name, and its stack tags the rest", () => {
  const nameless = everyResource.filter(
    ({ type, block }) => hasArgument(type, "tags") && (block.tags as { Name?: string } | undefined)?.Name === undefined,
  );
  expect(nameless.map(({ address }) => address)).toEqual([]);
  expect(app.base?.json.provider).toMatchObject({
    aws: [{ default_tags: [{ tags: { Project: PROJECT, owner: "me" } }] }],
  });
  expect(app.valheim?.json.provider).toMatchObject({
    aws: [{ default_tags: [{ tags: { Project: PROJECT, Container: "valheim", owner: "me" } }] }],
  });
});

test("the group carries all tags itself, because the provider's default tags do not reach it", () => {
  const group = app.valheim?.json.resource.aws_autoscaling_group?.host;
  expect(group?.tag).toEqual(
    Object.entries({ owner: "me", Project: PROJECT, Container: "valheim", Name: `${PROJECT}-valheim-host` }).map(
      ([key, value]) => ({ key, value, propagate_at_launch: false }),
    ),
  );
});

test("whatever belongs to the query log, wake included, is in us-east-1, and everything else in the home region", () => {
  const belongs =
    /^(aws_cloudwatch_log_resource_policy\.query_log|aws_cloudwatch_log_group\.query_log|aws_cloudwatch_event_\w+\.alarm_forwarding|aws_(?!iam)\w+\.wake)/;
  const wrong = everyResource.filter(({ type, address, block }) => {
    const expected = belongs.test(address) ? "us-east-1" : undefined;
    return hasArgument(type, "region") ? block.region !== expected : expected !== undefined;
  });
  expect(wrong.map(({ address }) => address)).toEqual([]);
  expect(everyResource.filter(({ address }) => belongs.test(address))).toHaveLength(5 + 2 * 6);
});

test("physical names fit their services even at their longest", () => {
  const limits: Readonly<Record<string, number>> = {
    aws_iam_role: NAME_LIMITS.iamRole,
    aws_backup_vault: NAME_LIMITS.backupVault,
    aws_backup_plan: NAME_LIMITS.backupPlan,
    aws_backup_selection: NAME_LIMITS.backupPlan,
    aws_security_group: NAME_LIMITS.securityGroup,
    aws_launch_template: NAME_LIMITS.launchTemplate,
    aws_ecs_cluster: NAME_LIMITS.ecs,
    aws_ecs_service: NAME_LIMITS.ecs,
    aws_lambda_function: NAME_LIMITS.function,
  };
  const tooLong = everyResource.filter(
    ({ type, block }) => String(block.function_name ?? block.name).length > (limits[type] ?? 512),
  );
  expect(tooLong.map(({ address }) => address)).toEqual([]);
  expect(everyResource.filter(({ type }) => type in limits)).not.toEqual([]);
});

test("no two resources of a type have one physical name", () => {
  const nameOf: Readonly<Record<string, string>> = {
    aws_lambda_function: "function_name",
    aws_cloudwatch_metric_alarm: "alarm_name",
    aws_lambda_permission: "statement_id",
  };
  const physical = everyResource.flatMap(({ type, block }) => {
    const name = block[nameOf[type] ?? "name"];
    return typeof name === "string" && !type.startsWith("aws_route53_record") ? [`${type} ${name}`] : [];
  });
  expect(physical).toHaveLength(new Set(physical).size);
});

test("addresses are snake_case words, but for the names people gave their secrets", () => {
  const odd = everyResource.filter(({ address }) => !/^aws_[a-z0-9_]+\.[a-z][a-z0-9_]*$/.test(address));
  expect(odd.map(({ address }) => address)).toEqual(["aws_ssm_parameter.secret_PASS"]);
});

test("every reference is one, and not the text of one", () => {
  const asText = /\$\$\{(\w+\()?(data|local|var|aws_\w+)\./;
  const texts = everyResource.filter(({ block }) => asText.test(JSON.stringify(block)));
  expect(texts.map(({ address }) => address)).toEqual([]);
});

test("every permission names who calls, from what, and so from which account", () => {
  const permissions = everyResource.filter(({ type }) => type === "aws_lambda_permission");
  expect(permissions).toHaveLength(2 * 8);
  for (const { block } of permissions) {
    expect(block).toMatchObject({
      action: "lambda:InvokeFunction",
      principal: expect.stringMatching(/^(events|logs)\.amazonaws\.com$/) as string,
      source_arn: expect.stringMatching(/^\$\{aws_[a-z0-9_]+\.[a-z0-9_]+\.arn\}(:\*)?$/) as string,
    });
    // EventBridge may not pass a source account; the rule's ARN has it.
    const isLogs = block.principal === "logs.amazonaws.com";
    expect(block.source_account).toBe(isLogs ? "${data.aws_caller_identity.account.account_id}" : undefined);
  }
});

test("nothing sends to SNS but alarms, the budget and keeper: no event rule does", () => {
  const targets = everyResource.filter(({ type }) => type === "aws_cloudwatch_event_target");
  expect(targets.map(({ block }) => block.arn).filter((arn) => !/lambda_function|event-bus/.test(String(arn)))).toEqual(
    [],
  );
  const topic = /alerts_topic_arn|aws_sns_topic/;
  const senders = everyResource.filter(
    ({ type, block }) => !type.startsWith("aws_sns") && topic.test(JSON.stringify(block)),
  );
  expect([...new Set(senders.map(({ address }) => address))].sort()).toEqual([
    "aws_budgets_budget.budget",
    "aws_cloudwatch_metric_alarm.keeper_errors",
    "aws_cloudwatch_metric_alarm.left_up",
    "aws_iam_role_policy.keeper_role_policy",
    "aws_lambda_function.keeper",
  ]);
});

test("two containers in one app are each what they would be alone", () => {
  const base = baseConfig();
  const one = containerConfig({}, {}, "valheim");
  const other = containerConfig({ volumes: {} }, { volumes: [], ports: ["80"] }, "web");
  const together = synthApp(base, [one, other]);
  expect(together.valheim?.json).toEqual(synthApp(base, [one]).valheim?.json);
  expect(together.web?.json).toEqual(synthApp(base, [other]).web?.json);
});

test("a container more changes nothing in base", () => {
  const base = baseConfig();
  expect(synthApp(base, [containerConfig()]).base?.json).toEqual(synthApp(base, []).base?.json);
});
