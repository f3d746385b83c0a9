import {
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
  StopTaskCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { handingOn } from "../../permissions/besides";
import { text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Cluster, ClusterHost } from "./cluster";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import type { Service } from "./service";
import type { Task } from "./task";

interface Named {
  readonly cluster?: string;
}

/** ECS as functions call it. */
export function answerEcs(
  core: Core,
  calls: Calls,
  clusters: () => readonly Cluster[],
  services: () => readonly Service[],
): void {
  const find = ({ cluster = "default" }: Named, region: string): Cluster => {
    const found = clusters().find(({ name, arn, object }) => object.region === region && [name, arn].includes(cluster));
    if (found === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return found;
  };
  const arnOf = ({ cluster = "default" }: Named, region: string): string =>
    cluster.startsWith("arn:") ? cluster : `arn:aws:ecs:${region}:${core.account}:cluster/${cluster}`;
  const inCluster = (input: Named, region: string) => ({ "ecs:cluster": arnOf(input, region) });
  const serviceOf = ({ cluster, service }: Named & { service?: string }, region: string): Service => {
    const { arn } = find({ cluster }, region);
    const found = services().find(
      (candidate) => candidate.cluster.arn === arn && [candidate.name, candidate.arn].includes(service ?? ""),
    );
    if (found?.status === "ACTIVE") return found;
    throw new AwsError(
      found === undefined ? "ServiceNotFoundException" : "ServiceNotActiveException",
      "Service not found.",
    );
  };
  /** Roles of all revisions of a task definition, by its family or an ARN: no revision changes them. */
  const rolesOf = (definition: string): string[] =>
    core.objects
      .all("aws_ecs_task_definition")
      .map(({ attributes }) => attributes)
      .filter(({ arn, family }) => arn === definition || family === definition)
      .flatMap(({ task_role_arn, execution_role_arn }) => [text(task_role_arn), text(execution_role_arn)]);
  const serviceArn = (input: Named, name = "", region: string): string =>
    name.startsWith("arn:") ? name : `${arnOf(input, region).replace(":cluster/", ":service/")}/${name}`;

  calls.on(ListContainerInstancesCommand, {
    action: "ecs:ListContainerInstances",
    resources: (input, region) => [arnOf(input, region)],
    answer: ({ cluster, filter, status }, region) => {
      if (filter !== undefined) throw new Unknown("ListContainerInstances with a filter");
      const found = find({ cluster }, region);
      const hosts = found.hosts.filter((host) => status === undefined || host.status === status);
      const shown = hosts.filter((host) => found.shows(host, "ecs:ListContainerInstances"));
      return { containerInstanceArns: shown.map(({ arn }) => arn) };
    },
  });
  calls.on(DescribeContainerInstancesCommand, {
    action: "ecs:DescribeContainerInstances",
    resources: ({ containerInstances = [] }) => containerInstances,
    context: inCluster,
    answer: ({ cluster, containerInstances = [] }, region) => {
      const found = find({ cluster }, region);
      const hosts = found.hosts.filter(({ arn }) => containerInstances.includes(arn));
      const shown = hosts.filter((host) => found.shows(host, "ecs:DescribeContainerInstances"));
      return { containerInstances: shown.map((host) => describedHost(found, host)) };
    },
  });
  calls.on(UpdateContainerInstancesStateCommand, {
    action: "ecs:UpdateContainerInstancesState",
    resources: ({ containerInstances = [] }) => containerInstances,
    context: inCluster,
    answer: ({ cluster, containerInstances = [], status }, region) => {
      if (status !== "DRAINING") throw new Unknown(`UpdateContainerInstancesState ${status ?? ""}`);
      const found = find({ cluster }, region);
      const failures = containerInstances.flatMap((arn) => {
        const host = found.hosts.find((candidate) => candidate.arn === arn);
        if (host !== undefined) found.drain(host);
        return host === undefined ? [{ arn, reason: "INACTIVE" }] : [];
      });
      return { containerInstances: [], failures };
    },
  });
  calls.on(DeregisterContainerInstanceCommand, {
    action: "ecs:DeregisterContainerInstance",
    resources: (input, region) => [arnOf(input, region)],
    answer: ({ cluster, containerInstance, force }, region) => {
      const found = find({ cluster }, region);
      const host = found.hosts.find(({ arn }) => arn === containerInstance);
      if (host === undefined) throw new AwsError("InvalidParameterException", "The container instance was not found.");
      if (force !== true) throw new Unknown("DeregisterContainerInstance without force");
      found.deregister(host);
      return {};
    },
  });
  calls.on(ListTasksCommand, {
    action: "ecs:ListTasks",
    // Without a container instance in the request there is no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    resources: ({ containerInstance }) => [containerInstance ?? "*"],
    context: inCluster,
    answer: ({ cluster, containerInstance, desiredStatus = "RUNNING", family, serviceName, startedBy }, region) => {
      if ([family, serviceName, startedBy].some((filter) => filter !== undefined))
        throw new Unknown("ListTasks' filters");
      const found = find({ cluster }, region);
      const tasks = found.tasks
        .filter((task) => task.desiredStatus === desiredStatus && found.shows(task, "ecs:ListTasks"))
        .filter(({ host }) => containerInstance === undefined || host.arn === containerInstance);
      return { taskArns: tasks.map(({ arn }) => arn) };
    },
  });
  calls.on(DescribeTasksCommand, {
    action: "ecs:DescribeTasks",
    resources: ({ tasks = [] }) => tasks,
    context: inCluster,
    answer: ({ cluster, tasks = [] }, region) => {
      const found = find({ cluster }, region);
      const shown = found.tasks.filter((task) => tasks.includes(task.arn) && found.shows(task, "ecs:DescribeTasks"));
      return { tasks: shown.map(describedTask) };
    },
  });
  calls.on(StopTaskCommand, {
    action: "ecs:StopTask",
    resources: ({ task = "" }) => [task],
    context: inCluster,
    answer: ({ cluster, task: arn, reason = "Task stopped by user" }, region) => {
      const task = find({ cluster }, region).tasks.find((candidate) => candidate.arn === arn);
      if (task === undefined) throw new AwsError("InvalidParameterException", "The referenced task was not found.");
      task.stop("UserInitiated", reason);
      return {};
    },
  });
  calls.on(DescribeServicesCommand, {
    action: "ecs:DescribeServices",
    resources: ({ cluster, services: names = [] }, region) =>
      names.map((name) => serviceArn({ cluster }, name, region)),
    context: inCluster,
    answer: ({ cluster, services: names = [] }, region) => ({
      services: names
        .map((service) => serviceOf({ cluster, service }, region))
        .map(({ name, arn, status, definitionArn, messages }) => ({
          serviceName: name,
          serviceArn: arn,
          status,
          taskDefinition: definitionArn,
          events: messages.map(({ at, text }) => ({ createdAt: new Date(at), message: text })),
        })),
    }),
  });
  calls.on(UpdateServiceCommand, {
    action: "ecs:UpdateService",
    resources: ({ cluster, service }, region) => [serviceArn({ cluster }, service, region)],
    context: inCluster,
    besides: ({ taskDefinition = "" }) => handingOn("ecs:UpdateService", rolesOf(taskDefinition)),
    answer: (input, region) => {
      serviceOf(input, region).update(input.taskDefinition ?? "", input.forceNewDeployment ?? false);
      return {};
    },
  });
}

/** Counts go by what shall be: they read 0 while a task still saves. */
const describedHost = (cluster: Cluster, host: ClusterHost) => ({
  containerInstanceArn: host.arn,
  ec2InstanceId: host.machine.id,
  status: host.status,
  agentConnected: host.agentConnected,
  registeredAt: new Date(host.registeredAt),
  runningTasksCount: cluster.tasksOn(host).filter(({ desiredStatus }) => desiredStatus === "RUNNING").length,
});

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
