import fc from "fast-check";
import { CACHEABLE, cachedImage, cachePrefix, type Cacheable } from "../../src/lib/ecr";

const ALL = Object.keys(CACHEABLE) as Cacheable[];
const DIGEST = `sha256:${"a".repeat(64)}`;

test.each([
  ["nginx:1.27", "docker-hub/library/nginx"],
  ["docker.io/nginx:1.27", "docker-hub/library/nginx"],
  ["index.docker.io/library/nginx:1.27", "docker-hub/library/nginx"],
  ["itzg/minecraft-server:1.27", "docker-hub/itzg/minecraft-server"],
  ["ghcr.io/owner/game:1.27", "ghcr/owner/game"],
  ["public.ecr.aws/docker/library/redis:1.27", "ecr-public/docker/library/redis"],
  ["quay.io/a/b/c:1.27", "quay/a/b/c"],
  ["registry.k8s.io/pause:1.27", "kubernetes/pause"],
])("%s is cached as %s", (image, repository) => {
  expect(cachedImage(image, "games", ALL)).toEqual({ repository: `games-cache/${repository}`, tag: "1.27" });
});

test.each([
  `nginx@${DIGEST}`,
  `nginx:1.27@${DIGEST}`,
  "registry.mine.org/nginx:1.27",
  "registry.mine.org:5000/nginx:1.27",
  "localhost/nginx:1.27",
  "123456789012.dkr.ecr.us-west-2.amazonaws.com/games/hello:1.0",
])("%s stays where it is", (image) => {
  expect(cachedImage(image, "games", ALL)).toBeUndefined();
});

test("an image is cached exactly if its registry is, with its own tag and path, under that registry's prefix", () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const registry = fc.constantFrom(...ALL);
  fc.assert(
    fc.property(
      registry,
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,20}$/),
      fc.subarray(ALL),
      fc.boolean(),
      (one, path, tag, cached, isShort) => {
        const host = one === "docker_hub" && isShort && path[0] !== "localhost" ? "" : `${CACHEABLE[one].hosts[0]}/`;
        const found = cachedImage(`${host}${path.join("/")}:${tag}`, "games", cached);
        if (!cached.includes(one)) return found === undefined;
        const library = one === "docker_hub" && path.length === 1 ? "library/" : "";
        const repository = `${cachePrefix("games", one)}/${library}${path.join("/")}`;
        return found?.repository === repository && found.tag === tag;
      },
    ),
  );
});

test("the longest prefix is one that ECR takes, and prefixes of two projects do not overlap", () => {
  for (const registry of ALL) {
    expect(cachePrefix("abcdefghijkl", registry)).toMatch(
      /^(?=.{2,30}$)([a-z0-9]+(-[a-z0-9]+)*\/)[a-z0-9]+(-[a-z0-9]+)*$/,
    );
    expect(cachePrefix("games2", registry).startsWith(cachePrefix("games", registry))).toBe(false);
  }
});
