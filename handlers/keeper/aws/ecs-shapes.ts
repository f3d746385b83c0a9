import type { ContainerInstance, Task as EcsTask } from "@aws-sdk/client-ecs";
import { UNDESCRIBED, type ClusterHost, type Task } from "../facts";
import type { Instant } from "../time";

/** @param now for a host so new that ECS does not say yet when it registered */
export const hostOf = (host: ContainerInstance, now: Instant): ClusterHost => ({
  arn: host.containerInstanceArn ?? "",
  instanceId: host.ec2InstanceId ?? "",
  status: host.status ?? "",
  agentConnected: host.agentConnected ?? false,
  registeredAt: host.registeredAt?.getTime() ?? now,
  taskCount: (host.runningTasksCount ?? 0) + (host.pendingTasksCount ?? 0),
});

/** A stopped task may not have a health status any more; then AWS's words say it. */
const isUnhealthy = ({ healthStatus, stoppedReason = "" }: EcsTask): boolean =>
  healthStatus === "UNHEALTHY" || /failed container health checks/i.test(stoppedReason);

/** @param now for a task so new that it is not pending yet: only then ECS says when it was created */
export const taskOf = (task: EcsTask, now: Instant): Task => ({
  arn: task.taskArn ?? "",
  group: task.group,
  startedBy: task.startedBy,
  hostArn: task.containerInstanceArn,
  lastStatus: task.lastStatus ?? "",
  desiredStatus: task.desiredStatus ?? "",
  createdAt: task.createdAt?.getTime() ?? now,
  startedAt: task.startedAt?.getTime(),
  stoppedAt: task.stoppedAt?.getTime(),
  stopCode: task.stopCode,
  stoppedReason: task.stoppedReason,
  ...(isUnhealthy(task) && { isUnhealthy: true }),
  containers: (task.containers ?? []).map(({ name = "", lastStatus, exitCode, reason }) => ({
    name,
    isStopped: lastStatus === "STOPPED",
    exitCode,
    reason,
  })),
});

/** A task that ECS lists and does not describe: it may have ended, or its data lag behind. It must not look like none. */
export const undescribedTask = (arn: string, now: Instant): Task => ({
  arn,
  lastStatus: UNDESCRIBED,
  desiredStatus: UNDESCRIBED,
  createdAt: now,
  containers: [],
});
