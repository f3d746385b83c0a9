import { z } from "zod";
import { CACHEABLE, type Cacheable } from "../../lib/ecr";
import { elsewhere, secretArn, type Reference } from "../schema/arn";
import { flag, list, mapping, text } from "../schema/fields";
import { mustBe } from "../schema/messages";
import { orHole } from "../schema/holes";
import { problemIf, type Problem } from "../schema/problem";
import { eachOnce, withRule } from "../schema/rule";

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
const PREFIX = "ecr-pullthroughcache/";

const loginSecret = secretArn.transform((secret, context) => {
  const isNamed = secret.arn.includes(`:secret:${PREFIX}`);
  if (!isNamed) context.addIssue(`must be a secret whose name begins with ${PREFIX}: ECR reads no other`);
  return secret;
});

const isLogin = mustBe(
  `the login that ECR needs, like {from: "arn:aws:secretsmanager:us-west-2:123456789012:secret:${PREFIX}login-AbCdEf"}`,
);

const login = (registry: string) =>
  z
    .union(
      [
        z.boolean().refine((isCached) => !isCached, { error: isLogin }),
        mapping({ from: loginSecret.describe(`ARN of the Secrets Manager secret with the login, named ${PREFIX}…`) }),
      ],
      { error: isLogin },
    )
    .prefault(false)
    .describe(`caches images of ${registry}, with this login; default: false`);

const open = (registry: string) => flag(false, `true: caches images of ${registry}`);

/** Registries whose images ECR keeps a copy of. */
export const imageCache = mapping({
  docker_hub: login("Docker Hub"),
  ghcr: login("ghcr.io"),
  ecr_public: open("public.ecr.aws"),
  quay: open("quay.io"),
  kubernetes: open("registry.k8s.io"),
}).transform((written) =>
  orHole(() => (Object.keys(CACHEABLE) as Cacheable[]).flatMap((one) => cached(one, written[one]))),
);

/** A registry that is cached. */
export interface CachedRegistry {
  readonly registry: Cacheable;
  /** Secret with its login; undefined if it needs none. */
  readonly login?: Reference;
}

function cached(registry: Cacheable, setting: { readonly from: Reference } | boolean): CachedRegistry[] {
  if (typeof setting === "object") return [{ registry, login: orHole(() => setting.from) }];
  return setting ? [{ registry }] : [];
}

/** ECR takes secrets of its own region only. */
export const cacheProblems = (cache: z.output<typeof imageCache>, region: string): Problem[] =>
  cache.flatMap(({ registry, login: secret }) =>
    problemIf(["image_cache", registry, "from"], secret && elsewhere(secret, region)),
  );

const REPOSITORY = /^(?=.{1,40}$)[a-z](-?[a-z0-9])*$/;

export const repositories = withRule(
  list(text(REPOSITORY, "1 to 40 lowercase letters, digits and single hyphens, starting with a letter"), "[hello]"),
  eachOnce,
);
