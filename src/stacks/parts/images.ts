import type { BaseConfig } from "../../config/load";
import { ImageCache } from "../../constructs/images/image-cache";
import { ImageRepository } from "../../constructs/images/repository";
import { ownRepository } from "../../lib/ecr";
import { text } from "../../lib/text";
import type { ProjectStack } from "../project-stack";

type Images = Pick<BaseConfig, "name" | "region" | "imageCache" | "repositories">;

/** The cache and the repositories of base; returns the commands that push an image, as outputs. */
export function defineImages(stack: ProjectStack, { name: project, region, imageCache, repositories }: Images) {
  for (const { registry, login } of imageCache)
    new ImageCache(stack, `image_cache_${registry}`, { project, registry, credentialArn: login?.arn });
  const outputs = repositories.map((name) => {
    const id = name.replaceAll("-", "_");
    const { url } = new ImageRepository(stack, `repository_${id}`, { name: ownRepository(project, name) });
    const registry = `${stack.accountId}.dkr.ecr.${region}.amazonaws.com`;
    const commands = [
      `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
      `docker build --tag ${url}:1.0.0 .`,
      `docker push ${url}:1.0.0`,
    ];
    const description = `Builds and pushes version 1.0.0 of ${name}; write the image's whole name under image`;
    return [
      `push_${id}`,
      { value: text(`${commands.join("\n").replaceAll(" --", " \\\n  --")}\n`), description },
    ] as const;
  });
  return Object.fromEntries(outputs);
}
