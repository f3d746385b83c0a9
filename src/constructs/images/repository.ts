import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";
import { expiry } from "./lifecycle";

const UNTAGGED_DAYS = 14;

/**
 * A repository for images of one's own. A tag is pushed once, because a container's file names a version that never changes.
 * Without force_delete AWS refuses to delete a repository with images, which may exist nowhere else.
 */
export class ImageRepository extends Construct {
  /** Like 123456789012.dkr.ecr.us-west-2.amazonaws.com/games/hello. */
  readonly url: string;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    const repository = new EcrRepository(this, "Resource", {
      name,
      imageTagMutability: "IMMUTABLE",
      tags: nameTag(name),
    });
    new EcrLifecyclePolicy(this, "expiry", {
      repository: repository.name,
      policy: expiry("untagged", UNTAGGED_DAYS),
    });
    this.url = repository.repositoryUrl;
  }
}
