import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { wakeSettings } from "../../handlers/wake/read-settings";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig({ wake: { query_types: ["A", "AAAA"] } }));
const wake = stack.get(LambdaFunction, "wake");

test("wake runs where the query log is, from its own zip", () => {
  expect(wake).toMatchObject({
    region: "us-east-1",
    function_name: "games-valheim-wake",
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    handler: "index.handler",
    filename: "${data.archive_file.wake_code.output_path}",
    source_code_hash: "${data.archive_file.wake_code.output_base64sha256}",
    timeout: 20,
    memory_size: 256,
  });
  expect(stack.json.data?.archive_file?.wake_code).toMatchObject({
    source_dir: "functions/wake",
    output_path: "build/wake.zip",
    output_file_mode: "0644",
  });
});

test("wake gets everything that its code reads", () => {
  const { variables } = wake.environment as { variables: Record<string, string> };
  expect(wakeSettings({ settings: stack.companions.functions?.wake, environment: variables })).toEqual({
    project: "games",
    container: "valheim",
    queriedName: "valheim.mine.org",
    queryTypes: ["A", "AAAA"],
    homeRegion: "us-west-2",
    keeperArn: "${aws_lambda_function.keeper.arn}",
  });
});

test("wake's log is in us-east-1, there before it, and forgets after two weeks", () => {
  expect(stack.get(CloudwatchLogGroup, "wake_log")).toMatchObject({
    region: "us-east-1",
    name: "/aws/lambda/games-valheim-wake",
    retention_in_days: 14,
  });
  expect(wake.logging_config).toMatchObject({
    log_format: "JSON",
    log_group: "${aws_cloudwatch_log_group.wake_log.name}",
  });
});

test("wake is tried three times within four minutes", () => {
  expect(stack.get(LambdaFunctionEventInvokeConfig, "wake_invoke")).toMatchObject({
    region: "us-east-1",
    function_name: "${aws_lambda_function.wake.function_name}",
    maximum_event_age_in_seconds: 240,
    maximum_retry_attempts: 2,
  });
});

test("every query goes to wake: a pattern would miss names in another case", () => {
  expect(stack.only(CloudwatchLogSubscriptionFilter)).toMatchObject({
    region: "us-east-1",
    name: "games-valheim-wake",
    log_group_name: "${aws_cloudwatch_log_group.query_log_group.name}",
    filter_pattern: "",
    destination_arn: "${aws_lambda_function.wake.arn}",
  });
});

test("only the container's query log may call wake", () => {
  expect(stack.get(LambdaPermission, "wake_permission")).toMatchObject({
    region: "us-east-1",
    statement_id: "games-valheim-wake",
    action: "lambda:InvokeFunction",
    function_name: "${aws_lambda_function.wake.function_name}",
    principal: "logs.amazonaws.com",
    source_arn: "${aws_cloudwatch_log_group.query_log_group.arn}:*",
    source_account: "${data.aws_caller_identity.account.account_id}",
  });
});
