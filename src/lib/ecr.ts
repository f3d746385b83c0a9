const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/;

/** ARN of an image's private ECR repository; undefined for any other registry. */
export function ecrRepositoryArn(image: string): string | undefined {
  const [, account = "", region = "", repository] = ECR_IMAGE.exec(image) ?? [];
  return repository && repositoryArn({ region, accountId: account }, repository);
}

/** An account's ECR registry. */
export interface EcrRegistry {
  readonly region: string;
  readonly accountId: string;
}

export const repositoryArn = ({ region, accountId }: EcrRegistry, repository: string): string =>
  `arn:aws:ecr:${region}:${accountId}:repository/${repository}`;

/** Repository of one's own: `<project>/<name>`. */
export const ownRepository = (project: string, name: string): string => `${project}/${name}`;

/**
 * What ECR can cache: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html. `prefix` follows the
 * project's own, `upstream` is the address that AWS knows it by, `hosts` are those that images name.
 */
export const CACHEABLE = {
  docker_hub: { prefix: "docker-hub", upstream: "registry-1.docker.io", hosts: ["docker.io", "index.docker.io"] },
  ghcr: { prefix: "ghcr", upstream: "ghcr.io", hosts: ["ghcr.io"] },
  ecr_public: { prefix: "ecr-public", upstream: "public.ecr.aws", hosts: ["public.ecr.aws"] },
  quay: { prefix: "quay", upstream: "quay.io", hosts: ["quay.io"] },
  kubernetes: { prefix: "kubernetes", upstream: "registry.k8s.io", hosts: ["registry.k8s.io"] },
} as const;
export type Cacheable = keyof typeof CACHEABLE;

/**
 * Prefix of a registry's cached repositories, of 2 to 30 characters, which no repository of one's own has:
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 */
export const cachePrefix = (project: string, registry: Cacheable): string =>
  `${project}-cache/${CACHEABLE[registry].prefix}`;

/** Where a cache has an image. */
export interface CachedImage {
  readonly repository: string;
  readonly tag: string;
}

/**
 * The place of an image in the project's cache; undefined if its registry is not cached, or if it has a digest: ECR imports
 * an image only when it is pulled by its tag alone (https://github.com/aws/containers-roadmap/issues/2837).
 */
export function cachedImage(image: string, project: string, cached: readonly Cacheable[]): CachedImage | undefined {
  const [, name = "", tag] = /^([^@]+):([^:/@]+)$/.exec(image) ?? [];
  // https://github.com/distribution/reference/blob/main/normalize.go, splitDockerDomain
  const [, host = "docker.io", path = name] = /^([^/]*[.:A-Z][^/]*|localhost)\/(.+)$/.exec(name) ?? [];
  const registry = cached.find((one) => CACHEABLE[one].hosts.some((known) => known === host));
  if (tag === undefined || registry === undefined) return undefined;
  const repository = registry === "docker_hub" && !path.includes("/") ? `library/${path}` : path;
  return { repository: `${cachePrefix(project, registry)}/${repository}`, tag };
}
