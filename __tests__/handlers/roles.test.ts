import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { DEPENDENT_ACTIONS } from "../../sim/permissions/dependent-actions";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

/** What IAM calls a service, where it differs from the name of the SDK's client. */
const SERVICES: Readonly<Record<string, string>> = { "auto-scaling": "autoscaling", "route-53": "route53" };
/** What IAM calls an action, where it differs from the operation. */
const ACTIONS: Readonly<Record<string, string>> = { "lambda:Invoke": "lambda:InvokeFunction" };
/** Lambda itself writes the log, with the function's role. */
const OF_LAMBDA = ["logs:CreateLogStream", "logs:PutLogEvents"];

const IMPORT = /import (?!type)\{([^}]+)\} from "@aws-sdk\/client-([\w-]+)"/g;

/** IAM's actions for all commands of the SDK that the sources of a function import. */
function calledBy(name: string): string[] {
  const folder = join("handlers", name);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const imports = files.flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(IMPORT)]);
  const actions = imports.flatMap(([, imported = "", client = ""]) =>
    [...imported.matchAll(/\b(\w+)Command\b/g)].map(
      ([, operation = ""]) => `${SERVICES[client] ?? client}:${operation}`,
    ),
  );
  return [...new Set(actions.map((action) => ACTIONS[action] ?? action))].sort();
}

/** What AWS demands besides. */
const dependentActionsOf = (actions: readonly string[]): string[] =>
  actions.flatMap((action) => (DEPENDENT_ACTIONS[action] ?? []).map((dependent) => dependent.action));

const scheduled = { image: "example/scraper:1.0", volumes: [], schedule: "rate(6 hours)" };
const services = { game: { image: "example/game:1.0", ports: ["2456/udp"], volumes: ["world:/config"] }, scheduled };
const stack = synthContainer(baseConfig(), containerConfig({ services, address: "fixed" }));

/** All actions the function's role allows. */
function allowedTo(name: string): string[] {
  const { Statement } = document(stack.get(IamRolePolicy, `${name}_role_policy`).policy) as {
    Statement: readonly { readonly Action: readonly string[] }[];
  };
  return Statement.flatMap(({ Action }) => Action).sort();
}

test.each(["keeper", "wake"])("%s may do what its code calls and AWS demands besides, and nothing else", (name) => {
  const called = calledBy(name);
  expect([...new Set(allowedTo(name))]).toEqual(
    [...new Set([...called, ...dependentActionsOf(called), ...OF_LAMBDA])].sort(),
  );
});

test("keeper's calls are these", () => {
  expect(calledBy("keeper")).toEqual([
    "autoscaling:CompleteLifecycleAction",
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeScalingActivities",
    "autoscaling:RecordLifecycleActionHeartbeat",
    "autoscaling:SetDesiredCapacity",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "ec2:AssociateAddress",
    "ec2:DescribeAddresses",
    "ec2:DescribeInstances",
    "ecs:DeregisterContainerInstance",
    "ecs:DescribeContainerInstances",
    "ecs:DescribeServices",
    "ecs:DescribeTasks",
    "ecs:ListContainerInstances",
    "ecs:ListTasks",
    "ecs:RunTask",
    "ecs:StopTask",
    "ecs:UpdateContainerInstancesState",
    "ecs:UpdateService",
    "route53:ChangeResourceRecordSets",
    "route53:ListResourceRecordSets",
    "sns:Publish",
    "ssm:GetParameter",
  ]);
});
