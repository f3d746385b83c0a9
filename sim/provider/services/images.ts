import { ACCOUNT, type Kinds, type Objection, type Request } from "../kind";
import { referring } from "../refusals";
import { text } from "../values";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const PREFIX = /^(?=.{2,30}$)((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?|ROOT)$/;
const CREDENTIALS = /^arn:aws:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/;
/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const NEEDS_LOGIN = ["registry-1.docker.io", "ghcr.io"];
const UPSTREAMS = [...NEEDS_LOGIN, "public.ecr.aws", "quay.io", "registry.k8s.io"];

/** ECR. Replacement: the provider's internal/service/ecr; messages: those of ECR's API reference. */
export const images: Kinds = {
  aws_ecr_repository: {
    id: "{name}",
    arn: "ecr:repository/{name}",
    replacedBy: "encryption_configuration",
    defaults: { image_tag_mutability: "MUTABLE" },
    valid: { image_tag_mutability: "IMMUTABLE IMMUTABLE_WITH_EXCLUSION MUTABLE MUTABLE_WITH_EXCLUSION" },
    unique: ["name", "RepositoryAlreadyExistsException"],
    check: ({ name }) => typeof name === "string" && !NAME.test(name) && `invalid value for name: ${name}`,
    computed: ({ name }, { region }) => ({
      registry_id: ACCOUNT,
      repository_url: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${text(name)}`,
    }),
    // Pushed by people, not by Terraform: who plays it puts them into the store.
    takes: "ecr_image.repository",
    refuseDeletion: [
      (request) =>
        request.object["force_delete"] !== true &&
        referring("ecr_image.repository", request).length > 0 &&
        `RepositoryNotEmptyException: The repository with name '${request.id}' cannot be deleted because it still contains images`,
    ],
  },
  aws_ecr_lifecycle_policy: {
    id: "{repository}",
    replacedBy: "repository",
    computed: { registry_id: ACCOUNT },
  },
  aws_ecr_pull_through_cache_rule: {
    id: "{ecr_repository_prefix}",
    replacedBy: "ecr_repository_prefix upstream_registry_url upstream_repository_prefix",
    defaults: { upstream_repository_prefix: "ROOT" },
    unique: ["ecr_repository_prefix", "PullThroughCacheRuleAlreadyExistsException"],
    check: ({ ecr_repository_prefix: prefix }) =>
      typeof prefix === "string" && !PREFIX.test(prefix) && `invalid value for ecr_repository_prefix: ${prefix}`,
    computed: { registry_id: ACCOUNT },
    refuse: [refuseRule],
  },
  aws_ecr_repository_creation_template: {
    id: "{prefix}",
    replacedBy: "prefix",
    defaults: { image_tag_mutability: "MUTABLE" },
    unique: ["prefix", "TemplateAlreadyExistsException"],
    check: ({ prefix }) => typeof prefix === "string" && !PREFIX.test(prefix) && `invalid value for prefix: ${prefix}`,
    computed: { registry_id: ACCOUNT },
    refuse: [refuseTemplate],
  },
};

/** The secret is of the same account and region: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
function refuseRule({ object, region }: Request): Objection {
  const [upstream, secret] = [text(object["upstream_registry_url"]), text(object["credential_arn"])];
  if (!UPSTREAMS.includes(upstream)) return `UnsupportedUpstreamRegistryException: ${upstream} is not supported`;
  if (secret === "") {
    return NEEDS_LOGIN.includes(upstream) && `InvalidParameterException: ${upstream} requires a credential ARN`;
  }
  if (!CREDENTIALS.test(secret)) return `InvalidParameterException: credentialArn: ${secret} must satisfy the pattern`;
  return (
    !secret.startsWith(`arn:aws:secretsmanager:${region}:${ACCOUNT}:`) &&
    `SecretNotFoundException: The ARN of the secret ${secret} is not of this account and region`
  );
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html */
function refuseTemplate({ object }: Request): Objection {
  return (
    object["resource_tags"] !== null &&
    text(object["custom_role_arn"]) === "" &&
    "InvalidParameterException: a template with resource tags needs a custom role"
  );
}
