import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import type { Calls } from "../api/calls";
import { AwsError, Unknown } from "../errors";
import type { Directory } from "./directory";
import type { Task } from "./task";

/** What ECS answers about tasks. */
export function answerForTasks(calls: Calls, directory: Directory): void {
  calls.on(ListTasksCommand, {
    action: "ecs:ListTasks",
    // Without a container instance in the request there is no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    resources: ({ containerInstance }) => [containerInstance ?? "*"],
    context: directory.inCluster,
    answer: ({ cluster, containerInstance, desiredStatus = "RUNNING", family, serviceName, startedBy }, region) => {
      if ([family, serviceName, startedBy].some((filter) => filter !== undefined))
        throw new Unknown("ListTasks' filters");
      const found = directory.cluster({ cluster }, region);
      const tasks = found.tasks
        .filter((task) => task.desiredStatus === desiredStatus && found.lists.shows(task, "ecs:ListTasks"))
        .filter(({ host }) => containerInstance === undefined || host.arn === containerInstance);
      return { taskArns: tasks.map(({ arn }) => arn) };
    },
  });
  calls.on(DescribeTasksCommand, {
    action: "ecs:DescribeTasks",
    resources: ({ tasks = [] }) => tasks,
    context: directory.inCluster,
    answer: ({ cluster, tasks = [] }, region) => {
      const found = directory.cluster({ cluster }, region);
      const shown = found.tasks.filter(
        (task) => tasks.includes(task.arn) && found.lists.shows(task, "ecs:DescribeTasks"),
      );
      return { tasks: shown.map(describedTask) };
    },
  });
  calls.on(StopTaskCommand, {
    action: "ecs:StopTask",
    resources: ({ task = "" }) => [task],
    context: directory.inCluster,
    answer: ({ cluster, task: arn, reason = "Task stopped by user" }, region) => {
      const task = directory.cluster({ cluster }, region).tasks.find((candidate) => candidate.arn === arn);
      if (task === undefined) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      task.stop("UserInitiated", reason);
      return {};
    },
  });
}

const dateOf = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

const describedTask = (task: Task) => ({
  taskArn: task.arn,
  containerInstanceArn: task.host.arn,
  desiredStatus: task.desiredStatus,
  lastStatus: task.lastStatus,
  createdAt: new Date(task.createdAt),
  startedAt: dateOf(task.startedAt),
  stoppedAt: dateOf(task.stoppedAt),
  stopCode: task.stopCode as "TaskFailedToStart" | undefined,
  stoppedReason: task.stoppedReason,
  containers: task.containers.map(({ name }) => ({ name, exitCode: task.exitCode, lastStatus: task.lastStatus })),
});
