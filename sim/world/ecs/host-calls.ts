import {
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
  UpdateContainerInstancesStateCommand,
} from "@aws-sdk/client-ecs";
import { AwsError, Unknown } from "../errors";
import type { Cluster } from "./cluster";
import type { ContainerInstance } from "./container-instance";
import type { Directory } from "./directory";

/** What ECS answers about container instances. */
export function answerForHosts(directory: Directory): void {
  directory.on(ListContainerInstancesCommand, "ecs:ListContainerInstances", ({ hosts, lists }, { filter, status }) => {
    if (filter !== undefined) throw new Unknown("ListContainerInstances with a filter");
    const fitting = hosts.filter((host) => status === undefined || host.status === status);
    return { containerInstanceArns: lists.shown(fitting, "ecs:ListContainerInstances").map(({ arn }) => arn) };
  });
  directory.on(
    DescribeContainerInstancesCommand,
    "ecs:DescribeContainerInstances",
    (cluster, { containerInstances = [] }) => {
      const hosts = cluster.hosts.filter(({ arn }) => containerInstances.includes(arn));
      const shown = cluster.lists.shown(hosts, "ecs:DescribeContainerInstances");
      return { containerInstances: shown.map((host) => describedHost(cluster, host)) };
    },
    ({ containerInstances = [] }) => containerInstances,
  );
  directory.on(
    UpdateContainerInstancesStateCommand,
    "ecs:UpdateContainerInstancesState",
    (cluster, { containerInstances = [], status }) => {
      if (status !== "DRAINING") throw new Unknown(`UpdateContainerInstancesState ${status ?? ""}`);
      const failures = containerInstances.flatMap((arn) => {
        const host = cluster.hosts.find((candidate) => candidate.arn === arn);
        if (host !== undefined) cluster.drain(host);
        return host === undefined ? [{ arn, reason: "INACTIVE" }] : [];
      });
      return { containerInstances: [], failures };
    },
    ({ containerInstances = [] }) => containerInstances,
  );
  directory.on(
    DeregisterContainerInstanceCommand,
    "ecs:DeregisterContainerInstance",
    (cluster, { containerInstance, force }) => {
      const host = cluster.hosts.find(({ arn }) => arn === containerInstance);
      if (host === undefined) throw new AwsError("InvalidParameterException", "The container instance was not found.");
      if (force !== true) throw new Unknown("DeregisterContainerInstance without force");
      cluster.deregister(host);
      return {};
    },
  );
}

/** The count follows the desired status: it is 0 while a task still saves. */
const describedHost = (cluster: Cluster, host: ContainerInstance) => ({
  containerInstanceArn: host.arn,
  ec2InstanceId: host.machine.id,
  status: host.status,
  agentConnected: host.agentConnected,
  registeredAt: new Date(host.registeredAt),
  runningTasksCount: cluster.tasksOn(host).filter(({ desiredStatus }) => desiredStatus === "RUNNING").length,
});
