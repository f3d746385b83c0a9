import fc from "fast-check";
import { containerNames } from "../../shared/container-names";
import { metricNamespace } from "../../shared/metrics";
import { NAME_LIMITS } from "../helpers/name-limits";
import { names } from "../../shared/names";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthApp } from "../helpers/synth";

/** Project, container and volume as long as the configuration allows. */
const LONGEST = { project: "p".repeat(12), container: "c".repeat(20), volume: "v".repeat(15) };

const LIMIT_BY_TYPE: Readonly<Record<string, number>> = {
  aws_autoscaling_group: NAME_LIMITS.autoScalingGroup,
  aws_autoscaling_policy: NAME_LIMITS.scalingPolicy,
  aws_backup_plan: NAME_LIMITS.backupPlan,
  aws_backup_selection: NAME_LIMITS.backupPlan,
  aws_backup_vault: NAME_LIMITS.backupVault,
  aws_budgets_budget: NAME_LIMITS.budget,
  aws_cloudwatch_event_rule: NAME_LIMITS.eventRule,
  aws_cloudwatch_log_subscription_filter: NAME_LIMITS.subscriptionFilter,
  aws_cloudwatch_metric_alarm: NAME_LIMITS.alarm,
  aws_dynamodb_table: NAME_LIMITS.table,
  aws_ecs_cluster: NAME_LIMITS.ecs,
  aws_ecs_service: NAME_LIMITS.ecs,
  aws_ecs_task_definition: NAME_LIMITS.ecs,
  aws_iam_instance_profile: NAME_LIMITS.instanceProfile,
  aws_iam_role: NAME_LIMITS.iamRole,
  aws_iam_role_policy: NAME_LIMITS.iamRole,
  aws_lambda_function: NAME_LIMITS.function,
  aws_launch_template: NAME_LIMITS.launchTemplate,
  aws_security_group: NAME_LIMITS.securityGroup,
  aws_sns_topic: NAME_LIMITS.topic,
};

test("a container's names are project, container and role", () => {
  expect(names("games", "valheim").of("host")).toBe("games-valheim-host");
});

test("names of the shared stack are project and role", () => {
  expect(names("games").of("alerts")).toBe("games-alerts");
});

test("a container's names carry it", () => {
  expect(containerNames("games", "valheim")).toMatchObject({ project: "games", container: "valheim" });
});

test("metrics are in a namespace of the project", () => {
  expect(metricNamespace("games")).toBe("WakeOnDns/games");
});

test.each(["wake-errors", "", "Host", "1st", "a".repeat(16), "é"])("refuses the role %j", (role) => {
  expect(() => names("games", "valheim").of(role)).toThrow(`role "${role}" must be`);
});

test("no two of project, container and role make one name", () => {
  const project = fc.stringMatching(/^[a-b][a-b0]{0,2}$/);
  const container = fc.option(fc.stringMatching(/^[a-b](-?[a-b0]){0,4}$/), { nil: undefined });
  const role = fc.stringMatching(/^[a-b][a-b0]{0,2}$/);
  const subject = fc.tuple(project, container, role);
  fc.assert(
    fc.property(subject, subject, (one, other) => {
      const [first, second] = [one, other].map(([project, container, role]) => names(project, container).of(role));
      expect(first === second).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 1000 },
  );
});

test("the longest names of the whole app keep to each service's limit", () => {
  const base = baseConfig({ name: LONGEST.project, budget: { monthly_usd: 1 } });
  const volumes = { volumes: { [LONGEST.volume]: {} } };
  const service = { volumes: [`${LONGEST.volume}:/data`], secrets: ["PASS"] };
  const stacks = Object.values(synthApp(base, [containerConfig(volumes, service, LONGEST.container)]));
  const named = stacks
    .flatMap((stack) => stack.resources())
    .flatMap(({ type, block }) =>
      [block.name, block.family, block.function_name, block.alarm_name].map((name) => ({ type, name })),
    )
    .filter((named): named is { type: string; name: string } => String(named.name).startsWith(`${LONGEST.project}-`));

  expect([...new Set(named.map(({ type }) => type))].sort()).toEqual(Object.keys(LIMIT_BY_TYPE));
  const tooLong = named.filter(({ type, name }) => name.length > (LIMIT_BY_TYPE[type] ?? 0));
  expect(tooLong).toEqual([]);
});
