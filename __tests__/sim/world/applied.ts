import { containerNames } from "../../../shared/container-names";
import type { KeeperSettings, WakeSettings } from "../../../shared/function-settings";
import { type Attributes, blocks } from "../../../sim/provider/values";
import { type AppliedObject, FUNCTION_ZIP } from "../../../sim/world/terraform/objects";

export const HOME = "us-west-2";
const ACCOUNT = "123456789012";
const TAGS = { Project: "games", Container: "valheim" };
export const ADDRESS = "valheim.mine.org";
export const GROUP = "games-valheim-host";
export const KEEPER_NAME = "games-valheim-keeper";
const names = containerNames("games", "valheim");
export const TABLE = names.memoryTable;
export const HOLD = names.holdParameter;

export const arn = (service: string, resource: string, region = HOME): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
export const TOPIC = arn("sns", "games-alerts");

/** An object as the provider's store holds it, with what the world reads of it. */
export const object = (type: string, id: string, attributes: Attributes, region = HOME): AppliedObject => ({
  type,
  id,
  region,
  attributes: { id, ...attributes },
});

const global = (type: string, id: string, attributes: Attributes) => object(type, id, attributes, "global");
const policy = (...statements: readonly Attributes[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A role that may do everything, or what is said. */
export function role(name: string, service: string, ...statements: readonly Attributes[]): AppliedObject[] {
  const trust = policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } });
  const may = statements.length > 0 ? statements : [{ Effect: "Allow", Action: "*", Resource: "*" }];
  return [
    global("aws_iam_role", name, { name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, assume_role_policy: trust }),
    global("aws_iam_role_policy", name, { role: name, policy: policy(...may) }),
  ];
}

/** A function with a role of its own. */
export function lambda(
  name: string,
  region = HOME,
  variables: Attributes = {},
  settings: unknown = {},
): AppliedObject[] {
  const attributes = {
    function_name: name,
    arn: arn("lambda", `function:${name}`, region),
    role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    timeout: 60,
    memory_size: 512,
    environment: [{ variables }],
    tags_all: TAGS,
  };
  const zip = { function_name: name, settings: settings as Attributes };
  return [
    object("aws_lambda_function", name, attributes, region),
    object(FUNCTION_ZIP, name, zip, region),
    ...role(name, "lambda.amazonaws.com"),
  ];
}

export function permission(function_name: string, principal: string, source_arn: string, region = HOME): AppliedObject {
  const attributes = { function_name, principal, source_arn, source_account: ACCOUNT, action: "lambda:InvokeFunction" };
  return object("aws_lambda_permission", `${function_name} ${source_arn}`, attributes, region);
}

/** A rule with one target; a function gets the permission. */
export function rule(name: string, when: Attributes, target: string, region = HOME, role_arn = ""): AppliedObject[] {
  const ruleArn = arn("events", `rule/${name}`, region);
  const called = /:function:(.*)/.exec(target)?.[1];
  return [
    object("aws_cloudwatch_event_rule", name, { name, arn: ruleArn, ...when }, region),
    object("aws_cloudwatch_event_target", name, { rule: name, arn: target, role_arn }, region),
    ...(called === undefined ? [] : [permission(called, "events.amazonaws.com", ruleArn, region)]),
  ];
}

export function alarm(name: string, metric: Attributes, over: Attributes = {}, region = HOME): AppliedObject {
  const attributes = {
    alarm_name: name,
    arn: arn("cloudwatch", `alarm:${name}`, region),
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluation_periods: 1,
    period: 60,
    statistic: "Sum",
    treat_missing_data: "notBreaching",
    actions_enabled: true,
    ...metric,
    ...over,
  };
  return object("aws_cloudwatch_metric_alarm", name, attributes, region);
}

export const topic = (): AppliedObject[] => {
  const allowed = {
    Effect: "Allow",
    Action: "sns:Publish",
    Resource: TOPIC,
    Principal: { Service: "cloudwatch.amazonaws.com" },
  };
  return [
    object("aws_sns_topic", TOPIC, { arn: TOPIC }),
    object("aws_sns_topic_policy", TOPIC, { arn: TOPIC, policy: policy(allowed) }),
    object("aws_sns_topic_subscription", "mail", { topic_arn: TOPIC, endpoint: "me@mine.org" }),
  ];
};

