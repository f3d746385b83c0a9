import { DEPENDENT_ACTIONS } from "../../sim/permissions/dependent-actions";
import { aws } from "../../sim/provider/catalogue";
import { arn } from "../../sim/provider/templates";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { type IamStatement, problemsOf } from "../helpers/iam-data";
import { document, synthApp, type Synthesized } from "../helpers/synth";

const ECR_IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/team/game:1.0";
/** Stacks of every shape. */
const stacks: readonly Synthesized[] = [
  ...Object.values(
    synthApp(baseConfig({ budget: { monthly_usd: 1 } }), [
      containerConfig(
        {
          instance_types: ["m7a.large", "m6a.large"],
          ipv6: true,
          address: "fixed",
          volumes: { world: {}, server: { keep: false } },
        },
        { volumes: ["world:/config", "server:/opt"], secrets: ["PASS"], image: ECR_IMAGE },
      ),
      containerConfig({ volumes: {} }, { volumes: [] }, "plain"),
      containerConfig({ mode: "always" }, {}, "always"),
      containerConfig({ retired: true }, {}, "gone"),
    ]),
  ),
  ...Object.values(synthApp(baseConfig({ region: "us-east-1", delegation: "manual" }), [containerConfig()])),
];

const REFERENCES: Readonly<Record<string, string>> = {
  "data.aws_caller_identity.account.account_id": "123456789012",
  "aws_route53_zone.zone.zone_id": "Z1",
  'try(data.terraform_remote_state.base.outputs.alerts_topic_arn, "")': arn("sns:games-alerts", "us-west-2"),
};

/** A text with its references as an apply would fill them in. */
const filledIn = (text: string): string =>
  text.replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
    const [, type = ""] = /^(aws_\w+)\.\w+\.arn$/.exec(reference) ?? [];
    const path = aws.resources[type]?.kind.arn?.replace(/(?<=ssm:parameter)\{name\}/, "/x").replace(/\{\w+\}|#+/g, "x");
    const found =
      path === undefined ? REFERENCES[reference] : arn(path, /^aws_iam/.test(type) ? "global" : "us-west-2");
    if (found === undefined) throw new Error(`what is ${reference}?`);
    return found;
  });

interface Policy {
  readonly address: string;
  readonly Statement: readonly IamStatement[];
}

/** Every policy of a stack, whatever argument holds it. */
const policies: readonly Policy[] = stacks.flatMap((stack) =>
  stack.resources().flatMap(({ address, block }) =>
    Object.values(block)
      .filter((value) => typeof value === "string" && value.startsWith('${jsonencode({"Version" = "2012-10-17"'))
      .map((value) => {
        const policy = JSON.stringify(document(value), (_, inner: unknown) =>
          typeof inner === "string" ? filledIn(inner) : inner,
        );
        return { ...(JSON.parse(policy) as Policy), address };
      }),
  ),
);

/** Without a container instance in the request there is no resource: keeper lists the whole cluster's tasks. */
const OPEN = ["ecs:ListTasks"];

test("AWS knows every action of every statement, on that resource and with that condition", async () => {
  const types = new Set(policies.map(({ address }) => address.split(".")[0]));
  expect([...types].sort()).toEqual([
    "aws_cloudwatch_log_resource_policy",
    "aws_efs_file_system_policy",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_sns_topic_policy",
  ]);
  for (const { address, Statement } of policies) {
    const problems = await Promise.all(Statement.map((statement) => problemsOf(statement, OPEN)));
    expect([address, ...problems.flat()]).toEqual([address]);
  }
});

test("AWS's data finds a wrong action, a wrong type of resource, a wrong key, and an idle or open resource", async () => {
  const cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/c";
  const service = "arn:aws:ecs:us-west-2:123456789012:service/c/s";
  const found = (statement: IamStatement): Promise<string[]> => problemsOf({ Sid: "S", ...statement });
  expect(await found({ Action: ["ecs:UpdateService"], Resource: [service] })).toEqual([]);
  expect(await found({ Action: ["ecs:ChangeService"], Resource: ["*"] })).toEqual([
    "S: ecs:ChangeService does not exist",
  ]);
  expect(await found({ Action: ["ecs:UpdateService"], Resource: [cluster] })).toEqual([
    `S: ecs:UpdateService does not take ${cluster}`,
    `S: no action takes ${cluster}`,
  ]);
  expect(await found({ Action: ["ecs:UpdateService"], Resource: [service, cluster] })).toEqual([
    `S: no action takes ${cluster}`,
  ]);
  expect(
    await found({
      Action: ["ecs:UpdateService"],
      Resource: [service],
      Condition: { StringEquals: { "iam:PassedToService": "x" } },
    }),
  ).toEqual(["S: ecs:UpdateService does not know iam:PassedToService"]);
  expect(await found({ Action: ["ecs:UpdateService"], Resource: ["*"] })).toEqual([
    "S: ecs:UpdateService takes a resource, found *",
  ]);
});

test("whoever may do what demands a permission besides has that, too", () => {
  const roles = policies.filter(({ address }) => address.startsWith("aws_iam_role_policy."));
  for (const { address, Statement } of roles) {
    const actions = Statement.flatMap(({ Action }) => Action);
    const demanded = actions.flatMap((action) =>
      (DEPENDENT_ACTIONS[action] ?? []).map((dependent) => dependent.action),
    );
    expect([address, ...actions]).toEqual(expect.arrayContaining(demanded));
  }
  expect(roles.length).toBeGreaterThan(10);
});
