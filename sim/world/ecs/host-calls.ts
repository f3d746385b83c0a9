import {
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
  UpdateContainerInstancesStateCommand,
} from "@aws-sdk/client-ecs";
import type { Calls } from "../api/calls";
import { AwsError, Unknown } from "../errors";
import type { Cluster } from "./cluster";
import type { ContainerInstance } from "./container-instance";
import type { Directory } from "./directory";

/** What ECS answers about container instances. */
export function answerForHosts(calls: Calls, directory: Directory): void {
  calls.on(ListContainerInstancesCommand, {
    action: "ecs:ListContainerInstances",
    resources: (input, region) => [directory.clusterArn(input, region)],
    answer: ({ cluster, filter, status }, region) => {
      if (filter !== undefined) throw new Unknown("ListContainerInstances with a filter");
      const found = directory.cluster({ cluster }, region);
      const hosts = found.hosts.filter((host) => status === undefined || host.status === status);
      const shown = hosts.filter((host) => found.lists.shows(host, "ecs:ListContainerInstances"));
      return { containerInstanceArns: shown.map(({ arn }) => arn) };
    },
  });
  calls.on(DescribeContainerInstancesCommand, {
    action: "ecs:DescribeContainerInstances",
    resources: ({ containerInstances = [] }) => containerInstances,
    context: directory.inCluster,
    answer: ({ cluster, containerInstances = [] }, region) => {
      const found = directory.cluster({ cluster }, region);
      const hosts = found.hosts.filter(({ arn }) => containerInstances.includes(arn));
      const shown = hosts.filter((host) => found.lists.shows(host, "ecs:DescribeContainerInstances"));
      return { containerInstances: shown.map((host) => describedHost(found, host)) };
    },
  });
  calls.on(UpdateContainerInstancesStateCommand, {
    action: "ecs:UpdateContainerInstancesState",
    resources: ({ containerInstances = [] }) => containerInstances,
    context: directory.inCluster,
    answer: ({ cluster, containerInstances = [], status }, region) => {
      if (status !== "DRAINING") throw new Unknown(`UpdateContainerInstancesState ${status ?? ""}`);
      const found = directory.cluster({ cluster }, region);
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
    resources: (input, region) => [directory.clusterArn(input, region)],
    answer: ({ cluster, containerInstance, force }, region) => {
      const found = directory.cluster({ cluster }, region);
      const host = found.hosts.find(({ arn }) => arn === containerInstance);
      if (host === undefined) throw new AwsError("InvalidParameterException", "The container instance was not found.");
      if (force !== true) throw new Unknown("DeregisterContainerInstance without force");
      found.deregister(host);
      return {};
    },
  });
}

/** Counts go by what shall be: they read 0 while a task still saves. */
const describedHost = (cluster: Cluster, host: ContainerInstance) => ({
  containerInstanceArn: host.arn,
  ec2InstanceId: host.machine.id,
  status: host.status,
  agentConnected: host.agentConnected,
  registeredAt: new Date(host.registeredAt),
  runningTasksCount: cluster.tasksOn(host).filter(({ desiredStatus }) => desiredStatus === "RUNNING").length,
});