export const BOOT_SCRIPT = `install /etc/ecs/ecs.config
ECS_CLUSTER=games-valheim-cluster
ECS_CONTAINER_STOP_TIMEOUT=120s
REGION=${HOME}
NAMESPACE=WakeOnDns/games
CONTAINER=valheim
PORTS='udp:2456:2457'
COUNTED=
IPV6=no
STOP_GRACE_SECONDS=120
iptables --ctstatus ASSURED
measure Packets Count 1 "\${COUNTED:-$PORTS}"
measure ReceivedBytes Bytes
measure SentBytes Bytes
systemctl enable container-stop.service packets.timer termination.service
`;

const HOOK = {
  name: "drain",
  lifecycle_transition: "autoscaling:EC2_INSTANCE_TERMINATING",
  heartbeat_timeout: 900,
  default_result: "CONTINUE",
};

/** A group of hosts of two types, from its template. */
export function hosts(over: Attributes = {}, userData = BOOT_SCRIPT): AppliedObject[] {
  const template = { launch_template_specification: [{ launch_template_id: "lt-1" }] };
  const override = [{ instance_type: "m7a.large" }, { instance_type: "m6a.large" }];
  return [
    ...role(GROUP, "ec2.amazonaws.com"),
    global("aws_iam_instance_profile", GROUP, {
      name: GROUP,
      arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${GROUP}`,
      role: GROUP,
    }),
    object("aws_subnet", "subnet-a", { availability_zone: `${HOME}a` }),
    object("aws_launch_template", "lt-1", {
      user_data: Buffer.from(userData).toString("base64"),
      iam_instance_profile: [{ arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${GROUP}` }],
      network_interfaces: [{ associate_public_ip_address: "true", security_groups: ["sg-host"] }],
      tag_specifications: [{ resource_type: "instance", tags: TAGS }],
    }),
    object("aws_vpc_security_group_ingress_rule", "players", {
      security_group_id: "sg-host",
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "udp",
      from_port: 2456,
      to_port: 2457,
    }),
    object("aws_autoscaling_group", GROUP, {
      name: GROUP,
      arn: arn("autoscaling", `autoScalingGroup:1:autoScalingGroupName/${GROUP}`),
      min_size: 0,
      max_size: 1,
      desired_capacity: 0,
      vpc_zone_identifier: ["subnet-a"],
      suspended_processes: ["AZRebalance", "ReplaceUnhealthy"],
      enabled_metrics: ["GroupInServiceInstances"],
      initial_lifecycle_hook: [HOOK],
      mixed_instances_policy: [{ launch_template: [{ ...template, override }] }],
      tag: Object.entries(TAGS).map(([key, value]) => ({ key, value })),
      ...over,
    }),
  ];
}

const CLUSTER = arn("ecs", "cluster/games-valheim-cluster");
const DEFINITION = arn("ecs", "task-definition/games-valheim-task:1");

/** A service of one container with one volume. */
export function service(container: Attributes = {}): AppliedObject[] {
  const definition = {
    name: "valheim",
    image: "valheim:1",
    stopTimeout: 120,
    memoryReservation: 128,
    portMappings: [{ hostPort: 2456, protocol: "udp" }],
    ...container,
  };
  const authorization_config = [{ access_point_id: "fsap-1", iam: "ENABLED" }];
  const efs = { file_system_id: "fs-1", transit_encryption: "ENABLED", authorization_config };
  return [
    ...role("games-valheim-task", "ecs-tasks.amazonaws.com"),
    ...role("games-valheim-execution", "ecs-tasks.amazonaws.com"),
    object("aws_ecs_cluster", CLUSTER, { name: "games-valheim-cluster", arn: CLUSTER, tags_all: TAGS }),
    object("aws_ecs_task_definition", "games-valheim-task", {
      arn: DEFINITION,
      family: "games-valheim-task",
      tags_all: TAGS,
      revision: 1,
      container_definitions: JSON.stringify([definition]),
      task_role_arn: `arn:aws:iam::${ACCOUNT}:role/games-valheim-task`,
      execution_role_arn: `arn:aws:iam::${ACCOUNT}:role/games-valheim-execution`,
      volume: [{ name: "world", efs_volume_configuration: [efs] }],
    }),
    object("aws_ecs_service", "service", {
      name: "games-valheim-service",
      arn: arn("ecs", "service/games-valheim-cluster/games-valheim-service"),
      cluster: CLUSTER,
      task_definition: DEFINITION,
      scheduling_strategy: "DAEMON",
      tags_all: TAGS,
    }),
    ...files(),
  ];
}

