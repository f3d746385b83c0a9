import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import { DRAIN_HOOK } from "../../../shared/drain-hook";
import type { Group } from "../facts";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { clientOptions } from "./client-options";
import { isProblem, unless } from "./problem";

/** Failures older than so many launches and terminations are history. */
const ACTIVITIES = 20;

/** The group of the container's hosts. */
export function autoScaling(settings: KeeperSettings) {
  const client = new AutoScalingClient(clientOptions(settings));
  const AutoScalingGroupName = settings.names.group;
  const hookOf = (InstanceId: string) => ({ AutoScalingGroupName, InstanceId, LifecycleHookName: DRAIN_HOOK.name });
  /** Whoever comes too late finds the host already gone. */
  const orTooLate = (call: () => Promise<unknown>) =>
    unless(
      call,
      (error) => isProblem(error, "ValidationError", /no active lifecycle action/i),
      "no lifecycle action is active any more",
    );

  return {
    async group(): Promise<Group | undefined> {
      const { AutoScalingGroups = [] } = await client.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] }),
      );
      const [group] = AutoScalingGroups;
      if (group === undefined) return undefined;
      return {
        desired: group.DesiredCapacity ?? 0,
        hosts: (group.Instances ?? []).map(({ InstanceId = "", LifecycleState = "", HealthStatus }) => ({
          instanceId: InstanceId,
          lifecycleState: LifecycleState,
          healthy: HealthStatus !== "Unhealthy",
        })),
      };
    },

    /** Why the newest failed launch failed; empty if none did since then. */
    async launchProblem(since: Instant): Promise<string> {
      const { Activities = [] } = await client.send(
        new DescribeScalingActivitiesCommand({ AutoScalingGroupName, MaxRecords: ACTIVITIES }),
      );
      const recent = Activities.filter(({ StartTime }) => StartTime === undefined || StartTime.getTime() >= since);
      return recent.find(({ StatusCode }) => StatusCode === "Failed")?.StatusMessage ?? "";
    },

    /** At once: cooldown is for scaling policies that could overshoot. */
    setCapacity: (DesiredCapacity: number) =>
      client.send(new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity, HonorCooldown: false })),

    keepWaiting: (instanceId: string) =>
      orTooLate(() => client.send(new RecordLifecycleActionHeartbeatCommand(hookOf(instanceId)))),

    release: (instanceId: string) =>
      orTooLate(() =>
        client.send(new CompleteLifecycleActionCommand({ ...hookOf(instanceId), LifecycleActionResult: "CONTINUE" })),
      ),
  };
}
