import { cachedImage, ecrRepositoryArn, repositoryArn } from "../../lib/ecr";
import type { BaseSettings } from "../base/base-schema";
import type { ServiceConfig } from "./service-schema";

/**
 * What ECS pulls for a service: the image as written, or its copy in the cache. A private image stays where it is: whoever
 * may pull from the cache could read it there.
 *
 * @param accountId of the cache
 */
export function pulledImage(
  { image, credentials }: Pick<ServiceConfig, "image" | "credentials">,
  { name: project, region, imageCache }: Pick<BaseSettings, "name" | "region" | "imageCache">,
  accountId = "",
) {
  const registries = imageCache.map(({ registry }) => registry);
  const cached = credentials === undefined ? cachedImage(image, project, registries) : undefined;
  if (cached === undefined) {
    return { image, repositoryArn: ecrRepositoryArn(image), isCached: false, credentialsArn: credentials?.from.arn };
  }
  const { repository, tag } = cached;
  return {
    image: `${accountId}.dkr.ecr.${region}.amazonaws.com/${repository}:${tag}`,
    repositoryArn: repositoryArn({ region, accountId }, repository),
    isCached: true,
  };
}
