import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { inRegion, type Mistakes, rewrite, rewriteScript, without } from "./mistake";
import { withHostVolume } from "../world/applied";

/** The unit that stops the containers also starts the others. */
const WITHOUT_STOP = [" --no-block container-stop.service", " --no-block packets.timer termination.service"] as const;

export const MISTAKES_IN_THE_STACK: Mistakes = {
  "a task definition without its grace period, on a host with the usual one": {
    scenario: "slow-save",
    breaks: "time to save",
    objects: (objects) =>
      rewriteScript(
        "ECS_CONTAINER_STOP_TIMEOUT=120s",
        "",
      )(rewrite("aws_ecs_task_definition", /\\"stopTimeout\\":120,/g, "")(objects)),
  },
  "a hook that is shorter than the save": {
    scenario: "coming-back",
    breaks: "time to save",
    objects: rewrite("aws_autoscaling_group", '"heartbeat_timeout":900', '"heartbeat_timeout":60'),
  },
  "no hook at all": {
    scenario: "console-meddling",
    breaks: "time to save",
    objects: (objects) =>
      rewriteScript(...WITHOUT_STOP)(
        rewrite("aws_autoscaling_group", /"initial_lifecycle_hook":\[.*?\]/g, '"initial_lifecycle_hook":[]')(objects),
      ),
  },
  "no hook, on a host that stops its container itself": {
    scenario: "evenings",
    breaks: "time to save",
    objects: rewrite("aws_autoscaling_group", /"initial_lifecycle_hook":\[.*?\]/g, '"initial_lifecycle_hook":[]'),
  },
  "a host that does not stop its container before its volumes go": {
    scenario: "console-meddling",
    breaks: "time to save",
    objects: rewriteScript(...WITHOUT_STOP),
  },
  "a host that takes each datagram for a connection": {
    scenario: "scanned",
    breaks: "asleep in time",
    objects: rewriteScript("--ctstatus ASSURED ", ""),
  },
  "a host that does not see that it is terminated": {
    scenario: "saves-by-itself",
    breaks: "time to save",
    objects: rewriteScript(" termination.service", ""),
  },
  "Auto Scaling replaces unhealthy hosts by itself": {
    scenario: "unhealthy-host",
    breaks: "one writer",
    objects: rewrite("aws_autoscaling_group", /"suspended_processes":\[.*?\]/g, '"suspended_processes":[]'),
  },
  "the log group's ARN without its end, as source of wake's permission": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: rewrite("aws_lambda_permission", "/aws/route53/games/valheim:*", "/aws/route53/games/valheim"),
  },
  "no permission for the schedule": {
    scenario: "hold",
    breaks: "asleep in time",
    objects: without("aws_lambda_permission", "schedule"),
  },
  "the alarm queried in the wrong region, where wake can't call keeper": {
    scenario: "one-way",
    breaks: "a query wakes",
    objects: inRegion("aws_cloudwatch_metric_alarm", "queried", "us-east-1"),
  },
  "a wrong dimension of Packets": {
    scenario: "evenings",
    breaks: "asleep in time",
    objects: rewriteScript("CONTAINER=valheim", "CONTAINER=world"),
  },
  "a host that may not put its packets": {
    scenario: "evenings",
    breaks: "asleep in time",
    objects: rewrite("aws_iam_role_policy", "cloudwatch:PutMetricData", "cloudwatch:PutMetrics", "host"),
  },
  "another cluster in the event patterns": {
    scenario: "console-meddling",
    breaks: "the record is right",
    objects: rewrite("aws_cloudwatch_event_rule", "cluster/games-valheim-cluster", "cluster/games-valheim"),
  },
  "keeper may not set desired capacity": {
    scenario: "evenings",
    breaks: "allowed calls",
    objects: rewrite("aws_iam_role_policy", "autoscaling:SetDesiredCapacity", "autoscaling:SetDesired"),
  },
  "wake may not call keeper": {
    scenario: "evenings",
    breaks: "allowed calls",
    objects: rewrite("aws_iam_role_policy", "lambda:InvokeFunction", "lambda:Invoke"),
  },
  "a filter that takes names as they are written": {
    scenario: "hold",
    breaks: "a query wakes",
    objects: (objects) =>
      objects.map((object) =>
        object.type === "aws_cloudwatch_log_subscription_filter"
          ? { ...object, attributes: { ...object.attributes, filter_pattern: "valheim" } }
          : object,
      ),
  },
  "a firewall that lets no player in": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: rewrite("aws_vpc_security_group_ingress_rule", '"cidr_ipv4":"0.0.0.0/0"', '"cidr_ipv4":"10.0.0.0/8"'),
  },
  "Route 53 may not write the query log": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: without("aws_cloudwatch_log_resource_policy", ""),
  },
  "a parent zone that names other servers": {
    scenario: "evenings",
    breaks: "the record is right",
    objects: (objects) => {
      const isDelegation = ({ type, attributes }: AppliedObject): boolean =>
        type === "aws_route53_record" && attributes["type"] === "NS";
      return objects.map((object) =>
        isDelegation(object) ? { ...object, attributes: { ...object.attributes, records: ["ns1.mine.org"] } } : object,
      );
    },
  },
  "a memory with another key": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: rewrite("aws_dynamodb_table", /"hash_key":"id"/g, '"hash_key":"name"'),
  },
  "a group of at most no host": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: rewrite("aws_autoscaling_group", '"max_size":1', '"max_size":0'),
  },
  "no rule for backups that fail": {
    scenario: "failed-backup",
    breaks: "failed backups are reported",
    objects: without("aws_cloudwatch_event_rule", "backup"),
  },
  "a world on the host's disk": {
    scenario: "evenings",
    breaks: "saves are kept",
    objects: withHostVolume("world"),
  },
  "keeper may not hand the task's roles on": {
    scenario: "evenings",
    breaks: "allowed calls",
    objects: rewrite("aws_iam_role_policy", "iam:PassRole", "iam:GetRole", "keeper"),
  },
  "a left-up policy that covers only values below its threshold": {
    scenario: "left-up",
    breaks: "session limit",
    objects: rewrite("aws_autoscaling_policy", /\{[^{}]*"metric_interval_lower_bound":"0"[^{}]*\},?/g, ""),
  },
  "a group that does not measure its hosts in service": {
    scenario: "left-up",
    breaks: "session limit",
    objects: rewrite("aws_autoscaling_group", '"GroupInServiceInstances"', '"GroupTotalInstances"'),
  },
};
