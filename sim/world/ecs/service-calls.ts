import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { handingOn } from "../../permissions/besides";
import { text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import type { Directory } from "./directory";

/** What ECS answers about services. */
export function answerForServices(core: Core, calls: Calls, directory: Directory): void {
  /** Roles of all revisions of a task definition, by its family or an ARN: no revision changes them. */
  const rolesOf = (definition: string): string[] =>
    core.objects
      .all("aws_ecs_task_definition")
      .map(({ attributes }) => attributes)
      .filter(({ arn, family }) => arn === definition || family === definition)
      .flatMap(({ task_role_arn, execution_role_arn }) => [text(task_role_arn), text(execution_role_arn)]);
  calls.on(DescribeServicesCommand, {
    action: "ecs:DescribeServices",
    resources: ({ cluster, services: names = [] }, region) =>
      names.map((name) => directory.serviceArn({ cluster }, name, region)),
    context: directory.inCluster,
    answer: ({ cluster, services: names = [] }, region) => ({
      services: names
        .map((service) => directory.service({ cluster, service }, region))
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
    resources: ({ cluster, service }, region) => [directory.serviceArn({ cluster }, service, region)],
    context: directory.inCluster,
    besides: ({ taskDefinition = "" }) => handingOn("ecs:UpdateService", rolesOf(taskDefinition)),
    answer: (input, region) => {
      directory.service(input, region).update(input.taskDefinition ?? "", input.forceNewDeployment ?? false);
      return {};
    },
  });
}
