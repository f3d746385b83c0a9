const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/;

/** ARN of an image's private ECR repository; undefined for any other registry. */
export function ecrRepositoryArn(image: string): string | undefined {
  const [, account = "", region = "", repository] = ECR_IMAGE.exec(image) ?? [];
  return repository && `arn:aws:ecr:${region}:${account}:repository/${repository}`;
}
