import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { keeperSettings } from "../../handlers/keeper/read-settings";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";

const ACCOUNT = "${data.aws_caller_identity.account.account_id}";
const stack = synthContainer(baseConfig(), containerConfig());
const functionOf = (of: Synthesized) =>
  of.get(LambdaFunction, "keeper") as { environment: { variables: Record<string, string> } };

describe("the function", () => {
  test("runs the zipped code on Graviton, and is deployed when the code has changed", () => {
    expect(functionOf(stack)).toMatchObject({
      function_name: "games-valheim-keeper",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: "${data.archive_file.keeper_code.output_path}",
      source_code_hash: "${data.archive_file.keeper_code.output_base64sha256}",
      timeout: 60,
      memory_size: 512,
    });
    expect(stack.json.data?.archive_file?.keeper_code).toEqual(
      expect.objectContaining({
        type: "zip",
        source_dir: "functions/keeper",
        output_path: "build/keeper.zip",
        output_file_mode: "0644",
      }),
    );
  });

  test("takes no part of the account's concurrency for itself", () => {
    expect(functionOf(stack)).not.toHaveProperty("reserved_concurrent_executions");
  });

  test("writes to a log group that is there before it and forgets after two weeks", () => {
    expect(stack.get(CloudwatchLogGroup, "keeper_log")).toMatchObject({
      name: "/aws/lambda/games-valheim-keeper",
      retention_in_days: 14,
    });
    expect(functionOf(stack)).toMatchObject({
      logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.keeper_log.name}" },
    });
  });

  test("is tried three times, and not for events older than its schedule's period", () => {
    expect(stack.get(LambdaFunctionEventInvokeConfig, "keeper_invoke")).toMatchObject({
      function_name: "${aws_lambda_function.keeper.function_name}",
      maximum_event_age_in_seconds: 300,
      maximum_retry_attempts: 2,
    });
  });

  test("gets everything that its code reads", () => {
    const settings = {
      instance_types: ["m7a.large", "m6a.large"],
      disk: "60g",
      ipv6: true,
      startup_timeout: "20m",
      idle: { after: "30m", packets_per_minute: 90 },
      limit: {
        per_session: "6h",
        per_day: "10h",
        per_month: "50h",
        traffic_per_day: "2g",
        traffic_per_month: "30g",
        stop: false,
      },
      crash_loop: { stops: 4, within: "20m", rest: "2h" },
      wake: { per_day: 5 },
    };
    const asked = synthContainer(
      baseConfig({ time_zone: "Europe/Berlin" }),
      containerConfig(settings, { stop_grace_period: "3m" }),
    );
    expect(
      keeperSettings({
        settings: asked.companions.functions?.keeper,
        environment: functionOf(asked).environment.variables,
      }),
    ).toMatchObject({
      project: "games",
      container: "valheim",
      region: "us-west-2",
      address: "valheim.mine.org",
      recordName: "valheim.mine.org",
      zoneId: "${aws_route53_zone.zone.zone_id}",
      topicArn: '${try(data.terraform_remote_state.base.outputs.alerts_topic_arn, "")}',
      ipv6: true,
      timeZone: { name: "Europe/Berlin" },
      instanceTypes: ["m7a.large", "m6a.large"],
      availabilityZones: ["us-west-2a"],
      diskGiB: 60,
      stopGraceSeconds: 180,
      startupTimeoutMinutes: 20,
      idle: { afterMinutes: 30, packetsPerMinute: 90, count: "published_ports" },
      limit: {
        perSessionMinutes: 360,
        perDayMinutes: 600,
        perMonthMinutes: 3_000,
        trafficPerDayMiB: 2_048,
        trafficPerMonthMiB: 30_720,
        stop: false,
      },
      crashLoop: { stops: 4, withinMinutes: 20, restMinutes: 120 },
      services: { essential: ["game"], nonEssential: [], restartedWhenDone: [] },
      wake: { perDay: 5 },
    });
  });

  test("gets all zones in which a host may start", () => {
    const anywhere = containerConfig({ availability_zone: undefined, volumes: {} }, { volumes: [] });
    const { companions } = synthContainer(baseConfig({ network: { zones: ["a", "c"] } }), anywhere);
    expect(companions.functions?.keeper.availabilityZones).toEqual(["us-west-2a", "us-west-2c"]);
  });
});

