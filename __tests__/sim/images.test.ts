import type { Attributes } from "../../sim/provider/values";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const RULE = "aws_ecr_pull_through_cache_rule";
const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
const rule = (changes: Attributes = {}): Attributes => ({
  ecr_repository_prefix: "games-cache/docker-hub",
  upstream_registry_url: "registry-1.docker.io",
  credential_arn: SECRET,
  ...changes,
});

test.each(["g", "a".repeat(31), "Games", "games--cache"])("the provider refuses the prefix %s", (prefix) => {
  expect(check(RULE, rule({ ecr_repository_prefix: prefix })).join()).toMatch(/ecr_repository_prefix/);
  expect(check("aws_ecr_repository_creation_template", { prefix, applied_for: [] }).join()).toMatch(/prefix/);
});

test.each<[string, Attributes, RegExp]>([
  ["without a login where one is needed", { credential_arn: null }, /requires a credential/],
  ["with a secret of another name", { credential_arn: SECRET.replace("ecr-pull", "pull") }, /must satisfy the pattern/],
  ["with a secret of another region", { credential_arn: SECRET.replace("us-west-2", "us-east-1") }, /SecretNotFound/],
  ["with a secret of another account", { credential_arn: SECRET.replace("1234", "9999") }, /SecretNotFound/],
  ["for a registry that ECR does not know", { upstream_registry_url: "docker.io" }, /UnsupportedUpstream/],
])("ECR refuses a rule %s", (_, changes, message) => {
  expect(() => aws.apply(RULE, rule(changes))).toThrow(message);
});

test("ECR takes one rule for a prefix", () => {
  aws.apply(RULE, rule());
  expect(() => aws.apply(RULE, rule())).toThrow(/PullThroughCacheRuleAlreadyExists/);
  aws.apply(RULE, rule({ ecr_repository_prefix: "other-cache/docker-hub" }));
});

test("ECR refuses to delete a repository with images", () => {
  const repository = aws.apply("aws_ecr_repository", { name: "games/hello" });
  expect(repository["repository_url"]).toBe("123456789012.dkr.ecr.us-west-2.amazonaws.com/games/hello");
  const image = {
    type: "ecr_image",
    id: "i",
    key: "i",
    region: "us-west-2",
    attributes: { repository: "games/hello" },
  };
  aws.cloud.store.put(image);
  expect(() => {
    aws.delete("aws_ecr_repository", repository);
  }).toThrow(/RepositoryNotEmpty/);
});
