import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { passRoleFor } from "../../permissions/dependent-actions";
import { text } from "../../provider/values";
import type { Directory } from "./directory";
import { revisionsOf } from "./task-definition";

/** What ECS answers about services. */
export function answerForServices(directory: Directory): void {
  const { objects } = directory.core;
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
    // The roles of all revisions: no revision changes them.
    ({ taskDefinition = "" }) => {
      const roles = revisionsOf(objects, taskDefinition).flatMap(({ task_role_arn, execution_role_arn }) => [
        text(task_role_arn),
        text(execution_role_arn),
      ]);
      return passRoleFor("ecs:UpdateService", roles);
    },
  );
}

const serviceArn = (clusterArn: string, name = ""): string =>
  name.startsWith("arn:") ? name : `${clusterArn.replace(":cluster/", ":service/")}/${name}`;
