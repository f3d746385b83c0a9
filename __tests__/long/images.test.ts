import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };
const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:";

terraformTest("a cache, repositories and a login are applied once, and a second plan finds nothing to do", async () => {
  const work = new Workspace();
  const cache = (login: string) => `image_cache: {ghcr: {from: "${login}"}, quay: true}\nrepositories: [hello]\n`;
  try {
    const other = `${SECRET}ecr-pullthroughcache/ghcr-AbCdEf`.replace("123456789012", "999999999999");
    work.configure("base.yaml", (text) => text + cache(other));
    work.synth();
    await work.terraform("base", "init", "-no-color");
    expect(await work.plan("base")).toMatchObject({
      status: 1,
      output: expect.stringContaining("image_cache.ghcr.from: is in account 999999999999") as string,
    });

    work.configure("base.yaml", (text) => text.replace(other, other.replace("999999999999", "123456789012")));
    work.synth();
    const printed = await work.deploy("base");
    expect(printed).toContain("docker push 123456789012.dkr.ecr.us-west-2.amazonaws.com/games/hello:1.0.0");
    expect(await work.plan("base")).toEqual(NOTHING);
    await work.deploy("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
    const { store } = work.server.cloud;
    const definition = store.find("aws_ecs_task_definition", () => true)?.attributes["container_definitions"];
    expect(definition).toContain('"image":"123456789012.dkr.ecr.us-west-2.amazonaws.com/games-cache/ghcr/');

    work.configure("valheim.yaml", (text) =>
      text.replace(/^( +)image:.*$/m, `$&\n$1credentials: {from: "${SECRET}me-AbCdEf"}`),
    );
    work.synth();
    await work.apply("valheim");
    expect(await work.plan("valheim")).toEqual(NOTHING);
  } finally {
    work.end();
  }
});
