import { type Attributes, text } from "../../provider/values";
import type { Core } from "../core";
import { AwsError } from "../errors";
import { type AppliedObject, number, type Objects, tagsOf } from "../terraform/objects";

/** When a container may start: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html */
export interface Dependency {
  readonly containerName: string;
  readonly condition: "START" | "HEALTHY" | "SUCCESS" | "COMPLETE";
}

/** In seconds; the defaults are AWS's: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
interface HealthCheck {
  readonly interval?: number | null;
  readonly retries?: number | null;
  readonly startPeriod?: number | null;
}

/** The time in which a check that fails each time makes its container unhealthy. */
export const failsAfterSeconds = ({ interval, retries }: HealthCheck): number => (interval ?? 30) * (retries ?? 3);

/** One container of a task definition. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RepositoryCredentials.html */
  readonly repositoryCredentials?: { readonly credentialsParameter: string };
  readonly essential?: boolean;
  readonly dependsOn?: readonly Dependency[];
  /** Like db or db:database. */
  readonly links?: readonly string[];
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html */
  readonly restartPolicy?: {
    readonly enabled: boolean;
    readonly restartAttemptPeriod?: number;
    readonly ignoredExitCodes?: readonly number[];
  };
  /** Unless disabled, ECS keeps using the image that a tag referred to first. */
  readonly versionConsistency?: "enabled" | "disabled";
  readonly healthCheck?: HealthCheck;
  readonly stopTimeout?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly portMappings?: readonly { readonly hostPort: number; readonly protocol: string }[];
  readonly mountPoints?: readonly MountPoint[];
  readonly secrets?: readonly { readonly valueFrom: string }[];
  readonly logConfiguration?: { readonly options: Readonly<Record<string, string>> };
}

interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

/** What a container waits for; a link is a START dependency (aws/amazon-ecs-agent, agent/api/task/task.go: initializeContainerOrderingForLinks). */
export const dependenciesOf = ({ dependsOn = [], links = [] }: ContainerDefinition): readonly Dependency[] => [
  ...dependsOn,
  ...links.map((link): Dependency => ({ containerName: link.split(":")[0] ?? "", condition: "START" })),
];

/** The names of the containers that one needs while it runs. */
export const needsOf = (container: ContainerDefinition): readonly string[] =>
  dependenciesOf(container)
    .filter(({ condition }) => condition === "START" || condition === "HEALTHY")
    .map(({ containerName }) => containerName);

/** The container that players connect to: the first with a port, and rather one whose end is the task's. */
export const mainOf = (containers: readonly ContainerDefinition[]): ContainerDefinition | undefined => {
  const open = containers.filter(({ portMappings = [] }) => portMappings.length > 0);
  return open.find(({ essential = true }) => essential) ?? open[0] ?? containers[0];
};

export const containersOf = ({ attributes }: AppliedObject): readonly ContainerDefinition[] =>
  JSON.parse(text(attributes["container_definitions"])) as ContainerDefinition[];

/** All revisions of a task definition, by its family; or one, by its ARN. */
const revisionsOf = (objects: Objects, named: string): readonly Attributes[] =>
  objects
    .all("aws_ecs_task_definition")
    .map(({ attributes }) => attributes)
    .filter(({ arn, family }) => arn === named || family === named);

/** Why a secret or parameter can't be read. Words: https://github.com/GiamPy5/terraform-aws-directus/issues/10, aws/copilot-cli#3104. */
function secretProblem({ access, outside }: Core, role: string, valueFrom: string): string | undefined {
  const [, , service = "", region = "", , kind = "", name = ""] = valueFrom.split(":");
  const isParameter = service === "ssm";
  // The last parts are a JSON key and a version.
  const arn = isParameter ? valueFrom : valueFrom.split(":").slice(0, 7).join(":");
  const failed = isParameter
    ? "unable to retrieve secrets from ssm: service call has been retried 1 time(s)"
    : `unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager`;
  const action = isParameter ? "ssm:GetParameters" : "secretsmanager:GetSecretValue";
  if (!access.mayCall(role, action, [arn]))
    return `${failed}: AccessDeniedException: User: ${role} is not authorized to perform: ${action} on resource: ${arn}`;
  if (!outside.has(arn))
    return isParameter
      ? `${failed}: invalid parameters: ${kind.replace("parameter", "")}`
      : `${failed}: ResourceNotFoundException: Secrets Manager can't find the specified secret: ${name}`;
  const key = outside.keyOf(arn);
  const context = { "kms:ViaService": `${service}.${region}.amazonaws.com` };
  return key === undefined || access.mayCall(role, "kms:Decrypt", [key], context)
    ? undefined
    : `${failed}: AccessDeniedException: Access to KMS is not allowed`;
}

/** The roles of all revisions: no revision changes them. */
export const rolesOf = (objects: Objects, named: string): readonly string[] =>
  revisionsOf(objects, named).flatMap(({ task_role_arn, execution_role_arn }) =>
    [text(task_role_arn), text(execution_role_arn)].filter((arn) => arn !== ""),
  );

/** @throws AwsError if there is none */
export function newestOf(objects: Objects, named: string): Attributes {
  const revision = (one: Attributes): number => number(one["revision"]) ?? 0;
  const [newest] = revisionsOf(objects, named).toSorted((a, b) => revision(b) - revision(a));
  if (newest === undefined) throw new AwsError("ClientException", `Unable to find task definition ${named}`);
  return newest;
}

/** The newest definition that a container's service runs; or the newest with a container of this name. */
export function definitionOf(objects: Objects, container: string, service?: string): AppliedObject | undefined {
  const own = objects.all("aws_ecs_task_definition").filter((one) => tagsOf(one)["Container"] === container);
  return own.findLast((one) =>
    service === undefined ? !isRun(objects, one) : containersOf(one).some(({ name }) => name === service),
  );
}

/** True if no service runs the definition's family, so that only RunTask starts it. */
export function isRun(objects: Objects, { attributes: { family } }: AppliedObject): boolean {
  const familyOf = (arn: string): string => arn.replace(/^.*\//, "").replace(/:\d+$/, "");
  const services = objects.all("aws_ecs_service");
  return !services.some(({ attributes }) => familyOf(text(attributes["task_definition"])) === family);
}

/** The memory that a task reserves on its host. */
export const neededMib = (definition: AppliedObject): number =>
  containersOf(definition)
    .map(({ memory, memoryReservation }) => memoryReservation ?? memory ?? 0)
    .reduce((sum, mib) => sum + mib, 0);

/** Why the execution role can't read the secrets or create the log stream before the start, in ECS's words. */
export function roleProblem(core: Core, definition: AppliedObject): string | undefined {
  const { access, objects } = core;
  const role = text(definition.attributes["execution_role_arn"]);
  for (const { secrets = [], logConfiguration } of containersOf(definition)) {
    for (const { valueFrom } of secrets) {
      const refused = secretProblem(core, role, valueFrom);
      if (refused !== undefined)
        return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ${refused}`;
    }
    const { "awslogs-group": name = "", "awslogs-region": region = "" } = logConfiguration?.options ?? {};
    const group = `arn:aws:logs:${region}:${core.account}:log-group:${name}:log-stream:x`;
    const mayLog =
      objects.find("aws_cloudwatch_log_group", { name }, region) &&
      access.mayCall(role, "logs:CreateLogStream", [group]);
    if (name !== "" && !mayLog)
      return `CannotStartContainerError: failed to initialize logging driver: failed to create Cloudwatch log stream in ${name}`;
  }
  return undefined;
}
