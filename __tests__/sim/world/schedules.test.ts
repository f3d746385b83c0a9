import { synthContainer, type Synthesized, document } from "../../helpers/synth";
import { baseConfig, containerConfig } from "../../helpers/configurations";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { statements } from "../../../sim/provider/documents";
import { block, text, type Attributes } from "../../../sim/provider/values";
import { schedulesAlone, TWO, withSchedules } from "../../../sim/scenarios/with-schedules";
import { type AppliedObject, FUNCTION_ZIP } from "../../../sim/world/terraform/objects";

const usual = { volumes: [], mem_reservation: "128m" };
const SERVICES = {
  scraper: { image: "scraper:1.0", schedule: "rate(6 hours)", timeout: "30m", wakes: true, ...usual },
  notifier: { image: "notifier:1.0", schedule: "cron(30 0/2 * * ? *)", timeout: "10m", overlap: "allow", ...usual },
};
const GAME = { image: "game:1.4.0", ports: ["2456-2457/udp"], volumes: ["world:/config"] };
const synthesized = (services: object): Synthesized =>
  synthContainer(baseConfig(), containerConfig({ services: { ...services, ...SERVICES } }));
const [played, alone] = [withSchedules, schedulesAlone].map((edit) => edit(objectsOf(readRecorded())));

/** What a stack has of a type, with its references as an apply would fill them in. */
function of(stack: Synthesized, type: string): readonly Attributes[] {
  const filled = (reference: string): string => {
    const [, kind = "", name = "", attribute = ""] = /^\$\{(\w+)\.(\w+)\.(\w+)\}$/.exec(reference) ?? [];
    const { name: its, function_name } = (stack.json.resource[kind]?.[name] ?? {}) as Attributes;
    if (attribute === "name") return text(its);
    if (kind === "aws_iam_role") return `arn:aws:iam::123456789012:role/${text(its)}`;
    if (kind === "aws_lambda_function") return `arn:aws:lambda:us-west-2:123456789012:function:${text(function_name)}`;
    return reference;
  };
  const value = (_: string, inner: unknown): unknown => {
    if (typeof inner !== "string") return inner;
    const known = inner.replaceAll("${data.aws_caller_identity.account.account_id}", "123456789012");
    return known.startsWith("${jsonencode(") ? JSON.stringify(document(known), value) : filled(known);
  };
  return Object.values(stack.json.resource[type] ?? {}).map(
    (one) => JSON.parse(JSON.stringify(one, value)) as Attributes,
  );
}
const all = (objects: readonly AppliedObject[] | undefined, type: string): readonly Attributes[] =>
  (objects ?? []).flatMap((one) => (one.type === type ? [one.attributes] : []));
const named = (attributes: readonly Attributes[], name: string): Attributes =>
  attributes.find((one) => one["name"] === name) ?? {};

test("the schedules of stories and random days call keeper as src synthesizes them", () => {
  const stack = synthesized({ valheim: GAME });
  const inSettings = (schedules: readonly Attributes[]) =>
    TWO.map(({ service }) => {
      const { group_name, schedule_expression, schedule_expression_timezone, target } = named(schedules, service);
      const { arn, role_arn, input, retry_policy } = block(target);
      return {
        group_name,
        schedule_expression,
        schedule_expression_timezone,
        arn,
        role_arn,
        input,
        ...block(retry_policy),
      };
    });
  expect(inSettings(of(stack, "aws_scheduler_schedule"))).toEqual(inSettings(all(played, "aws_scheduler_schedule")));

  const trust = (roles: readonly Attributes[]) =>
    statements(named(roles, "games-valheim-scheduler")["assume_role_policy"]).map(({ Principal, Condition }) => [
      Principal,
      Condition,
    ]);
  expect(trust(of(stack, "aws_iam_role"))).toEqual(trust(all(played, "aws_iam_role")));
});

test("keeper may run what it runs there, and no more", () => {
  const may = (policies: readonly Attributes[]) => {
    const policy = policies.find(({ role }) => role === "games-valheim-keeper");
    const own = statements(policy?.["policy"]).filter(({ Sid }) =>
      ["RunScheduledServices", "PassTaskRoles"].includes(text(Sid)),
    );
    return own.map(({ Sid, Action, Resource, Condition }) => [
      Sid,
      Action,
      [...(Resource as string[])].sort(),
      Condition,
    ]);
  };
  const synth = may(of(synthesized({ valheim: GAME }), "aws_iam_role_policy"));
  expect(synth).toHaveLength(2);
  expect(synth).toEqual(may(all(played, "aws_iam_role_policy")));
});

test("the runs have definitions and roles of their own, and keeper's settings their names", () => {
  const stack = synthesized({ valheim: GAME });
  const familiesOf = (definitions: readonly Attributes[]) => definitions.map(({ family }) => family).sort();
  expect(familiesOf(of(stack, "aws_ecs_task_definition"))).toEqual(familiesOf(all(played, "aws_ecs_task_definition")));
  const zip = played?.find(({ type, id }) => type === FUNCTION_ZIP && id.endsWith("-keeper"));
  const inSettings = TWO.map(({ service, timeoutMinutes, overlap, wakes }) => ({
    service,
    timeoutMinutes,
    overlap,
    wakes,
  }));
  expect(block(zip?.attributes["settings"])["scheduled"]).toEqual(inSettings);
});

test("a file with scheduled services alone has no part of a game's", () => {
  const stack = synthesized({});
  const types = ["aws_ecs_service", "aws_route53_zone", "aws_route53_record", "aws_route53_query_log"];
  const count = (type: string) => [of(stack, type).length, all(alone, type).length];
  expect(types.map(count)).toEqual(types.map(() => [0, 0]));
  for (const type of ["aws_ecs_task_definition", "aws_lambda_function", "aws_cloudwatch_metric_alarm"])
    expect([type, of(stack, type).length]).toEqual([type, all(alone, type).length]);
});
