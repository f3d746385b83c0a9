import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthBase, synthContainer } from "../helpers/synth";

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:";
const LOGIN = `${SECRET}ecr-pullthroughcache/hub-AbCdEf`;
const ACCOUNT = "${data.aws_caller_identity.account.account_id}";
const CACHED = { image_cache: { docker_hub: { from: LOGIN } } };
const SIGN_IN = { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] };

const withImage = (image: string, changes: Record<string, unknown> = {}, inBase: Record<string, unknown> = CACHED) => {
  const stack = synthContainer(baseConfig(inBase), containerConfig({}, { image, ...changes }));
  const [game] = document(stack.only(EcsTaskDefinition).container_definitions) as Record<string, unknown>[];
  const { Statement } = document(stack.get(IamRolePolicy, "execution_role_policy").policy) as {
    Statement: { Action: string[] }[];
  };
  const userData = String(stack.only(LaunchTemplate).user_data);
  return {
    game,
    pulls: Statement.filter(({ Action }) => Action.some((action) => /^(ecr|secretsmanager):/.test(action))),
    pulledAhead: /IMAGES='([^']*)'/.exec(userData)?.[1],
    requirements: stack.companions.requirements.map(({ condition }) => condition),
  };
};

test("without image_cache and repositories base has nothing of ECR", () => {
  expect(
    synthBase(baseConfig())
      .resources()
      .filter(({ type }) => type.startsWith("aws_ecr")),
  ).toEqual([]);
});

test("a cached registry has a rule with its login, and copies expire", () => {
  const stack = synthBase(baseConfig(CACHED));
  expect(stack.only(EcrPullThroughCacheRule)).toMatchObject({
    ecr_repository_prefix: "games-cache/docker-hub",
    upstream_registry_url: "registry-1.docker.io",
    credential_arn: LOGIN,
    depends_on: ["aws_ecr_repository_creation_template.image_cache_docker_hub_template"],
  });
  const template = stack.only(EcrRepositoryCreationTemplate);
  expect(template).toMatchObject({ prefix: "games-cache/docker-hub", applied_for: ["PULL_THROUGH_CACHE"] });
  expect(document(template.lifecycle_policy)).toMatchObject({
    rules: [
      { selection: { tagStatus: "any", countType: "sinceImagePushed", countNumber: 30 }, action: { type: "expire" } },
    ],
  });
});

test("a login of another account is refused at plan", () => {
  expect(synthBase(baseConfig(CACHED)).companions.requirements).toContainEqual({
    condition: 'local.facts.account == "123456789012"',
    message: expect.stringMatching(/^image_cache\.docker_hub\.from: .*123456789012/) as string,
  });
});

test("a container waits for base to cache what its images come from", () => {
  expect(withImage("nginx:1.27").requirements).toContain(
    'contains(try(data.terraform_remote_state.base.outputs.image_cache, []), "docker_hub")',
  );
  expect(synthBase(baseConfig(CACHED)).json.output).toMatchObject({ image_cache: { value: ["docker_hub"] } });
});

test("a cached image is pulled from the cache, by ECS alone, and the role may fill its repository and no other", () => {
  const { game, pulls, pulledAhead } = withImage("nginx:1.27");
  const arn = `arn:aws:ecr:us-west-2:${ACCOUNT}:repository/games-cache/docker-hub/library/nginx`;
  expect(game).toMatchObject({
    image: `${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com/games-cache/docker-hub/library/nginx:1.27`,
  });
  expect(pulls).toMatchObject([
    { Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource: [arn] },
    { Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], Resource: [arn] },
    SIGN_IN,
  ]);
  expect(pulledAhead).toBe("");
});

test("an image of another registry is pulled as written, and ahead of ECS", () => {
  const { game, pulls, pulledAhead } = withImage("ghcr.io/owner/game:1.0");
  expect(game).toMatchObject({ image: "ghcr.io/owner/game:1.0" });
  expect(pulls).toEqual([]);
  expect(pulledAhead).toBe("ghcr.io/owner/game:1.0");
});

test("a private image stays in its registry; ECS reads its login and nothing else, and the host leaves it to ECS", () => {
  const from = `${SECRET}registry-AbCdEf`;
  const { game, pulls, pulledAhead, requirements } = withImage("me/private:1.0", { credentials: { from } });
  expect(game).toMatchObject({ image: "me/private:1.0", repositoryCredentials: { credentialsParameter: from } });
  expect(pulls).toMatchObject([{ Action: ["secretsmanager:GetSecretValue"], Resource: [from] }]);
  expect(pulledAhead).toBe("");
  expect(requirements).toContain('local.facts.account == "123456789012"');
});

test("a repository of one's own takes each tag once, keeps what has one, and base says how to push", () => {
  const stack = synthBase(baseConfig({ repositories: ["my-api"] }));
  const repository = stack.only(EcrRepository);
  expect(repository).toMatchObject({ name: "games/my-api", image_tag_mutability: "IMMUTABLE" });
  expect(repository).not.toHaveProperty("force_delete");
  expect(document(stack.only(EcrLifecyclePolicy).policy)).toMatchObject({
    rules: [{ selection: { tagStatus: "untagged" } }],
  });
  const { value } = (stack.json.output as Record<string, { value: string }>).push_my_api ?? { value: "" };
  for (const command of ["aws ecr get-login-password", "docker build", "docker push"]) expect(value).toContain(command);
});

test("an image of such a repository needs no more than its name", () => {
  const image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/games/my-api:1.0.0";
  const { game, pulls } = withImage(image);
  expect(game).toMatchObject({ image });
  expect(pulls).toMatchObject([{ Resource: ["arn:aws:ecr:us-west-2:123456789012:repository/games/my-api"] }, SIGN_IN]);
});
