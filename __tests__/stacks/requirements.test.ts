import { companionFiles } from "../../src/lib/companions";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthBase, synthContainer, type Synthesized } from "../helpers/synth";

const messages = (stack: Synthesized): string[] => stack.companions.requirements.map(({ message }) => message);

test.each(["example.com", "play.example.org", "my.example"])(
  "the domain %s is refused at plan, with the line to edit",
  (domain) => {
    const base = baseConfig({ domain });
    const message = expect.stringContaining(`configs/base.yaml:5:9 domain: ${domain} is`) as string;
    expect(messages(synthBase(base))).toEqual([message]);
    expect(messages(synthContainer(base, containerConfig()))).toContainEqual(message);
  },
);

test.each(["mine.org", "examples.com", "myexample.com", "example.co"])(
  "the domain %s is a domain like any other",
  (domain) => {
    expect(messages(synthBase(baseConfig({ domain })))).toEqual([]);
  },
);

test("every stack remembers its account and region", () => {
  const home = { account: "${data.aws_caller_identity.account.account_id}", region: "us-west-2" };
  expect(synthBase(baseConfig()).companions.home).toEqual(home);
  expect(synthContainer(baseConfig(), containerConfig()).companions.home).toEqual(home);
});

test("base warns when nobody would get alerts, and of keys in alerts that have no effect", () => {
  expect(Object.keys(synthBase(baseConfig()).companions.warnings ?? {})).toEqual([
    "alerts_reach_somebody",
    "alerts_name_stacks",
  ]);
});

test("a container wants base applied, each of its zones, and each of its secrets", () => {
  const base = baseConfig({ network: { zones: ["a", "b"] } });
  const container = containerConfig(
    { availability_zone: undefined, volumes: {} },
    { volumes: [], secrets: ["ONE", "TWO"] },
  );
  const words = ["apply base", "zone a", "zone b", '{ valheim = { ONE = "..." } }', '{ valheim = { TWO = "..." } }'];
  expect(messages(synthContainer(base, container))).toEqual(
    words.map((each): unknown => expect.stringContaining(each)),
  );
});

test("volumes are guarded by whether they are kept, also when there are none", () => {
  const volumes = { world: {}, server: { keep: false } };
  const stack = synthContainer(baseConfig(), containerConfig({ volumes }, { volumes: ["world:/w", "server:/s"] }));
  expect(stack.companions.volumes).toEqual({ kept: ["world"], released: ["server"] });
  const bare = synthContainer(baseConfig(), containerConfig({ volumes: {} }, { volumes: [] }));
  expect(companionFiles(bare.companions)["requirements.tf.json"]).toContain('"kept_volumes"');
});
