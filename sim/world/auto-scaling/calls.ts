import {
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import { text } from "../../provider/values";
import type { Calls } from "../api/calls";
import { shownAt } from "../api/past";
import type { Instant } from "../clock";
import type { Core } from "../core";
import { AwsError } from "../errors";
import type { Group } from "./group";
import type { GroupHost } from "./group-host";
import type { Groups } from "./groups";
import { hookOf } from "./settings";

interface Hook {
  readonly AutoScalingGroupName: string | undefined;
  readonly LifecycleHookName: string | undefined;
  readonly InstanceId?: string;
}

/** Auto Scaling as functions call it. */
export function answerAutoScaling(core: Core, calls: Calls, groups: Groups): void {
  const arnOf = ({ AutoScalingGroupName: name = "" }: { AutoScalingGroupName: string | undefined }): string[] => [
    text(groups.all.get(name)?.object.attributes["arn"]) || name,
  ];
  calls.on(DescribeAutoScalingGroupsCommand, {
    action: "autoscaling:DescribeAutoScalingGroups",
    answer: ({ AutoScalingGroupNames = [] }, region) => ({
      AutoScalingGroups: [...groups.all.values()]
        .filter(({ name, object }) => object.region === region && AutoScalingGroupNames.includes(name))
        .map((group) => described(group, shownAt(core, "autoscaling:DescribeAutoScalingGroups"))),
    }),
  });
  calls.on(DescribeScalingActivitiesCommand, {
    action: "autoscaling:DescribeScalingActivities",
    answer: ({ AutoScalingGroupName, MaxRecords = 100 }, region) => ({
      Activities: groups
        .named(AutoScalingGroupName, region)
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
      groups.named(AutoScalingGroupName, region).setDesired(DesiredCapacity, caller);
      return {};
    },
  });
  calls.on(RecordLifecycleActionHeartbeatCommand, {
    action: "autoscaling:RecordLifecycleActionHeartbeat",
    resources: arnOf,
    answer: (input, region) => {
      const { group, host } = waiting(groups, input, region);
      group.wait(host);
      return {};
    },
  });
  calls.on(CompleteLifecycleActionCommand, {
    action: "autoscaling:CompleteLifecycleAction",
    resources: arnOf,
    answer: (input, region) => {
      const { group, host } = waiting(groups, input, region);
      group.proceed(host);
      return {};
    },
  });
}

function waiting(groups: Groups, hook: Hook, region: string): { group: Group; host: GroupHost } {
  const group = groups.named(hook.AutoScalingGroupName, region);
  const host = group.hosts.find(({ machine }) => machine.id === hook.InstanceId);
  const isWaiting =
    host?.lifecycleState === "Terminating:Wait" && hookOf(group.object)?.["name"] === hook.LifecycleHookName;
  if (host !== undefined && isWaiting) return { group, host };
  const message = `No active Lifecycle Action found with instance ID ${hook.InstanceId ?? ""}`;
  throw new AwsError("ValidationError", message);
}

function described({ name, reports }: Group, time: Instant) {
  const { desired, hosts } = reports.past.at(time) ?? { desired: 0, hosts: [] };
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
