import { base, inBase, inService, problemsOf, reports, service } from "./written";

const ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:";
const HUB = `${ARN}ecr-pullthroughcache/hub-AbCdEf`;

test("a cache has the registries that base names, with their logins", () => {
  const { imageCache } = base(`image_cache: {docker_hub: {from: "${HUB}"}, quay: true, kubernetes: false}`);
  expect(imageCache).toMatchObject([{ registry: "docker_hub", login: { arn: HUB } }, { registry: "quay" }]);
});

test.each([
  ["{docker_hub: true}", "4:27 image_cache.docker_hub: must be the login … ecr-pullthroughcache/ … got true"],
  ["{ghcr: {}}", "4:15 image_cache.ghcr.from: is missing … arn:aws:secretsmanager"],
  ["{quay: {from: x}}", "4:21 image_cache.quay: must be true or false"],
  [
    `{ghcr: {from: "${ARN}hub-AbCdEf"}}`,
    "4:28 image_cache.ghcr.from: must be a secret … begins with ecr-pullthroughcache/",
  ],
  [
    `{ghcr: {from: "${HUB.replace("us-west-2", "us-east-1")}"}}`,
    "4:28 image_cache.ghcr.from: is in us-east-1 … us-west-2",
  ],
  ["{gitlab: true}", "4:15 image_cache.gitlab: is not a setting here … docker_hub"],
])("image_cache %s is refused", (yaml, message) => {
  expect(problemsOf(inBase(`image_cache: ${yaml}`))).toEqual(reports([`configs/base.yaml:${message}`]));
});

test("repositories have names that differ and that AWS takes", () => {
  expect(base("repositories: [hello, my-api]").repositories).toEqual(["hello", "my-api"]);
  expect(problemsOf(inBase("repositories: [hello, hello, My_Api]"))).toEqual(
    reports([
      "configs/base.yaml:4:23 repositories.1: hello is listed twice",
      "configs/base.yaml:4:30 repositories.2: must be 1 to 40 … My_Api",
    ]),
  );
});

describe("credentials of a private registry", () => {
  const LOGIN = `${ARN}registry-AbCdEf`;
  test("are a secret's ARN", () => {
    expect(service(`credentials: {from: "${LOGIN}"}`).credentials?.from.arn).toBe(LOGIN);
  });
  test.each([
    ["{}", "must … is missing"],
    ["{from: hunter22}", "arn:aws:secretsmanager … got"],
    [`{from: "${LOGIN.replace("us-west-2", "eu-west-1")}"}`, "is in eu-west-1 … us-west-2"],
  ])("%s is refused", (yaml, message) => {
    const [line, ...others] = problemsOf(inService(`credentials: ${yaml}`));
    expect(others).toEqual([]);
    expect(line).toMatch(/services\.game\.credentials\.from: /);
    for (const part of message.split(" … ").filter((one) => one !== "must")) expect(line).toContain(part);
  });
  test("are refused for an image of ECR, where ECS signs in by itself", () => {
    const image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/games/hello:1.0.0";
    const files = inService(`credentials: {from: "${LOGIN}"}`);
    const [line] = problemsOf({ ...files, "game.yaml": String(files["game.yaml"]).replace("example/game:1.0", image) });
    expect(line).toMatch(/services\.game\.credentials: are not used for images of ECR/);
  });
});
