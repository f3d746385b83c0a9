import { blocks, text } from "../../../sim/provider/values";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { all, edit, editScript, inRegion, without, withoutAction } from "../edits";
import { withHostVolume } from "../world/applied";
import type { Mistakes } from "./mistake";

/** The unit that stops the containers also starts the others. */
const WITHOUT_STOP = [" --no-block container-stop.service", " --no-block packets.timer termination.service"] as const;
const WITHOUT_HOOK = edit("aws_autoscaling_group", "initial_lifecycle_hook", []);

export const MISTAKES_IN_THE_STACK: Mistakes = {
  "a task definition without its grace period, on a host with the usual one": {
    scenario: "slow-save",
    breaks: "time to save",
    objects: all(
      edit("aws_ecs_task_definition", "container_definitions.*.stopTimeout", undefined),
      editScript("ECS_CONTAINER_STOP_TIMEOUT=120s", ""),
    ),
  },
  "a hook that is shorter than the save": {
    scenario: "coming-back",
    breaks: "time to save",
    objects: edit("aws_autoscaling_group", "initial_lifecycle_hook.*.heartbeat_timeout", 60),
  },
  "no hook at all": {
    scenario: "console-meddling",
    breaks: "time to save",
    objects: all(WITHOUT_HOOK, editScript(...WITHOUT_STOP)),
  },
  "no hook, on a host that stops its container itself": {
    scenario: "evenings",
    breaks: "time to save",
    objects: WITHOUT_HOOK,
  },
  "a host that does not stop its container before its volumes go": {
    scenario: "console-meddling",
    breaks: "time to save",
    objects: editScript(...WITHOUT_STOP),
  },
  "a host that takes each datagram for a connection": {
    scenario: "scanned",
    breaks: "asleep in time",
    objects: editScript("--ctstatus ASSURED ", ""),
  },
  "a host that does not see that it is terminated": {
    scenario: "saves-by-itself",
    breaks: "time to save",
    objects: editScript(" termination.service", ""),
  },
  "Auto Scaling replaces unhealthy hosts by itself": {
    scenario: "unhealthy-host",
    breaks: "one writer",
    objects: edit("aws_autoscaling_group", "suspended_processes", []),
  },
  "the log group's ARN without its end, as source of wake's permission": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: edit("aws_lambda_permission", "source_arn", (arn) => text(arn).replace(/:\*$/, ""), "wake"),
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
    objects: editScript("CONTAINER=valheim", "CONTAINER=world"),
  },
  "a host that may not put its packets": {
    scenario: "evenings",
    breaks: "asleep in time",
    objects: withoutAction("cloudwatch:PutMetricData", "host"),
  },
  "another cluster in the event patterns": {
    scenario: "console-meddling",
    breaks: "the record is right",
    objects: edit("aws_cloudwatch_event_rule", "event_pattern.detail.clusterArn", [
      "arn:aws:ecs:us-west-2:123456789012:cluster/games-valheim",
    ]),
  },
  "keeper may not set desired capacity": {
    scenario: "evenings",
    breaks: "allowed calls",
    objects: withoutAction("autoscaling:SetDesiredCapacity"),
  },
  "wake may not call keeper": {
    scenario: "evenings",
    breaks: "allowed calls",
    objects: withoutAction("lambda:InvokeFunction"),
  },
  "a filter that takes names as they are written": {
    scenario: "hold",
    breaks: "a query wakes",
    objects: edit("aws_cloudwatch_log_subscription_filter", "filter_pattern", "valheim"),
  },
  "a firewall that lets no player in": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: edit("aws_vpc_security_group_ingress_rule", "cidr_ipv4", "10.0.0.0/8"),
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
    objects: edit("aws_dynamodb_table", "hash_key", "name"),
  },
  "a group of at most no host": {
    scenario: "evenings",
    breaks: "a query wakes",
    objects: edit("aws_autoscaling_group", "max_size", 0),
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
    objects: withoutAction("iam:PassRole", "keeper"),
  },
  "a left-up policy that covers only values below its threshold": {
    scenario: "left-up",
    breaks: "session limit",
    objects: edit("aws_autoscaling_policy", "step_adjustment", (steps) =>
      blocks(steps).filter((step) => step["metric_interval_lower_bound"] !== "0"),
    ),
  },
  "a group that does not measure its hosts in service": {
    scenario: "left-up",
    breaks: "session limit",
    objects: edit("aws_autoscaling_group", "enabled_metrics", ["GroupTotalInstances"]),
  },
};