const RUN = "games-valheim-task_scraper";
const SCHEDULES = "games-valheim-schedules";

/** A service that runs on a schedule, and what calls keeper for it. */
export function scheduled(expression: string, over: Attributes = {}): AppliedObject[] {
  const scraper = { name: "scraper", image: "scraper:1", memoryReservation: 128 };
  const [target, scheduler] = [arn("lambda", `function:${KEEPER_NAME}`), "games-valheim-scheduler"];
  return [
    ...role(RUN, "ecs-tasks.amazonaws.com"),
    ...role("games-valheim-execution_scraper", "ecs-tasks.amazonaws.com"),
    ...role(scheduler, "scheduler.amazonaws.com"),
    object("aws_ecs_task_definition", RUN, {
      arn: arn("ecs", `task-definition/${RUN}:1`),
      family: RUN,
      tags_all: TAGS,
      revision: 1,
      container_definitions: JSON.stringify([scraper]),
      task_role_arn: `arn:aws:iam::${ACCOUNT}:role/${RUN}`,
      execution_role_arn: `arn:aws:iam::${ACCOUNT}:role/games-valheim-execution_scraper`,
    }),
    object("aws_scheduler_schedule_group", SCHEDULES, { name: SCHEDULES, tags_all: TAGS }),
    object("aws_scheduler_schedule", `${SCHEDULES}/scraper`, {
      name: "scraper",
      group_name: SCHEDULES,
      schedule_expression: expression,
      schedule_expression_timezone: "UTC",
      state: "ENABLED",
      target: [
        {
          arn: target,
          role_arn: `arn:aws:iam::${ACCOUNT}:role/${scheduler}`,
          input: '{"command":"run","service":"scraper","at":"<aws.scheduler.scheduled-time>"}',
          retry_policy: [{ maximum_event_age_in_seconds: 3600 }],
        },
      ],
      ...over,
    }),
  ];
}

function files(): AppliedObject[] {
  const fs = { file_system_id: "fs-1" };
  return [
    object("aws_efs_file_system", "fs-1", { arn: arn("elasticfilesystem", "file-system/fs-1") }),
    object("aws_efs_access_point", "fsap-1", { ...fs, arn: arn("elasticfilesystem", "access-point/fsap-1") }),
    object("aws_efs_mount_target", "fsmt-1", {
      ...fs,
      availability_zone_name: `${HOME}a`,
      security_groups: ["sg-files"],
    }),
    object("aws_vpc_security_group_ingress_rule", "files", {
      security_group_id: "sg-files",
      referenced_security_group_id: "sg-host",
      from_port: 2049,
      to_port: 2049,
    }),
  ];
}

const LOG = "/aws/route53/games/valheim";
const LOG_ARN = arn("logs", `log-group:${LOG}`, "us-east-1");

