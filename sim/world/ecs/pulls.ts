import { text } from "../../provider/values";
import type { Core } from "../core";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerDefinition } from "./task-definition";

/** An image of a private ECR repository: its region, repository, and tag or digest. */
const ECR_IMAGE = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)(.*)$/;

/** True if docker alone cannot pull it. */
export const isInEcr = (image: string): boolean => ECR_IMAGE.test(image);

/**
 * Why the agent may not pull an image for a task, in ECR's and the agent's words. It signs in with the execution role
 * (ShouldPullWithExecutionRole in agent/engine/docker_task_engine.go of aws/amazon-ecs-agent).
 */
export function pullProblem(
  core: Core,
  { attributes }: AppliedObject,
  { image, repositoryCredentials }: ContainerDefinition,
): string | undefined {
  const role = text(attributes["execution_role_arn"]);
  const lacks = (action: string, resource: string): string | undefined =>
    core.access.mayCall(role, action, [resource]) ? undefined : `${role} is not authorized to perform: ${action}`;
  if (repositoryCredentials !== undefined)
    return lacks("secretsmanager:GetSecretValue", repositoryCredentials.credentialsParameter);

  const [, region = "", repository = "", version = ""] = ECR_IMAGE.exec(image) ?? [];
  if (repository === "") return undefined;
  const arn = `arn:aws:ecr:${region}:${core.account}:repository/${repository}`;
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
  const refused =
    lacks("ecr:GetAuthorizationToken", "*") ??
    lacks("ecr:BatchGetImage", arn) ??
    lacks("ecr:GetDownloadUrlForLayer", arn);
  if (refused !== undefined || core.objects.find("aws_ecr_repository", { name: repository }, region)) return refused;
  return importProblem(core, { region, repository, version }, (action) => lacks(action, arn));
}

/** Why ECR does not import an image: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html */
function importProblem(
  { objects, registry }: Core,
  { region, repository, version }: Readonly<Record<"region" | "repository" | "version", string>>,
  lacks: (action: string) => string | undefined,
): string | undefined {
  const rules = objects.all("aws_ecr_pull_through_cache_rule").filter((rule) => rule.region === region);
  if (!rules.some(({ attributes }) => repository.startsWith(`${text(attributes["ecr_repository_prefix"])}/`)))
    return `The repository with name '${repository}' does not exist in the registry`;
  const name = repository + version;
  if (registry.cached.has(name)) return undefined;
  // Only a tag is imported: https://github.com/aws/containers-roadmap/issues/2837
  if (version.includes("@")) return `${name}: not found`;
  const isFirst = ![...registry.cached].some((other) => other.startsWith(`${repository}:`));
  const refused = lacks("ecr:BatchImportUpstreamImage") ?? (isFirst ? lacks("ecr:CreateRepository") : undefined);
  if (refused === undefined) registry.cached.add(name);
  return refused;
}
