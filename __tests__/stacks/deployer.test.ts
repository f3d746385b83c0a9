import { readFileSync, writeFileSync } from "node:fs";
import { DEPENDENT_ACTIONS } from "../../sim/permissions/dependent-actions";
import { CALLS } from "../helpers/deployer-calls";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { calls, deployerPolicies, type IamPolicy, MANAGED_POLICY_CHARACTERS } from "../helpers/deployer-policy";
import { problemsOf } from "../helpers/iam-data";
import { synthApp } from "../helpers/synth";

const PAGE = "docs/permissions.md";
const BLOCK = /(?<=```json\n)[^`]*(?=```)/g;

const onPage = (): IamPolicy[] =>
  [...readFileSync(PAGE, "utf8").matchAll(BLOCK)].map(([block]) => JSON.parse(block) as IamPolicy);

/** Actions that AWS requires of whoever makes a call, besides the one that is called. */
const besides = (call: string): string[] => (DEPENDENT_ACTIONS[call] ?? []).map(({ action }) => action);

/** Every type that some configuration defines; reading the account's own ID needs no permission. */
const types = [
  ...new Set(
    Object.values(
      synthApp(
        baseConfig({
          budget: { monthly_usd: 1 },
          image_cache: { quay: true },
          repositories: ["hello"],
          application: true,
        }),
        [
          containerConfig({
            address: "fixed",
            instance_types: ["m7a.large", "m6a.large"],
            key_pair: "ops",
            ssh_from: ["203.0.113.0/24"],
            services: {
              game: { image: "example/game:1.0", ports: ["2456/udp"], volumes: ["world:/config"], secrets: ["PASS"] },
              job: { image: "example/job:1.0", volumes: [], schedule: "rate(1 day)" },
            },
          }),
        ],
      ),
    ).flatMap(({ json }) => [
      ...Object.keys(json.resource),
      ...Object.keys(json.data ?? {}).map((type) => `data.${type}`),
    ]),
  ),
].filter((type) => /^(data\.)?aws_/.test(type) && type !== "data.aws_caller_identity");

test("what Terraform calls is known for every type of the stacks, and for no other", () => {
  expect([...types].sort()).toEqual(Object.keys(CALLS).sort());
});

test("the page has the policies of today's stacks: npm run permissions renews it", async () => {
  const policies = await deployerPolicies(types, "games");
  const page = readFileSync(PAGE, "utf8");
  if (process.env.npm_lifecycle_event === "permissions") {
    const rest = [...policies];
    writeFileSync(
      PAGE,
      page.replace(BLOCK, () => `${JSON.stringify(rest.shift() ?? {}, undefined, 2)}\n`),
    );
  }
  expect(onPage()).toEqual(policies);
});

test.each(["base", "valheim"])("the page allows every call for each type that Terraform applied in %s", (stack) => {
  const { resources } = JSON.parse(readFileSync(`sim/applied/recorded/${stack}.json`, "utf8")) as {
    readonly resources: readonly { readonly type: string; readonly mode: string }[];
  };
  const applied = resources.filter(({ type, mode }) => type.startsWith("aws_") && mode === "managed");
  const needed = applied.flatMap(({ type }) => calls(type)).flatMap((call) => [call, ...besides(call)]);
  const allowed = new Set(onPage().flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)));
  expect(needed).not.toEqual([]);
  expect(needed.filter((action) => !allowed.has(action))).toEqual([]);
});

test("AWS knows every statement of them, each on what it takes, and each fits into a managed policy", async () => {
  for (const policy of await deployerPolicies(types, "games")) {
    const problems = await Promise.all(policy.Statement.map((statement) => problemsOf(statement)));
    expect(problems.flat()).toEqual([]);
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
  }
});

test("they hand roles on only to the services that take them, and name the project wherever AWS allows", async () => {
  const all = (await deployerPolicies(types, "games")).flatMap(({ Statement }) => Statement);
  expect(all.filter(({ Action }) => Action.includes("iam:PassRole"))).toEqual([
    expect.objectContaining({
      Action: ["iam:PassRole"],
      Resource: ["arn:aws:iam::*:role/games-*"],
      Condition: {
        StringLike: {
          "iam:PassedToService": [
            "backup.amazonaws.com",
            "ec2.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "events.amazonaws.com",
            "lambda.amazonaws.com",
            "scheduler.amazonaws.com",
          ],
        },
      },
    }),
  ]);
  const unnamed = all
    .filter(({ Condition }) => Condition === undefined)
    .flatMap(({ Resource = [] }) => Resource)
    .filter((arn) => !arn.includes("games"));
  expect([...new Set(unnamed)].sort()).toEqual([
    "*",
    "arn:aws:backup:*:*:backup-plan:*",
    "arn:aws:backup:*:*:recovery-point:*",
    "arn:aws:ec2:*:*:*/*",
    "arn:aws:ec2:*::image/*",
    "arn:aws:elasticfilesystem:*:*:access-point/*",
    "arn:aws:elasticfilesystem:*:*:file-system/*",
    "arn:aws:route53:::change/*",
    "arn:aws:route53:::hostedzone/*",
    "arn:aws:route53:::queryloggingconfig/*",
    "arn:aws:ssm:*::parameter/aws/service/ecs/*",
  ]);
});
