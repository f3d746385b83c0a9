import type { Kind, Names, Request, ResourceType, Rule } from "./kind";
import type { Store, StoredObject } from "./store";
import { expand } from "./templates";
import { isSet, text, type Value } from "./values";
import { valuesAt, words } from "./validate";

const TEMPLATE = "InvalidLaunchTemplateId.NotFound: The launch template, with template ID {value}, does not exist.";
const MIXED = "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id";

/** Arguments that name something that must be there, whatever type has them, and what AWS says if it is not. */
const NEEDS: Readonly<Record<string, readonly [types: Names, says: string]>> = {
  autoscaling_group_name: ["aws_autoscaling_group", "ValidationError: Group {value} not found"],
  cloudwatch_log_group_arn: ["aws_cloudwatch_log_group", "NoSuchCloudWatchLogsLogGroup: no log group {value}"],
  cluster: ["aws_ecs_cluster", "ClusterNotFoundException: Cluster not found."],
  file_system_id: ["aws_efs_file_system", "FileSystemNotFound: File system '{value}' does not exist."],
  function_name: ["aws_lambda_function", "ResourceNotFoundException: Function not found: {value}"],
  "iam_instance_profile.arn": ["aws_iam_instance_profile", "Invalid IAM Instance Profile ARN: {value}"],
  iam_role_arn: ["aws_iam_role", "InvalidParameterValueException: IAM Role {value} cannot be assumed by AWS Backup"],
  "launch_template.id": ["aws_launch_template", TEMPLATE],
  log_group_name: ["aws_cloudwatch_log_group", "ResourceNotFoundException: The specified log group does not exist."],
  [MIXED]: ["aws_launch_template", TEMPLATE],
  plan_id: ["aws_backup_plan", "ResourceNotFoundException: Cannot find Backup plan {value}"],
  role: ["aws_iam_role", "NoSuchEntity: The role with name {value} cannot be found."],
  role_arn: ["aws_iam_role", "ValidationException: Provided role '{value}' cannot be assumed."],
  route_table_id: ["aws_route_table", "InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist"],
  rule: ["aws_cloudwatch_event_rule", "ResourceNotFoundException: Rule {value} does not exist on EventBus default."],
  "rule.target_vault_name": ["aws_backup_vault", "InvalidParameterValueException: Backup vault {value} does not exist"],
  security_groups: ["aws_security_group", "SecurityGroupNotFound: The security group ID '{value}' does not exist"],
  subnet_id: ["aws_subnet", "InvalidSubnetID.NotFound: The subnet ID '{value}' does not exist"],
  task_definition: ["aws_ecs_task_definition", "ClientException: Unable to describe task definition {value}."],
  topic_arn: ["aws_sns_topic", "NotFound: Topic does not exist"],
  vpc_id: ["aws_vpc", "InvalidVpcID.NotFound: The vpc ID '{value}' does not exist"],
  vpc_zone_identifier: ["aws_subnet", "ValidationError: The subnet ID '{value}' does not exist"],
  zone_id: ["aws_route53_zone parent_zone", "NoSuchHostedZone: No hosted zone found with ID: {value}"],
};

/** What AWS says against an object as it shall be. */
export function refusedChange({ name, kind }: ResourceType, request: Request): string | undefined {
  const { object, region, store } = request;
  for (const [path, [types, says]] of Object.entries(NEEDS)) {
    if (words(types).includes(name)) continue; // its own name
    const named = valuesAt(object, path).filter((value) => typeof value === "string" && value !== "");
    const missing = named.find((value) => lookUp(store, types, region, text(value)) === undefined);
    if (missing !== undefined) return expand(says, { value: missing });
  }
  return (request.prior ? undefined : refusedTwin(name, kind, request)) ?? said(kind.refuse, request);
}

/** What AWS says against a deletion. */
export function refusedDeletion(kind: Kind, request: Request): string | undefined {
  const [references = "", code = ""] = kind.heldBy ?? [];
  const [holder] = referring(references, request);
  return holder ? `${code}: ${holder.type} ${holder.id} still needs ${request.id}` : said(kind.refuseDeletion, request);
}

const said = (rules: readonly Rule[] = [], request: Request): string | undefined =>
  rules.map((rule) => rule(request)).find((reason) => typeof reason === "string");

/** Objects whose argument names this one by id or ARN, for references like `aws_subnet.vpc_id`. */
export function referring(references: Names, { id, object, region, store }: Request): StoredObject[] {
  const namesIt = (value: Value): boolean => value === id || (isSet(value) && value === object["arn"]);
  return words(references).flatMap((reference) => {
    const [type = "", path = ""] = reference.split(".");
    return store.all(type).filter((other) => isNear(other, region) && valuesAt(other.attributes, path).some(namesIt));
  });
}

function refusedTwin(type: string, { unique }: Kind, { object, region, store }: Request): string | undefined {
  const [names = "", code = ""] = unique ?? [];
  if (names === "" || object["allow_overwrite"] === true) return undefined;
  const equal = (other: StoredObject): boolean =>
    words(names).every((name) => (other.attributes[name] ?? null) === (object[name] ?? null));
  const twin = store.find(type, (other) => other.region === region && equal(other));
  return twin && `${code}: ${type} ${twin.id} already exists`;
}

/** An object by its id, its ARN or its name, in a region or global. */
export function lookUp(store: Store, types: Names, region: string, name: string): StoredObject | undefined {
  const isIt = ({ id, attributes }: StoredObject): boolean =>
    [id, attributes["arn"], attributes["name"]].includes(name);
  const all = words(types).flatMap((type) => store.all(type));
  return all.find((object) => isNear(object, region) && isIt(object));
}

const isNear = (object: StoredObject, region: string): boolean =>
  object.region === region || object.region === "global" || region === "global";
