import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { AwsError, Unknown } from "../errors";
import type { Directory } from "./directory";
import type { Task } from "./task";

/** What ECS answers about tasks. */
export function answerForTasks(directory: Directory): void {
  directory.on(
    ListTasksCommand,
    "ecs:ListTasks",
    ({ tasks, lists }, { containerInstance, desiredStatus = "RUNNING", family, serviceName, startedBy }) => {
      if ([family, serviceName, startedBy].some((filter) => filter !== undefined))
        throw new Unknown("ListTasks' filters");
      const fitting = tasks.filter((task) => task.desiredStatus === desiredStatus);
      const shown = lists.shown(fitting, "ecs:ListTasks");
      const ofHost = shown.filter(({ host }) => containerInstance === undefined || host.arn === containerInstance);
      return { taskArns: ofHost.map(({ arn }) => arn) };
    },
    // A request without a container instance has no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    ({ containerInstance = "*" }) => [containerInstance],
  );
  directory.on(
    DescribeTasksCommand,
    "ecs:DescribeTasks",
    ({ tasks, lists }, { tasks: arns = [] }) => {
      const asked = tasks.filter(({ arn }) => arns.includes(arn));
      return { tasks: lists.shown(asked, "ecs:DescribeTasks").map(describedTask) };
    },
    ({ tasks = [] }) => tasks,
  );
  directory.on(
    StopTaskCommand,
    "ecs:StopTask",
    ({ tasks }, { task: arn, reason = "Task stopped by user" }) => {
      const task = tasks.find((candidate) => candidate.arn === arn);
      if (task === undefined) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      task.stop("UserInitiated", reason);
      return {};
    },
    ({ task = "" }) => [task],
  );
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
  containers: [...task.containers],
});
