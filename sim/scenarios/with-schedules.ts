import { containerNames } from "../../shared/container-names";
import type { ScheduledService } from "../../shared/function-settings";
import { type Attributes, block, isList, text, type Value } from "../provider/values";
import { containersOf, mainOf } from "../world/ecs/task-definition";
import { type AppliedObject, FUNCTION_ZIP, tagsOf } from "../world/terraform/objects";

/** A scheduled service, with its expression for EventBridge Scheduler. */
export interface Schedule extends ScheduledService {
  readonly expression: string;
}

/** One that starts a host, and one that runs only beside the game. */
export const TWO: readonly Schedule[] = [
  { service: "scraper", expression: "rate(6 hours)", timeoutMinutes: 30, overlap: "skip", wakes: true },
  { service: "notifier", expression: "cron(30 0/2 * * ? *)", timeoutMinutes: 10, overlap: "allow", wakes: false },
];

/** Parts of a stack that a file with scheduled services alone does not have. */
const OF_SERVICE =
  /^(aws_ecs_service|aws_route53_(zone|record|query_log)|aws_cloudwatch_log_(subscription_filter|resource_policy))$/;

/** As applied with scheduled services besides. The same as src synthesizes: schedules.test.ts. */
export function withSchedules(
  objects: readonly AppliedObject[],
  schedules: readonly Schedule[] = TWO,
): readonly AppliedObject[] {
  const game = objects.find(({ type }) => type === "aws_ecs_task_definition");
  const keeper = objects.find(({ id }) => id.endsWith("-keeper"));
  const group = objects.find(({ type }) => type === "aws_autoscaling_group");
  const isThere = objects.some(({ type }) => type === "aws_scheduler_schedule");
  if (isThere || game === undefined || keeper === undefined || group === undefined) return objects;
  const { Project = "", Container = "" } = tagsOf(group);
  const names = containerNames(Project, Container);
  const roleOf = (attribute: string): string => text(game.attributes[attribute]).split("/").at(-1) ?? "";
  const own = [names.taskFamily, roleOf("task_role_arn"), roleOf("execution_role_arn")];
  const copied = objects.filter(({ type, attributes }) => {
    const name = text(attributes[type === "aws_iam_role_policy" ? "role" : "name"]);
    return type === "aws_ecs_task_definition" || (type.startsWith("aws_iam_role") && own.includes(name));
  });
  const { region } = game;
  const arnOf = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${text(game.attributes["arn"]).split(":")[4] ?? ""}:${resource}`;
  return [
    ...objects.map((object) => knowing(object, names, schedules, arnOf)),
    ...schedules.flatMap(({ service }) => copied.map((object) => ofRun(object, service))),
    ...calling(names, tagsOf(group), schedules, arnOf),
    ...objects.filter(({ id }) => id === names.alarms.keeperErrors).map((alarm) => onDroppedRuns(alarm, names)),
  ];
}

type ArnOf = (service: string, resource: string) => string;
type Names = ReturnType<typeof containerNames>;

/** A task definition or a role, for a run. */
function ofRun(object: AppliedObject, service: string): AppliedObject {
  const named = JSON.stringify(object).replace(/-(task|execution)(?=[":\\])/g, `-$1_${service}`);
  const copy = JSON.parse(named) as AppliedObject;
  if (object.type !== "aws_ecs_task_definition") return copy;
  const { logConfiguration, stopTimeout } = mainOf(containersOf(object)) ?? {};
  const container = { name: service, image: `${service}:1.0`, essential: true, memoryReservation: 128 };
  const container_definitions = JSON.stringify([
    { ...container, logConfiguration, stopTimeout, versionConsistency: "disabled" },
  ]);
  return { ...copy, attributes: { ...copy.attributes, container_definitions, volume: [] } };
}

/** Keeper's settings, role and event age. */
function knowing(object: AppliedObject, names: Names, schedules: readonly Schedule[], arnOf: ArnOf): AppliedObject {
  const { type, id, attributes } = object;
  const change = (changed: Attributes): AppliedObject => ({ ...object, attributes: { ...attributes, ...changed } });
  if (type === FUNCTION_ZIP && id === names.keeper) {
    const scheduled = schedules.map(({ service, timeoutMinutes, overlap, wakes }): Attributes => ({
      service,
      timeoutMinutes,
      overlap,
      wakes,
    }));
    return change({ settings: { ...block(attributes["settings"]), scheduled } });
  }
  if (type === "aws_lambda_function_event_invoke_config" && attributes["function_name"] === names.keeper)
    return change({ maximum_event_age_in_seconds: 3600 });
  if (type !== "aws_iam_role_policy" || attributes["role"] !== names.keeper) return object;
  const policy = JSON.parse(text(attributes["policy"])) as { readonly Statement: readonly Attributes[] };
  const families = schedules.map(({ service }) => names.ofService("task", service));
  const run = {
    Sid: "RunScheduledServices",
    Effect: "Allow",
    Action: ["ecs:RunTask"],
    Resource: families.map((family) => arnOf("ecs", `task-definition/${family}:*`)),
    Condition: { ArnEquals: { "ecs:cluster": arnOf("ecs", `cluster/${names.cluster}`) } },
  };
  const passed = (roles: Value | undefined): Value =>
    (isList(roles) ? roles : []).flatMap((role) => [
      role,
      ...schedules.map(({ service }) => `${text(role)}_${service}`),
    ]);
  const statements = policy.Statement.map((one) =>
    one["Sid"] === "PassTaskRoles" ? { ...one, Resource: passed(one["Resource"]) } : one,
  );
  return change({ policy: JSON.stringify({ ...policy, Statement: [...statements, run] }) });
}

/** The schedules, their group, and the role that invokes keeper. */
function calling(
  names: Names,
  tags: Readonly<Record<string, string>>,
  schedules: readonly Schedule[],
  arnOf: ArnOf,
): readonly AppliedObject[] {
  const [name, role, keeper] = [names.scheduleGroup, names.schedulerRole, arnOf("lambda", `function:${names.keeper}`)];
  const [, , , region = "", account = ""] = keeper.split(":");
  const source = { "aws:SourceAccount": account, "aws:SourceArn": arnOf("scheduler", `schedule-group/${name}`) };
  const allow = (statement: Attributes): string => JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
  const trust = allow({
    Action: ["sts:AssumeRole"],
    Principal: { Service: "scheduler.amazonaws.com" },
    Condition: { StringEquals: source },
  });
  const role_arn = `arn:aws:iam::${account}:role/${role}`;
  const object = (type: string, id: string, attributes: Attributes, where = region): AppliedObject => ({
    ...{ type, id, region: where },
    attributes: { id, ...attributes },
  });
  return [
    object("aws_scheduler_schedule_group", name, { name, tags_all: tags }),
    object("aws_iam_role", role, { name: role, arn: role_arn, assume_role_policy: trust }, "global"),
    object(
      "aws_iam_role_policy",
      role,
      { role, policy: allow({ Action: ["lambda:InvokeFunction"], Resource: [keeper] }) },
      "global",
    ),
    ...schedules.map(({ service, expression }) => {
      const input = JSON.stringify({ command: "run", service, at: "<aws.scheduler.scheduled-time>" });
      const retry_policy = [{ maximum_event_age_in_seconds: 3600, maximum_retry_attempts: 185 }];
      return object("aws_scheduler_schedule", `${name}/${service}`, {
        ...{ name: service, group_name: name, state: "ENABLED" },
        ...{ schedule_expression: expression, schedule_expression_timezone: "UTC" },
        target: [{ arn: keeper, role_arn, input, retry_policy }],
      });
    }),
  ];
}

/** The alarm on runs that EventBridge Scheduler gave up. */
function onDroppedRuns({ attributes, ...alarm }: AppliedObject, { alarms, scheduleGroup }: Names): AppliedObject {
  const [id, { keeperErrors }] = [alarms.droppedRuns, alarms];
  const metric = { namespace: "AWS/Scheduler", metric_name: "InvocationDroppedCount" };
  const own = { id, alarm_name: id, arn: text(attributes["arn"]).replace(keeperErrors, id) };
  const minutes = { evaluation_periods: 1, datapoints_to_alarm: 1 };
  const dimensions = { ScheduleGroup: scheduleGroup };
  return { ...alarm, id, attributes: { ...attributes, ...own, ...metric, ...minutes, dimensions } };
}

/** As applied for a file that has nothing else. */
export function schedulesAlone(objects: readonly AppliedObject[], schedules = TWO): readonly AppliedObject[] {
  const isWake = ({ id, attributes }: AppliedObject): boolean =>
    id.endsWith("-wake") ||
    [attributes["function_name"], attributes["role"]].some((name) => text(name).endsWith("-wake"));
  const isAlarm = ({ type, id }: AppliedObject): boolean =>
    type === "aws_cloudwatch_metric_alarm" && /-(idle|queried|wakeerrors)$/.test(id);
  return withSchedules(objects, schedules)
    .filter((one) => !OF_SERVICE.test(one.type) && !isWake(one) && !isAlarm(one))
    .filter(({ type, id }) => type !== "aws_ecs_task_definition" || id.includes("_"))
    .map((one) => {
      if (one.type !== FUNCTION_ZIP) return one;
      const services = { essential: [], nonEssential: [], restartedWhenDone: [] };
      return {
        ...one,
        attributes: { ...one.attributes, settings: { ...block(one.attributes["settings"]), services } },
      };
    });
}
