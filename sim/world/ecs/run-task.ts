import { RunTaskCommand, type RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { passRoleFor } from "../../permissions/dependent-actions";
import { text } from "../../provider/values";
import { DAY, HOUR, type Instant } from "../clock";
import { AwsError, Unknown } from "../errors";
import type { Game } from "../host/game";
import { tagsOf } from "../terraform/objects";
import type { Cluster } from "./cluster";
import type { ContainerInstance } from "./container-instance";
import type { Directory } from "./directory";
import { describedTask } from "./service-calls";
import { Task } from "./task";
import { neededMib, newestOf, rolesOf } from "./task-definition";

/** What one call started, or why it could not: the answer to each repetition with its client token. */
interface Started {
  readonly at: Instant;
  readonly parameters: string;
  readonly task?: Task;
  readonly failure?: { readonly arn: string; readonly reason: string };
}

/** What the world knows of a request; it fails rather than ignore anything else. */
const PARAMETERS = ["clientToken", "cluster", "count", "group", "launchType", "startedBy", "taskDefinition"];

/** ECS's RunTask: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export function answerRunTask(directory: Directory, gameOf: (container: string, service?: string) => Game): void {
  const { core } = directory;
  const tokens = new WeakMap<Cluster, Map<string, Started>>();
  const answer = ({ task, failure }: Started) => ({
    tasks: task === undefined ? [] : [describedTask(task)],
    failures: failure === undefined ? [] : [failure],
  });

  const start = (cluster: Cluster, input: RunTaskCommandInput): Omit<Started, "at" | "parameters"> => {
    const { arn = "" } = newestOf(core.objects, input.taskDefinition ?? "");
    const definition = core.objects.find("aws_ecs_task_definition", { arn: text(arn) });
    const hosts = cluster.hosts.filter(({ status }) => status === "ACTIVE");
    if (definition === undefined || hosts.length === 0)
      throw new AwsError("InvalidParameterException", "No Container Instances were found in your cluster.");
    const why = hosts.map((host) => ({ host, reason: refusal(cluster, host, neededMib(definition)) }));
    const fitting = why.find(({ reason }) => reason === undefined);
    if (fitting === undefined) return { failure: { arn: why[0]?.host.arn ?? "", reason: why[0]?.reason ?? "" } };
    const { group = `family:${text(definition.attributes["family"])}`, startedBy } = input;
    const game = (service?: string): Game => gameOf(tagsOf(definition)["Container"] ?? "", service);
    const origin = { group, startedBy, pinned: new Map<string, string>() };
    return {
      task: new Task(core, cluster.newArn("task"), fitting.host, definition, game, origin, (task) => {
        cluster.taskChanged(task);
      }),
    };
  };

  directory.on(
    RunTaskCommand,
    "ecs:RunTask",
    (cluster, input) => {
      check(input);
      const { clientToken, ...others } = input;
      const parameters = JSON.stringify(Object.entries(others).sort());
      const known = tokens.get(cluster) ?? new Map<string, Started>();
      tokens.set(cluster, known);
      const before = clientToken === undefined ? undefined : known.get(clientToken);
      if (before !== undefined && isRemembered(before, core.now)) {
        if (before.parameters === parameters) return answer(before);
        throw new AwsError("ConflictException", "The clientToken is already in use with a different RunTask request.");
      }
      const started = { at: core.now, parameters, ...start(cluster, input) };
      if (clientToken !== undefined) known.set(clientToken, started);
      return answer(started);
    },
    // A family without its revision is checked as the newest one's ARN:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    ({ taskDefinition = "" }) => [text(newestOf(core.objects, taskDefinition)["arn"])],
    ({ taskDefinition = "" }) => passRoleFor("ecs:RunTask", rolesOf(core.objects, taskDefinition)),
  );
}

function check(input: RunTaskCommandInput): void {
  const other = Object.keys(input).find((name) => !PARAMETERS.includes(name));
  const { clientToken = "x", startedBy = "", launchType, count = 1 } = input;
  if (other !== undefined || launchType !== "EC2" || count !== 1)
    throw new Unknown(`RunTask with ${other ?? "others"}`);
  if (!/^[!-~]{1,64}$/.test(clientToken))
    throw new AwsError("InvalidParameterException", "clientToken: up to 64 ASCII characters in the range of 33-126");
  if (!/^[\w/-]{0,128}$/.test(startedBy))
    throw new AwsError(
      "InvalidParameterException",
      "startedBy: up to 128 letters, numbers, hyphens, slashes, underscores",
    );
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
function refusal(cluster: Cluster, host: ContainerInstance, mib: number): string | undefined {
  if (!host.agentConnected) return "AGENT";
  return mib > cluster.freeMib(host) ? "RESOURCE:MEMORY" : undefined;
}

/** For 24 hours, or until an hour after the task has stopped: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html */
const isRemembered = ({ at, task }: Started, now: Instant): boolean =>
  now - at < DAY && now - (task?.stoppedAt ?? now) < HOUR;
