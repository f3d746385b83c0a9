import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { CACHEABLE, cachePrefix, type Cacheable } from "../../lib/ecr";
import { expiry } from "./lifecycle";

export interface ImageCacheProps {
  readonly project: string;
  readonly registry: Cacheable;
  /** Secret with the registry's login; absent if it needs none. */
  readonly credentialArn?: string | undefined;
}

/** Days after which a copy is deleted; the next pull imports it again. */
const CACHED_DAYS = 30;

/**
 * ECR's copies of one registry's images. ECR creates a repository at the first pull of an image, outside of Terraform's state,
 * so a template lets the copies expire. Tags stay mutable: ECR updates a copy when its tag moves.
 */
export class ImageCache extends Construct {
  constructor(scope: Construct, id: string, { project, registry, credentialArn }: ImageCacheProps) {
    super(scope, id);
    const prefix = cachePrefix(project, registry);
    const { upstream } = CACHEABLE[registry];
    // Without tags or a KMS key it needs no role: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
    const template = new EcrRepositoryCreationTemplate(this, "template", {
      prefix,
      description: `Copies of images of ${upstream}`,
      appliedFor: ["PULL_THROUGH_CACHE"],
      lifecyclePolicy: expiry("any", CACHED_DAYS),
    });
    new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl: upstream,
      credentialArn,
      dependsOn: [template],
    });
  }
}
