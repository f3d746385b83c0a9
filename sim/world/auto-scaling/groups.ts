import {
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import { blocks, text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Instant } from "../clock";
import { SECOND } from "../clock";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import { Group, type GroupHost } from "./group";
import type { Machine } from "../ec2/machines";
import { number } from "../terraform/objects";
import { shownAt } from "../api/past";

interface Hook {
  readonly AutoScalingGroupName: string | undefined;
  readonly LifecycleHookName: string | undefined;
  readonly InstanceId?: string;
}

/** Auto Scaling as functions and alarms call it. */
export class Groups {
  readonly all = new Map<string, Group>();

  constructor(
    private readonly core: Core,
    calls: Calls,
    private readonly make: (object: Group["object"]) => Group,
  ) {
    this.refresh();
    const arnOf = ({ AutoScalingGroupName: name = "" }: { AutoScalingGroupName: string | undefined }): string[] => [
      text(this.all.get(name)?.object.attributes["arn"]) || name,
    ];
    calls.on(DescribeAutoScalingGroupsCommand, {
      action: "autoscaling:DescribeAutoScalingGroups",
      answer: ({ AutoScalingGroupNames = [] }, region) => ({
        AutoScalingGroups: [...this.all.values()]
          .filter(({ name, object }) => object.region === region && AutoScalingGroupNames.includes(name))
          .map((group) => described(group, shownAt(core, "autoscaling:DescribeAutoScalingGroups"))),
      }),
    });
    calls.on(DescribeScalingActivitiesCommand, {
      action: "autoscaling:DescribeScalingActivities",
      answer: ({ AutoScalingGroupName, MaxRecords = 100 }, region) => ({
        Activities: this.named(AutoScalingGroupName, region)
          .activities.slice(0, MaxRecords)
          .map(({ startedAt, failed, message }) => ({
            StartTime: new Date(startedAt),
            StatusCode: failed ? ("Failed" as const) : ("Successful" as const),
            StatusMessage: message,
          })),
      }),
    });
    calls.on(SetDesiredCapacityCommand, {
      action: "autoscaling:SetDesiredCapacity",
      resources: arnOf,
      answer: ({ AutoScalingGroupName, DesiredCapacity = 0 }, region, caller) => {
        this.named(AutoScalingGroupName, region).setDesired(DesiredCapacity, caller);
        return {};
      },
    });
    calls.on(RecordLifecycleActionHeartbeatCommand, {
      action: "autoscaling:RecordLifecycleActionHeartbeat",
      resources: arnOf,
      answer: (input, region) => {
        const { group, host } = this.waiting(input, region);
        group.wait(host);
        return {};
      },
    });
    calls.on(CompleteLifecycleActionCommand, {
      action: "autoscaling:CompleteLifecycleAction",
      resources: arnOf,
      answer: (input, region) => {
        const { group, host } = this.waiting(input, region);
        group.proceed(host);
        return {};
      },
    });
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const applied = this.core.objects.all("aws_autoscaling_group");
    for (const object of applied) {
      const known = this.all.get(text(object.attributes["name"]));
      if (known === undefined) this.all.set(text(object.attributes["name"]), this.make(object));
      else known.object = object;
    }
    for (const [name, { object }] of this.all) if (!applied.includes(object)) this.all.delete(name);
  }

  /** What an alarm's action does. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html */
  scale(policyArn: string, value: number, threshold: number): void {
    const policy = this.core.objects.find("aws_autoscaling_policy", { arn: policyArn });
    const group = policy && this.all.get(text(policy.attributes["autoscaling_group_name"]));
    if (policy === undefined || group === undefined || group.isSuspended("AlarmNotification")) return;
    const { policy_type, adjustment_type, step_adjustment, name } = policy.attributes;
    if (policy_type !== "StepScaling" || adjustment_type !== "ExactCapacity") throw new Unknown(`policy ${text(name)}`);
    const step = blocks(step_adjustment).find(({ metric_interval_lower_bound, metric_interval_upper_bound }) => {
      const [lower, upper] = [text(metric_interval_lower_bound), text(metric_interval_upper_bound)];
      return (
        (lower === "" || value >= threshold + Number(lower)) && (upper === "" || value < threshold + Number(upper))
      );
    });
    const capacity = number(step?.["scaling_adjustment"]);
    if (capacity !== undefined && capacity !== group.desired) group.setDesired(capacity, `policy ${text(name)}`);
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html */
  lifecycleState(machine: Machine): "InService" | "Terminated" | undefined {
    const { now, uncertain } = this.core;
    const members = [...this.all.values()].flatMap(({ hosts }) => hosts);
    const member = members.find((host) => host.machine === machine);
    if (member === undefined || uncertain.lifecycleState === "never") return undefined;
    const late = uncertain.lifecycleState === "30 s later" ? 30 * SECOND : 0;
    const isWaiting = member.lifecycleState === "Terminating:Wait" && now - member.since >= late;
    return isWaiting || member.lifecycleState === "Terminating:Proceed" ? "Terminated" : "InService";
  }

  private named(name: string | undefined, region: string): Group {
    const group = this.all.get(name ?? "");
    if (group?.object.region === region) return group;
    throw new AwsError("ValidationError", `Group ${name ?? ""} not found`);
  }

  private waiting(hook: Hook, region: string): { group: Group; host: GroupHost } {
    const group = this.named(hook.AutoScalingGroupName, region);
    const host = group.hosts.find(({ machine }) => machine.id === hook.InstanceId);
    const isWaiting = host?.lifecycleState === "Terminating:Wait" && group.hook?.["name"] === hook.LifecycleHookName;
    if (host !== undefined && isWaiting) return { group, host };
    const message = `No active Lifecycle Action found with instance ID ${hook.InstanceId ?? ""}`;
    throw new AwsError("ValidationError", message);
  }
}

function described({ name, past }: Group, time: Instant) {
  const { desired, hosts } = past.at(time) ?? { desired: 0, hosts: [] };
  return {
    AutoScalingGroupName: name,
    DesiredCapacity: desired,
    Instances: hosts.map(({ id, lifecycleState, healthy }) => ({
      InstanceId: id,
      LifecycleState: lifecycleState,
      HealthStatus: healthy ? "Healthy" : "Unhealthy",
    })),
  };
}
