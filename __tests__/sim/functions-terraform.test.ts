import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PretendServer } from "../../sim/provider/server";
import { runTerraform, terraformTest } from "./workspace";

jest.setTimeout(60_000);

const ARCHIVE = "${data.archive_file.code";
const FUNCTION = "${aws_lambda_function.wake.function_name}";
/** One of each type that a function's life takes. */
const STACK = {
  provider: { aws: { region: "us-west-2", default_tags: [{ tags: { Project: "games" } }] } },
  data: {
    archive_file: {
      code: { type: "zip", source_dir: "code", output_path: "build/f.zip", output_file_mode: "0644" },
    },
  },
  resource: {
    aws_iam_role: { wake: { name: "wake", assume_role_policy: '{"Statement":[]}' } },
    aws_lambda_function: {
      wake: {
        function_name: "wake",
        role: "${aws_iam_role.wake.arn}",
        filename: `${ARCHIVE}.output_path}`,
        source_code_hash: `${ARCHIVE}.output_base64sha256}`,
        handler: "index.handler",
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        environment: { variables: { TABLE: "${aws_dynamodb_table.memory.name}" } },
        logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.queries.name}" },
      },
    },
    aws_lambda_permission: {
      logs: {
        statement_id: "logs",
        function_name: FUNCTION,
        action: "lambda:InvokeFunction",
        principal: "logs.amazonaws.com",
        source_account: "123456789012",
        source_arn: "${aws_cloudwatch_log_group.queries.arn}:*",
      },
    },
    aws_lambda_function_event_invoke_config: { wake: { function_name: FUNCTION, maximum_event_age_in_seconds: 300 } },
    aws_cloudwatch_log_group: { queries: { name: "/queries", retention_in_days: 14 } },
    aws_cloudwatch_log_subscription_filter: {
      queries: {
        name: "queries",
        log_group_name: "${aws_cloudwatch_log_group.queries.name}",
        filter_pattern: "",
        destination_arn: "${aws_lambda_function.wake.arn}",
        depends_on: ["aws_lambda_permission.logs"],
      },
    },
    aws_dynamodb_table: {
      memory: {
        name: "memory",
        billing_mode: "PAY_PER_REQUEST",
        hash_key: "id",
        attribute: [{ name: "id", type: "S" }],
      },
    },
    aws_launch_template: { host: { name: "host" } },
    aws_autoscaling_group: {
      host: { name: "host", min_size: 0, max_size: 1, launch_template: { id: "${aws_launch_template.host.id}" } },
    },
    aws_autoscaling_policy: {
      left_up: {
        name: "left-up",
        autoscaling_group_name: "${aws_autoscaling_group.host.name}",
        policy_type: "StepScaling",
        adjustment_type: "ExactCapacity",
        step_adjustment: [
          { metric_interval_lower_bound: "0", scaling_adjustment: 0 },
          { metric_interval_upper_bound: "0", scaling_adjustment: 0 },
        ],
      },
    },
    aws_cloudwatch_metric_alarm: {
      left_up: {
        alarm_name: "left-up",
        alarm_actions: ["${aws_autoscaling_policy.left_up.arn}"],
        comparison_operator: "GreaterThanOrEqualToThreshold",
        dimensions: { AutoScalingGroupName: "${aws_autoscaling_group.host.name}" },
        evaluation_periods: 485,
        metric_name: "GroupInServiceInstances",
        namespace: "AWS/AutoScaling",
        period: 60,
        statistic: "Minimum",
        threshold: 1,
      },
    },
  },
};

let folder: string;
let server: PretendServer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  server = new PretendServer(join(folder, "store"));
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code", "index.js"), "exports.handler = () => 1;\n");
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(STACK));
});
afterEach(() => {
  server.stop();
  rmSync(folder, { recursive: true });
});

const terraform = (...args: readonly string[]) => runTerraform(server, folder, [...args, "-no-color"]);

terraformTest(
  "functions, alarms and tables live with real Terraform: made, kept, given new code, imported, gone",
  async () => {
    expect(await terraform("init")).toMatchObject({ status: 0 });
    expect((await terraform("apply", "-auto-approve")).output).toMatch(/Resources: 11 added, 0 changed, 0 destroyed/);
    const noChanges = expect.stringContaining("No changes.") as string;
    expect(await terraform("plan")).toMatchObject({ output: noChanges });
    const wake = () => server.cloud.store.get("aws_lambda_function", "us-west-2", "wake")?.attributes;
    expect(wake()).toMatchObject({
      environment: [{ variables: { TABLE: "memory" } }],
      code_sha256: wake()?.["source_code_hash"],
      source_code_size: readFileSync(join(folder, "build/f.zip")).length,
      tags_all: { Project: "games" },
    });

    writeFileSync(join(folder, "code", "index.js"), "exports.handler = () => 2222;\n");
    expect((await terraform("apply", "-auto-approve")).output).toMatch(/Resources: 0 added, 1 changed, 0 destroyed/);
    expect(wake()).toMatchObject({ code_sha256: wake()?.["source_code_hash"] });

    for (const [address, id] of [
      ["aws_lambda_permission.logs", "wake/logs"],
      ["aws_cloudwatch_log_subscription_filter.queries", "/queries|queries"],
      ["aws_autoscaling_policy.left_up", "host/left-up"],
    ] as const) {
      await terraform("state", "rm", address);
      expect(await terraform("import", address, id)).toMatchObject({ status: 0 });
    }
    expect(await terraform("plan")).toMatchObject({ output: noChanges });

    expect((await terraform("destroy", "-auto-approve")).output).toMatch(/11 destroyed/);
    const gone = server.cloud.journal.entries().filter(({ action }) => ["delete", "taken"].includes(action)); // the zip goes with its function
    expect(gone.map(({ action }) => action).toSorted()).toEqual([...Array<string>(11).fill("delete"), "taken"]);
  },
);