/** The zone with its record, the query log, and wake subscribed to it. */
export function zone(): AppliedObject[] {
  const writes = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${LOG_ARN}:*` };
  const servers = { ttl: 300, type: "NS", records: ["ns-1.awsdns.org"] };
  return [
    global("parent_zone", "Z0", { name: "mine.org" }),
    global("aws_route53_record", "delegation", { zone_id: "Z0", name: ADDRESS, fqdn: ADDRESS, ...servers }),
    global("aws_route53_zone", "Z1", {
      name: ADDRESS,
      zone_id: "Z1",
      arn: "arn:aws:route53:::hostedzone/Z1",
      name_servers: ["ns-1.awsdns.org"],
      tags_all: TAGS,
    }),
    global("aws_route53_record", "address", {
      zone_id: "Z1",
      name: ADDRESS,
      fqdn: ADDRESS,
      type: "A",
      ttl: 30,
      records: ["192.0.2.1"],
    }),
    global("aws_route53_query_log", "log", { zone_id: "Z1", cloudwatch_log_group_arn: LOG_ARN }),
    object("aws_cloudwatch_log_group", LOG, { name: LOG, arn: LOG_ARN }, "us-east-1"),
    object(
      "aws_cloudwatch_log_resource_policy",
      "logs",
      { policy_document: policy({ ...writes, Principal: { Service: "route53.amazonaws.com" } }) },
      "us-east-1",
    ),
    ...subscribed(),
  ];
}

function subscribed(): AppliedObject[] {
  const destination_arn = arn("lambda", "function:games-valheim-wake", "us-east-1");
  const filter = { name: "wake", log_group_name: LOG, filter_pattern: "", destination_arn };
  const settings: WakeSettings = {
    project: "games",
    container: "valheim",
    queriedName: ADDRESS,
    queryTypes: ["A"],
    homeRegion: HOME,
  };
  const learned = { KEEPER_ARN: arn("lambda", `function:${KEEPER_NAME}`) };
  return [
    ...lambda("games-valheim-wake", "us-east-1", learned, settings),
    permission("games-valheim-wake", "logs.amazonaws.com", `${LOG_ARN}:*`, "us-east-1"),
    object("aws_cloudwatch_log_subscription_filter", "filter", filter, "us-east-1"),
  ];
}

/** Keeper with its rules, its alarms and its memory. */
export function keeper(): AppliedObject[] {
  const target = arn("lambda", `function:${KEEPER_NAME}`);
  const packets = { namespace: "WakeOnDns/games", metric_name: "Packets", dimensions: { Container: "valheim" } };
  const idle = { evaluation_periods: 15, comparison_operator: "LessThanThreshold", threshold: 120 };
  const sources = ["aws.autoscaling", "aws.ecs", "aws.cloudwatch"];
  return [
    ...lambda(
      KEEPER_NAME,
      HOME,
      { ZONE_ID: "Z1", TOPIC_ARN: TOPIC, ALLOCATION_ID: "none", FIXED_IPV4: "none" },
      KEEPER,
    ),
    ...rule("events", { event_pattern: JSON.stringify({ source: sources }) }, target),
    ...rule("schedule", { schedule_expression: "cron(2/5 * * * ? *)" }, target),
    alarm(names.alarms.idle, packets, idle),
    alarm(
      names.alarms.queried,
      { ...packets, metric_name: "DnsQueries" },
      { evaluation_periods: 5, datapoints_to_alarm: 1 },
    ),
    object("aws_dynamodb_table", TABLE, { name: TABLE, hash_key: "id", attribute: [{ name: "id", type: "S" }] }),
    object("aws_ssm_parameter", HOLD, { name: HOLD, arn: arn("ssm", `parameter${HOLD}`), insecure_value: "none" }),
    ...topic(),
  ];
}

const KEEPER: KeeperSettings = {
  project: "games",
  mode: "on_demand",
  container: "valheim",
  region: HOME,
  address: ADDRESS,
  recordName: ADDRESS,
  ipv6: false,
  timeZone: "UTC",
  instanceTypes: ["m7a.large", "m6a.large"],
  availabilityZones: [`${HOME}a`],
  hasFileSystems: true,
  diskGiB: 30,
  stopGraceSeconds: 120,
  startupTimeoutMinutes: 15,
  idle: { afterMinutes: 15, packetsPerMinute: 120, count: "published_ports" },
  limit: {
    perSessionMinutes: 480,
    perDayMinutes: 840,
    perMonthMinutes: 7_200,
    trafficPerDayMiB: 20_480,
    trafficPerMonthMiB: 153_600,
    stop: true,
  },
  crashLoop: { stops: 3, withinMinutes: 15, restMinutes: 60 },
  services: { essential: ["valheim"], nonEssential: [], restartedWhenDone: [] },
  scheduled: [],
  wake: { perDay: 12 },
};

/** With a task definition whose volume of this name is on the host's disk. */
export const withHostVolume =
  (name: string, autoprovision = true) =>
  (objects: readonly AppliedObject[]) =>
    objects.map((applied) => {
      if (applied.type !== "aws_ecs_task_definition") return applied;
      const onHost = { name, docker_volume_configuration: [{ scope: "shared", autoprovision, driver: "local" }] };
      const volume = blocks(applied.attributes["volume"]).map((other) => (other["name"] === name ? onHost : other));
      return { ...applied, attributes: { ...applied.attributes, volume } };
    });

/** A whole container. */
export const container = (): AppliedObject[] => [...hosts(), ...service(), ...zone(), ...keeper()];
