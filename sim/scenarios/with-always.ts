import { block, text } from "../provider/values";
import { containersOf, mainOf } from "../world/ecs/task-definition";
import { type AppliedObject, FUNCTION_ZIP } from "../world/terraform/objects";
import type { World } from "../world/world";

/** The part of a stack that only a container that sleeps has: what hears queries, and what stops it. */
const isOfSleep = ({ type, id }: AppliedObject): boolean =>
  /^aws_(route53_query_log|cloudwatch_log_subscription_filter|autoscaling_policy)$/.test(type) ||
  /-(alarm|service)events(-function)?$|-wake(:|$)|^\/aws\/route53\/|^\/[^/]+\/[^/]+\/hold$/.test(id) ||
  (type === "aws_cloudwatch_metric_alarm" && /-(idle|queried|leftup|wakeerrors)$/.test(id));
/** Before the type of what waits for the way back. */
const PUT_BY = "put by: ";

/** What only a keeper of what sleeps may call. */
const CALLS = ["cloudwatch:DescribeAlarms", "ssm:GetParameter"];
const allowed = (policy: string, isAlways: boolean): string =>
  CALLS.reduce((all, call) => {
    const [from, to] = isAlways ? [`"${call}"`, `"${PUT_BY}${call}"`] : [`"${PUT_BY}${call}"`, `"${call}"`];
    return all.replaceAll(from, to);
  }, policy);

/** As applied with the other mode. It leaves out the same as src: always.test.ts. */
function inMode(objects: readonly AppliedObject[], mode: "always" | "on_demand"): readonly AppliedObject[] {
  const isAlways = mode === "always";
  const newest = objects.findLast(({ type, id }) => type === "aws_ecs_task_definition" && !id.includes("_"));
  return objects.map((object): AppliedObject => {
    const { type, attributes } = object;
    if (type.startsWith(PUT_BY)) return isAlways ? object : { ...object, type: type.slice(PUT_BY.length) };
    if (isOfSleep(object)) return isAlways ? { ...object, type: `${PUT_BY}${type}` } : object;
    const change = (changed: AppliedObject["attributes"]) => ({ ...object, attributes: { ...attributes, ...changed } });
    if (type === FUNCTION_ZIP) {
      const settings = block(attributes["settings"]);
      return change({ settings: { ...settings, mode, limit: { ...block(settings["limit"]), stop: !isAlways } } });
    }
    if (type === "aws_iam_role_policy" && /-keeper$/.test(text(attributes["role"])))
      return change({ policy: allowed(text(attributes["policy"]), isAlways) });
    if (type === "aws_autoscaling_group")
      return change({ enabled_metrics: isAlways ? [] : ["GroupInServiceInstances"] });
    // Nothing is ignored where `deploy: now` is the default.
    if (type === "aws_ecs_service" && isAlways) return change({ task_definition: newest?.attributes["arn"] ?? null });
    // A new zip: Lambda starts new instances.
    return type === "aws_lambda_function" ? { ...object } : object;
  });
}

export const alwaysOn = (objects: readonly AppliedObject[]): readonly AppliedObject[] => inMode(objects, "always");

export const isAlwaysOn = (objects: readonly AppliedObject[]): boolean =>
  objects.some(({ type, attributes }) => type === FUNCTION_ZIP && block(attributes["settings"])["mode"] === "always");

/** An apply changes `mode`. */
export function changeMode(world: World): void {
  const { list } = world.objects;
  world.apply(inMode(list, isAlwaysOn(list) ? "on_demand" : "always"));
}

/** As applied with a health check of the container that people use. */
export const withHealthCheck = (objects: readonly AppliedObject[]): readonly AppliedObject[] =>
  eachContainer(objects, (container, isMain) =>
    isMain ? { ...container, healthCheck: { interval: 10, retries: 3, startPeriod: 300 } } : container,
  );

/** As applied without volumes. */
export const withoutFiles = (objects: readonly AppliedObject[]): readonly AppliedObject[] =>
  eachContainer(objects, (container) => ({ ...container, mountPoints: [] }))
    .filter(({ type }) => !/^aws_(efs|backup)_/.test(type))
    .map((object) => {
      const { type, attributes } = object;
      const settings = { ...block(attributes["settings"]), hasFileSystems: false };
      if (type === FUNCTION_ZIP) return { ...object, attributes: { ...attributes, settings } };
      return type === "aws_ecs_task_definition" ? { ...object, attributes: { ...attributes, volume: [] } } : object;
    });

type Container = ReturnType<typeof containersOf>[number];

const eachContainer = (
  objects: readonly AppliedObject[],
  change: (container: Container, isMain: boolean) => Container,
): readonly AppliedObject[] =>
  objects.map((object) => {
    if (text(object.attributes["container_definitions"]) === "") return object;
    const all = containersOf(object);
    const main = mainOf(all);
    const container_definitions = JSON.stringify(all.map((container) => change(container, container === main)));
    return { ...object, attributes: { ...object.attributes, container_definitions } };
  });
