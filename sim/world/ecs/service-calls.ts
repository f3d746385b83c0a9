import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { AwsError, Unknown } from "../errors";
import type { Directory } from "./directory";
import type { Task } from "./task";
import { passRoleFor } from "../../permissions/dependent-actions";
import { text } from "../../provider/values";
import { rolesOf } from "./task-definition";

/** What ECS answers about services and tasks. */
export function answerForServices(directory: Directory): void {
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
  directory.on(
    DescribeServicesCommand,
    "ecs:DescribeServices",
    (cluster, { services: names = [] }) => ({
      services: names
        .map((name) => directory.service(cluster, name))
        .map(({ name, arn, status, definitionArn, messages }) => ({
          serviceName: name,
          serviceArn: arn,
          status,
          taskDefinition: definitionArn,
          events: messages.map(({ at, text }) => ({ createdAt: new Date(at), message: text })),
        })),
    }),
    ({ services = [] }, clusterArn) => services.map((name) => serviceArn(clusterArn, name)),
  );
  directory.on(
    UpdateServiceCommand,
    "ecs:UpdateService",
    (cluster, { service, taskDefinition = "", forceNewDeployment = false }) => {
      directory.service(cluster, service).update(taskDefinition, forceNewDeployment);
      return {};
    },
    ({ service }, clusterArn) => [serviceArn(clusterArn, service)],
    ({ taskDefinition = "" }) => passRoleFor("ecs:UpdateService", rolesOf(directory.core.objects, taskDefinition)),
  );
}

const dateOf = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

export const describedTask = (task: Task) => ({
  taskArn: task.arn,
  taskDefinitionArn: text(task.definition.attributes["arn"]),
  containerInstanceArn: task.host.arn,
  group: task.origin.group,
  startedBy: task.origin.startedBy,
  desiredStatus: task.desiredStatus,
  lastStatus: task.lastStatus,
  createdAt: new Date(task.createdAt),
  startedAt: dateOf(task.startedAt),
  stoppedAt: dateOf(task.stoppedAt),
  stopCode: task.stopCode as "TaskFailedToStart" | undefined,
  stoppedReason: task.stoppedReason,
  healthStatus: task.healthStatus,
  containers: [...task.containers],
});

const serviceArn = (clusterArn: string, name = ""): string =>
  name.startsWith("arn:") ? name : `${clusterArn.replace(":cluster/", ":service/")}/${name}`;