describe("keeper looks", () => {
  const patterns = Object.fromEntries(
    Object.entries(stack.all(CloudwatchEventRule))
      .filter(([, { event_pattern }]) => event_pattern !== undefined)
      .map(([name, { event_pattern }]) => [name, document(event_pattern)]),
  );
  const clusterArn = [`arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/games-valheim-cluster`];

  test.each([
    [
      "when a host of the container's group starts, ends, cannot start or waits to be drained",
      "host_events",
      {
        source: ["aws.autoscaling"],
        "detail-type": [
          "EC2 Instance Launch Successful",
          "EC2 Instance Launch Unsuccessful",
          "EC2 Instance Terminate Successful",
          "EC2 Instance Terminate Unsuccessful",
          "EC2 Instance-terminate Lifecycle Action",
        ],
        detail: { AutoScalingGroupName: ["games-valheim-host"] },
      },
    ],
    [
      "when a task runs or has stopped",
      "task_events",
      {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: { clusterArn, lastStatus: ["RUNNING", "STOPPED"] },
      },
    ],
    [
      "when a host has joined the cluster",
      "agent_events",
      {
        source: ["aws.ecs"],
        "detail-type": ["ECS Container Instance State Change"],
        detail: { clusterArn, status: ["ACTIVE"] },
      },
    ],
    [
      "at every warning and error of the service, by whatever name",
      "service_events",
      {
        source: ["aws.ecs"],
        "detail-type": ["ECS Service Action"],
        resources: [`arn:aws:ecs:us-west-2:${ACCOUNT}:service/games-valheim-cluster/games-valheim-service`],
        detail: { clusterArn, eventType: ["ERROR", "WARN"] },
      },
    ],
    [
      "when one of the container's alarms goes off, that of wake in us-east-1 included",
      "alarm_events",
      {
        source: ["aws.cloudwatch"],
        "detail-type": ["CloudWatch Alarm State Change"],
        resources: [
          `arn:aws:cloudwatch:us-west-2:${ACCOUNT}:alarm:games-valheim-idle`,
          `arn:aws:cloudwatch:us-west-2:${ACCOUNT}:alarm:games-valheim-queried`,
          `arn:aws:cloudwatch:us-west-2:${ACCOUNT}:alarm:games-valheim-leftup`,
          `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:games-valheim-wakeerrors`,
        ],
        detail: { state: { value: ["ALARM"] } },
      },
    ],
  ])("%s", (_, event, pattern) => {
    expect(patterns[`keeper_${event}`]).toEqual(pattern);
  });

  test("when a backup or a restore fails (backup-events.test.ts), and at nothing else", () => {
    expect(Object.keys(patterns)).toHaveLength(6);
    expect(patterns).toHaveProperty("keeper_backup_events");
  });

  test("every five minutes, and not every container in the same one", () => {
    const schedule = (name: string): unknown =>
      synthContainer(baseConfig(), containerConfig({}, {}, name)).get(CloudwatchEventRule, "keeper_schedule")
        .schedule_expression;
    const schedules = ["valheim", "minecraft", "web", "a", "b", "c", "d", "e"].map(schedule);
    for (const expression of schedules) expect(expression).toMatch(/^cron\([0-4]\/5 \* \* \* \? \*\)$/);
    expect(new Set(schedules).size).toBe(5);
    expect(schedule("valheim")).toBe(schedule("valheim"));
  });

  test.each([
    "host_events",
    "task_events",
    "agent_events",
    "service_events",
    "alarm_events",
    "backup_events",
    "schedule",
  ])("by a target and a permission for the rule of its %s alone", (event) => {
    const rule = stack.get(CloudwatchEventRule, `keeper_${event}`);
    expect(rule.name).toBe(`games-valheim-${event.replace("_", "")}`);
    expect(stack.get(CloudwatchEventTarget, `keeper_${event}_target`)).toMatchObject({
      rule: `\${aws_cloudwatch_event_rule.keeper_${event}.name}`,
      target_id: "function",
      arn: "${aws_lambda_function.keeper.arn}",
    });
    expect(stack.get(LambdaPermission, `keeper_${event}_permission`)).toEqual(
      expect.objectContaining({
        statement_id: rule.name,
        action: "lambda:InvokeFunction",
        function_name: "${aws_lambda_function.keeper.function_name}",
        principal: "events.amazonaws.com",
        source_arn: `\${aws_cloudwatch_event_rule.keeper_${event}.arn}`,
      }),
    );
  });
});

describe("what is remembered", () => {
  test("is a table that costs nothing while nobody uses it", () => {
    expect(stack.only(DynamodbTable)).toMatchObject({
      name: "games-valheim-memory",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "id",
      attribute: [{ name: "id", type: "S" }],
    });
  });

  test("is a hold that begins as none and is people's from then on", () => {
    expect(stack.get(SsmParameter, "hold")).toMatchObject({
      name: "/games/valheim/hold",
      type: "String",
      tier: "Standard",
      value: "none",
      lifecycle: { ignore_changes: ["value"] },
    });
  });
});
