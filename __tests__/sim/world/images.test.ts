import { type Attributes, text } from "../../../sim/provider/values";
import { aWorld, pass } from "./a-world";
import { arn, GROUP, hosts, object, role, service } from "./applied";

const HOST = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
const OWN = `${HOST}/games/hello:1.0`;
const CACHED = `${HOST}/games-cache/quay/a/b:1.0`;
const SIGN_IN = allow("*", "ecr:GetAuthorizationToken");
const objects = [
  object("aws_ecr_repository", "games/hello", { name: "games/hello" }),
  object("aws_ecr_pull_through_cache_rule", "games-cache/quay", { ecr_repository_prefix: "games-cache/quay" }),
];

function allow(Resource: string, ...Action: readonly string[]): Attributes {
  return { Effect: "Allow", Action, Resource };
}
const pull = (repository: string) =>
  allow(arn("ecr", `repository/${repository}`), "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer");

/** What becomes of a task with this image, and an execution role that may do only this, and write its log. */
async function started(container: Attributes, ...statements: readonly Attributes[]): Promise<string> {
  const log = allow("*", "logs:*", "ssm:GetParameters");
  const usual = service(container);
  const [definition] = usual.filter(({ type }) => type === "aws_ecs_task_definition");
  const name = text(definition?.attributes["execution_role_arn"]).replace(/^.*\//, "");
  const others = usual.filter(
    ({ type, id, attributes }) => !(type.startsWith("aws_iam_role") && [id, attributes["role"]].includes(name)),
  );
  const world = aWorld([
    ...hosts(),
    ...others,
    ...role(name, "ecs-tasks.amazonaws.com", log, ...statements),
    ...objects,
  ]);
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  const [task] = world.container("valheim").tasks;
  return task?.stoppedReason ?? task?.lastStatus ?? "";
}

const IMPORT = allow(arn("ecr", "repository/games-cache/quay/a/b"), "ecr:BatchImportUpstreamImage");
const CREATE = allow(arn("ecr", "repository/games-cache/quay/a/b"), "ecr:CreateRepository");
const LOGIN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf";

test.each<[string, Attributes, readonly Attributes[], RegExp]>([
  ["of ECR, with the permissions to pull it", { image: OWN }, [SIGN_IN, pull("games/hello")], /^RUNNING$/],
  ["of ECR, without signing in", { image: OWN }, [pull("games/hello")], /GetAuthorizationToken/],
  ["of ECR, with another repository's permissions", { image: OWN }, [SIGN_IN, pull("games/other")], /BatchGetImage/],
  [
    "of a repository that does not exist",
    { image: `${HOST}/games/none:1.0` },
    [SIGN_IN, pull("games/none")],
    /does not exist/,
  ],
  ["of the cache", { image: CACHED }, [SIGN_IN, pull("games-cache/quay/a/b"), IMPORT, CREATE], /^RUNNING$/],
  [
    "of the cache, without the import",
    { image: CACHED },
    [SIGN_IN, pull("games-cache/quay/a/b"), CREATE],
    /BatchImport/,
  ],
  [
    "of the cache, without its repository",
    { image: CACHED },
    [SIGN_IN, pull("games-cache/quay/a/b"), IMPORT],
    /CreateRepository/,
  ],
  [
    "of the cache by a digest that it never had",
    { image: `${CACHED}@sha256:${"0".repeat(64)}` },
    [SIGN_IN, pull("games-cache/quay/a/b"), IMPORT, CREATE],
    /not found/,
  ],
  [
    "of a private registry, with its login",
    { image: "me/a:1.0", repositoryCredentials: { credentialsParameter: LOGIN } },
    [allow(LOGIN, "secretsmanager:GetSecretValue")],
    /^RUNNING$/,
  ],
  [
    "of a private registry, without its login",
    { image: "me/a:1.0", repositoryCredentials: { credentialsParameter: LOGIN } },
    [],
    /GetSecretValue/,
  ],
])("an image %s starts or is refused as AWS says", async (_, container, statements, result) => {
  expect(await started(container, ...statements)).toMatch(result);
});
